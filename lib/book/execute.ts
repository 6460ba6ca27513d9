/** Executed chapters, kept in .cache/book so that a book, and the tests, run each chapter only when it changed. */
import { randomBytes } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { cloneFolder } from "../datasets/data-folder";
import type { Preset } from "../engine/preset";
import { readNotebook } from "../grading/authoring/course-files";
import type { Cell } from "../grading/authoring/notebook";
import { chapterFingerprint } from "./fingerprint";
import { BookError, nbconvert } from "./jupyter";
import type { CellOutput } from "./outputs";
import { keepTime } from "./times";

export type ExecutedCell = Cell & { outputs?: CellOutput[] };

export const cacheFolder = (preset: Preset): string => join(cloneFolder(), ".cache", "book", preset);

/** Where the executed chapter lies, or will lie. The name holds what it was made from. */
export function executedPath(source: string, preset: Preset, course: string): string {
  const key = chapterFingerprint(source, preset, course).slice(0, 16);
  return join(cacheFolder(preset), `${basename(source, ".ipynb")}.${key}.ipynb`);
}

/**
 * Runs a notebook from top to bottom and keeps the result; older results of the same notebook are removed.
 *
 * @param course What `courseFingerprint()` gave.
 * @returns The path of the executed notebook.
 * @throws BookError when a cell fails: nothing is kept then.
 */
export async function executeChapter(
  source: string,
  { preset, course, signal }: { preset: Preset; course: string; signal?: AbortSignal },
): Promise<string> {
  const target = executedPath(source, preset, course);
  const begun = performance.now();
  await runNotebook(source, target, { preset, signal });
  removeOlder(target, basename(source, ".ipynb"));
  await keepTime(cacheFolder(preset), basename(source, ".ipynb"), (performance.now() - begun) / 1000);
  return target;
}

/**
 * Runs a copy of a notebook and puts it at `target` when all of it ran. The target lies below the clone, so that cells find
 * "ganbook" and the types of Node as they do in work/.
 *
 * @throws BookError when a cell fails.
 */
export async function runNotebook(
  source: string,
  target: string,
  run: { preset: Preset; signal?: AbortSignal },
): Promise<void> {
  mkdirSync(dirname(target), { recursive: true });
  const folder = join(dirname(target), `running-${randomBytes(4).toString("hex")}`);
  const copy = join(folder, basename(source));
  mkdirSync(folder);
  try {
    copyFileSync(source, copy);
    const env = { GANBOOK_PRESET: run.preset };
    await nbconvert(["--to", "notebook", "--execute", "--inplace", copy], { env, signal: run.signal });
    const failures = failedCells(readNotebook(copy).cells);
    if (failures.length > 0) throw new BookError(`${basename(source)}: ${failures.join("\n")}`);
    renameSync(copy, target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function removeOlder(kept: string, name: string): void {
  const isOld = (file: string) => file.startsWith(`${name}.`) && file.endsWith(".ipynb");
  for (const file of readdirSync(dirname(kept)).filter(isOld))
    if (file !== basename(kept)) rmSync(join(dirname(kept), file), { force: true });
}

export const isExecuted = (source: string, preset: Preset, course: string): boolean =>
  existsSync(executedPath(source, preset, course));

/**
 * What went wrong in an executed notebook: this kernel reports a failed cell as text on stderr, and cells behind it do not run.
 *
 * @returns A line for each failure; empty where all is well.
 */
export function failedCells(cells: ExecutedCell[]): string[] {
  return cells.flatMap(({ id, outputs = [] }) =>
    outputs.flatMap((output) => {
      const text = [output.text ?? ""].flat().join("").trim();
      const failed = output.name === "stderr" && /Error|error|Unexpected/.test(text);
      return failed || output.output_type === "error" ? [`cell ${id} failed: ${text}`] : [];
    }),
  );
}
