/** A small clone in a temporary folder, in which the real set-up runs with stand-ins for npm, Python and g++. */
import { type ChildProcess, spawn } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";

const setupFolder = resolve(__dirname, "../../../lib/setup");
const tool = join(__dirname, "tool.cjs");

export interface Clone {
  root: string;
  /** Programs that stand in for the machine's, the only ones on the PATH. */
  bin: string;
  path: (...parts: string[]) => string;
  write: (name: string, text: string) => void;
  read: (name: string) => string;
  remove: () => void;
}

const places = ["typescript", "tslab", "node-api-headers", "@tensorflow/tfjs-node"].map(
  (name) => `node_modules/${name}`,
);
const lock = {
  packages: Object.fromEntries(places.map((place) => [place, { version: "1.0.0", integrity: "x" }])),
};

/** @param name Part of the folder's name; the real set-up has to cope with spaces and letters outside ASCII. */
export function makeClone(name = "ünder wegs"): Clone {
  const root = mkdtempSync(join(tmpdir(), `ganbook ${name} `));
  const path = (...parts: string[]) => join(root, ...parts);
  const write = (file: string, text: string) => {
    mkdirSync(dirname(path(file)), { recursive: true });
    writeFileSync(path(file), text);
  };
  const bin = path("bin");
  const clone = { root, bin, path, write, read: (file: string) => readFileSync(path(file), "utf8") };
  cpSync(setupFolder, path("lib/setup"), { recursive: true });
  write("package-lock.json", JSON.stringify(lock));
  write("tsconfig.json", "{}");
  write("lib/index.ts", "export {};");
  write("notebooks/00-start-here.ipynb", "{}");
  write("npm-cli.js", `process.argv.splice(2, 0, "npm"); require(${JSON.stringify(tool)});`);
  addProgram(clone, "python3", "python");
  addProgram(clone, "g++", "compiler");
  return { ...clone, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** Puts a program on the clone's PATH that plays a role of tool.cjs. */
export function addProgram({ bin }: Pick<Clone, "bin">, name: string, role: string): void {
  addScript({ bin }, name, `exec "${process.execPath}" "${tool}" ${role} "$@"`);
}

/** Puts a shell script on the clone's PATH. */
export function addScript({ bin }: Pick<Clone, "bin">, name: string, body: string): void {
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, name), `#!/bin/sh\n${body}\n`);
  chmodSync(join(bin, name), 0o755);
}

export interface Run {
  child: ChildProcess;
  /** Exit code (null when killed) and all that was printed. */
  ended: Promise<{ code: number | null; output: string }>;
}

/** Starts the clone's set-up in a process of its own. */
export function startSetUp(clone: Clone, env: Record<string, string> = {}, options = "{}"): Run {
  const script = `
    const { setUp } = require("./lib/setup/setup");
    const { reportAndExit } = require("./lib/setup/problem");
    setUp(${options}).then(({ failed }) => console.log([...failed.values()].map(String).join()), reportAndExit);`;
  const child = spawn(process.execPath, ["-e", script], {
    cwd: clone.root,
    env: {
      PATH: clone.bin,
      HOME: clone.path("home"),
      npm_execpath: clone.path("npm-cli.js"),
      STAND_IN_LOG: clone.path("stand-ins.log"),
      STAND_IN_MARK: clone.path("hangs"),
      STAND_IN_PYTHON: join(clone.bin, "python3"),
      ...env,
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data: Buffer) => (output += data.toString()));
  const ended = new Promise<{ code: number | null; output: string }>((done) => {
    child.on("close", (code) => done({ code, output }));
  });
  return { child, ended };
}

/** What set-up made: path -> text, without logs, notes on the run and what the stand-ins wrote. */
export function snapshot({ root }: Clone): Record<string, string> {
  const found: Record<string, string> = {};
  const walk = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const file = join(folder, entry.name);
      const name = relative(root, file);
      if (/^\.cache\/(setup|tmp)|^(bin|home|hangs|stand-ins\.log)/.test(name)) continue;
      if (entry.isDirectory()) walk(file);
      else found[name] = readFileSync(file, "utf8").replaceAll(root, "ROOT");
    }
  };
  walk(root);
  return found;
}
