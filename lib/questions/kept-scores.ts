/** Small results that a later chapter comes back to, kept with the learner's own files. */
import { readFileSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { cloneFolder } from "../datasets/data-folder";
import { writeFileAtomic } from "../engine/atomic-file";

/**
 * Path of a file with something of the learner's own: in work/ when a notebook runs there; else in the cache of the clone,
 * as for tests and authors.
 */
export function keptFile(name: string, folder = process.cwd()): string {
  const clone = cloneFolder();
  const work = join(clone, "work");
  const isLearner = (resolve(folder) + sep).startsWith(work + sep);
  return join(isLearner ? work : join(clone, ".cache"), name);
}

export const scoresFile = (folder = process.cwd()): string => keptFile("scores.json", folder);

/**
 * Keeps a result under a name; one that was kept under it before is replaced.
 *
 * @throws Error when the file is there but is no JSON object: it is left as it is.
 */
export async function keepScore(name: string, score: object, file = scoresFile()): Promise<void> {
  const scores = { ...readScores(file), [name]: { ...score, date: new Date().toISOString() } };
  await writeFileAtomic(file, JSON.stringify(scores, null, 2) + "\n");
}

/** A kept result, or undefined where there is none. */
export function keptScore(name: string, file = scoresFile()): Record<string, unknown> | undefined {
  return readScores(file)[name];
}

function readScores(file: string): Record<string, Record<string, unknown>> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return {}; // nothing kept yet
  }
  try {
    return JSON.parse(text) as Record<string, Record<string, unknown>>;
  } catch {
    throw new Error(
      `${file} should hold your kept scores as JSON, but cannot be read. Mend it or delete it.`,
    );
  }
}
