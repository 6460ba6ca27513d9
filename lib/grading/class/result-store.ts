/** The results on disk: one file a submission, whole or not there, so that a run can be killed at any moment. */
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomic } from "../../engine/atomic-file";
import type { SubmissionResult } from "../types";
import { previousPath, resultPath } from "./student-folder";

/** What a result depends on; while all of it is equal, nothing is graded again. */
export type ResultKey = Pick<SubmissionResult, "submissionHash" | "seed" | "sandbox"> & { version: string };

export function keyOf(result: SubmissionResult): ResultKey {
  const { submissionHash, seed, sandbox, assignment } = result;
  return { submissionHash, seed, sandbox, version: assignment.version };
}

/** What changed between two results, in words; empty when nothing did. */
export function whyChanged(before: ResultKey, after: ResultKey): string[] {
  return [
    ...(before.submissionHash === after.submissionHash ? [] : ["new submission"]),
    ...(before.version === after.version ? [] : ["questions or checks changed"]),
    ...(before.seed === after.seed ? [] : ["other seed"]),
    ...(before.sandbox === after.sandbox ? [] : ["other sandbox"]),
  ];
}

export async function readResult(out: string, student: string, notebook: string) {
  return readFileOf(resultPath(out, student, notebook));
}

/** The result before the last one that had another key. */
export async function readPrevious(out: string, student: string, notebook: string) {
  return readFileOf(previousPath(out, student, notebook));
}

/** Keeps the one that it replaces beside it. A kill between the two writes leaves the old result, to be made again. */
export async function storeResult(out: string, student: string, result: SubmissionResult): Promise<void> {
  const { name } = result.assignment;
  const old = await readResult(out, student, name);
  if (old !== undefined && whyChanged(keyOf(old), keyOf(result)).length > 0) {
    await writeFileAtomic(previousPath(out, student, name), asText(old));
  }
  await writeFileAtomic(resultPath(out, student, name), asText(result));
}

/** Undefined where there is none, or none of this version. */
async function readFileOf(path: string): Promise<SubmissionResult | undefined> {
  try {
    const value = JSON.parse(await readFile(path, "utf8")) as Partial<SubmissionResult> | null;
    return value?.schema === 1 ? (value as SubmissionResult) : undefined;
  } catch {
    return undefined; // not graded yet, or a damaged disk: it is graded again
  }
}

/** Removes what a killed run had begun to write. */
export async function removeHalfWritten(out: string): Promise<void> {
  const names = await readdir(out, { recursive: true }).catch(() => []);
  const half = names.filter((name) => /(^|[\\/])\.[^\\/]+\.[0-9a-f]{8}\.part$/.test(name));
  await Promise.all(half.map((name) => rm(join(out, name), { force: true })));
}

/** Writes only what is not there already: reports of a thousand students are mostly the same as yesterday. */
export async function writeIfChanged(path: string, contents: string): Promise<void> {
  const old = await readFile(path, "utf8").catch(() => undefined);
  if (old !== contents) await writeFileAtomic(path, contents);
}

const asText = (result: SubmissionResult) => `${JSON.stringify(result, null, 2)}\n`;
