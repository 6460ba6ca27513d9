/** The folder with what a sandbox shows: made by a judge when it starts, gone when it closes. */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findProgram } from "./find-program";
import type { SandboxFiles } from "./level";
import { seccompFilter } from "./seccomp";

export interface StagedFiles {
  /** The files of a sandbox with this program as its child. */
  withChild(name: string, program: string): SandboxFiles;
  remove(): void;
}

export function stageFiles(): StagedFiles {
  removeLeft(openFolder());
  const folder = mkdtempSync(join(openFolder(), `ganbook-judge-${process.pid}-`));
  chmodSync(folder, 0o755);
  const node = reachableNode(folder);
  const libraries = librariesOf(process.execPath);
  const filter = writeFilter(join(folder, "filter.bpf"));
  const root = join(folder, "root");
  mkdirSync(root, { mode: 0o755 });
  return {
    withChild(name, program) {
      const child = join(folder, `${name}.js`);
      writeFileSync(child, program, { mode: 0o644 });
      return { node, libraries, child, root, filter };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const DAY = 24 * 60 * 60 * 1000;

/** What judges that were killed could not take away themselves. A day old, for a container has numbers of its own. */
function removeLeft(parent: string): void {
  for (const name of readdirSync(parent)) {
    const pid = /^ganbook-judge-(\d+)-/.exec(name)?.[1];
    const path = join(parent, name);
    if (pid === undefined || isAlive(Number(pid))) continue;
    const status = lstatSync(path, { throwIfNoEntry: false });
    if (!status?.isDirectory() || status.uid !== (process.getuid?.() ?? status.uid)) continue;
    if (Date.now() - status.mtimeMs > DAY) rmSync(path, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH"; // it may be somebody else's
  }
}

function writeFilter(path: string): string | undefined {
  const bytes = seccompFilter();
  if (bytes === undefined) return undefined;
  writeFileSync(path, bytes, { mode: 0o644 });
  return path;
}

/** Root's sandboxes run as nobody, who may not look into root's home: then Node is copied. */
function reachableNode(folder: string): string {
  const node = process.execPath;
  if (process.getuid?.() !== 0 || isOpenToAll(node)) return node;
  const copy = join(folder, "node");
  copyFileSync(node, copy);
  chmodSync(copy, 0o755);
  return copy;
}

/** Root's own temporary folder may be closed to others. */
function openFolder(): string {
  return process.getuid?.() !== 0 || isOpenToAll(tmpdir()) ? tmpdir() : "/tmp";
}

function isOpenToAll(path: string): boolean {
  if ((statSync(path).mode & 0o001) === 0) return false;
  return path === dirname(path) || isOpenToAll(dirname(path));
}

/** The dynamic linker and the libraries, by ldd: not those that the judge has loaded besides, such as TensorFlow. */
function librariesOf(program: string): string[] {
  const ldd = findProgram("ldd");
  if (ldd === undefined) return [];
  try {
    const lines = execFileSync(ldd, [program], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).split("\n");
    return lines.flatMap((line) => /(?:^\s*|=> )(\/\S+) \(0x/.exec(line)?.[1] ?? []);
  } catch {
    return []; // a static program, or not Linux
  }
}
