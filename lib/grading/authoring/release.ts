/** A copy of the course for students: everything that a learner runs, and no file that holds an answer. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { cloneFolder } from "../../datasets/data-folder";
import { answerLines, leaksIn } from "./leaks";
import { AuthoringError } from "./markers";

/** What a student needs; all else (solutions, tests with their wrong answers, the history) stays behind. */
const wanted = [
  "README.md",
  "LICENSE",
  "CHANGELOG.md",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  ".npmrc",
  ".gitignore",
  "notebooks",
  "exercises",
  "lib",
  "data",
];

/** Built, downloaded or somebody's own. */
const leftOut = [
  /(^|\/)(node_modules|\.ipynb_checkpoints)(\/|$)/,
  /^lib\/dist(\/|$)/,
  /^data\/cifar-10/,
  /\.(part|lock|tar\.gz|tsbuildinfo)$/,
  /^data\/runs(\/|$)/,
];

export interface Release {
  files: number;
  bytes: number;
}

/**
 * @param out A folder that is not there yet, or is empty.
 * @throws RangeError when it holds something; AuthoringError when a file would give an answer away: nothing is written.
 */
export function release(out: string): Release {
  if (existsSync(out) && readdirSync(out).length > 0)
    throw new RangeError(`${out} is not empty. Give a folder that is not there yet.`);
  const root = cloneFolder();
  if ((out + sep).startsWith(root + sep))
    throw new RangeError(`${out} lies in the course itself. Give a folder outside of it.`);
  const names = wanted.flatMap((name) => filesBelow(root, name));
  const leaks = leaksOf(names.map((name) => join(root, name)));
  if (leaks.length > 0) throw new AuthoringError(`These files hold an answer's text:\n${leaks.join("\n")}`);
  let bytes = 0;
  for (const name of names) {
    const target = join(out, name);
    mkdirSync(dirname(target), { recursive: true });
    if (name === "package.json")
      writeFileSync(target, studentPackage(readFileSync(join(root, name), "utf8")));
    else copyFileSync(join(root, name), target);
    bytes += statSync(target).size;
  }
  return { files: names.length, bytes };
}

/** Files of text that hold a telling line of a solution: "path: question: line". */
export function leaksOf(paths: readonly string[]): string[] {
  const lines = answerLines();
  return paths
    .filter((path) => /\.(ts|js|cjs|mjs|json|ipynb|md|txt|html|css|py)$/.test(path))
    .flatMap((path) =>
      leaksIn(readFileSync(path, "utf8"), lines).map(
        ({ question, text }) => `${relative(cloneFolder(), path)}: ${question}: ${text}`,
      ),
    );
}

function filesBelow(root: string, name: string): string[] {
  if (leftOut.some((pattern) => pattern.test(name.split(sep).join("/")))) return [];
  const path = join(root, name);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile()) return [name];
  if (!stat?.isDirectory()) return [];
  return readdirSync(path).flatMap((inner) => filesBelow(root, join(name, inner)));
}

/** Without the commands that need what stayed behind. */
function studentPackage(text: string): string {
  const content = JSON.parse(text) as { scripts: Record<string, string> };
  const { start, dev } = content.scripts;
  return JSON.stringify({ ...content, scripts: { start, dev } }, null, 2) + "\n";
}
