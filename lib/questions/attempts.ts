/**
 * What a learner has tried, as lines of JSON in work/attempts.jsonl.
 *
 * A line is only ever added, in one write, so that a notebook and a terminal can write at the same time, and a line that
 * was cut by a full disk or a kill costs nothing but itself.
 */
import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { keptFile } from "./kept-scores";
import { pointsEarned, questionVerdict } from "./run-checks";
import type { CheckResult } from "./run-checks";
import type { Verdict } from "./types";

/** How far a learner is with one question. */
export interface Standing {
  /** Checks of an answer; a stub that nobody has touched is no try. */
  tries: number;
  /** Tries that did not pass, up to the first that did. */
  failed: number;
  isPassed: boolean;
  /** Of the best try. */
  points: number;
  /** Hints that have been earned or asked for. */
  hints: number;
}

interface Line {
  date: string;
  id: string;
  verdict?: Verdict;
  points?: number;
  code?: string;
  /** Number of the hint that was asked for. */
  hint?: number;
}

const HINTS = 3;

export const attemptsFile = (folder = process.cwd()): string => keptFile("attempts.jsonl", folder);

export interface AttemptOptions {
  file?: string;
  /** Fingerprint of the answer: one that was checked before and did not change is no new try. */
  code?: string;
}

/** @throws Error of the file system when nothing can be written there. */
export function keepAttempt(
  id: string,
  results: readonly CheckResult[],
  { file = attemptsFile(), code }: AttemptOptions = {},
): void {
  if (isUntouched(results)) return;
  if (code !== undefined && readLines(file).some((line) => line.id === id && line.code === code)) return;
  const points = pointsEarned(results);
  const line: Line = { date: new Date().toISOString(), id, verdict: questionVerdict(results), points };
  append(code === undefined ? line : { ...line, code }, file);
}

export function keepHint(id: string, hint: number, file = attemptsFile()): void {
  append({ date: new Date().toISOString(), id, hint }, file);
}

/** The stub still stands there: nothing was tried. */
export function isUntouched(results: readonly CheckResult[]): boolean {
  return results.length > 0 && results.every(({ verdict }) => verdict === "not-attempted");
}

export function standingOf(id: string, file = attemptsFile()): Standing {
  const standing: Standing = { tries: 0, failed: 0, isPassed: false, points: 0, hints: 0 };
  let asked = 0;
  for (const line of readLines(file)) {
    if (line.id !== id) continue;
    if (typeof line.hint === "number") asked = Math.max(asked, line.hint);
    if (line.verdict === undefined) continue;
    standing.tries++;
    standing.points = Math.max(standing.points, line.points ?? 0);
    if (line.verdict === "pass") standing.isPassed = true;
    else if (!standing.isPassed) standing.failed++;
  }
  // The first hint comes with the second failed try.
  return { ...standing, hints: Math.min(HINTS, Math.max(asked, standing.failed - 1, 0)) };
}

function append(line: Line, file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, `\n${JSON.stringify(line)}\n`); // the first line end closes a line that was cut
}

function readLines(file: string): Line[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return []; // nothing tried yet
  }
  return text.split("\n").flatMap((line) => {
    try {
      const parsed = JSON.parse(line) as Line | null;
      return typeof parsed?.id === "string" ? [parsed] : [];
    } catch {
      return []; // an empty line, or one that was cut
    }
  });
}
