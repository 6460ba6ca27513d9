/** Runs a question's checks on an answer: the one place where a verdict is made. */
import { rng } from "../engine/rng";
import { sum } from "./draw";
import { AnswerError } from "./types";
import type { Check, CheckedQuestion, Subject, Verdict } from "./types";

export interface CheckResult {
  name: string;
  verdict: Verdict;
  /** What was wrong, for the learner; empty when passed. */
  message: string;
  points: number;
  maxPoints: number;
  milliseconds: number;
}

export interface CheckOptions {
  /** All inputs are drawn from it. */
  seed: number;
  onCheck?: (result: CheckResult) => void;
  /** Leave the rest out after the first that does not pass. */
  untilFailure?: boolean;
}

/**
 * Runs all checks in order; one that fails does not stop the next.
 */
export async function runChecks(
  question: CheckedQuestion,
  subject: Subject,
  { seed, onCheck, untilFailure = false }: CheckOptions,
): Promise<CheckResult[]> {
  const worth = pointsOfChecks(question);
  const results: CheckResult[] = [];
  for (const [i, check] of question.checks.entries()) {
    const maxPoints = worth[i]!;
    const start = performance.now();
    const { verdict, message } = await runOne(check, subject, rng(seed).stream(question.id, check.name));
    const points = verdict === "pass" ? maxPoints : 0;
    const result = {
      name: check.name,
      verdict,
      message,
      points,
      maxPoints,
      milliseconds: performance.now() - start,
    };
    results.push(result);
    onCheck?.(result);
    if (untilFailure && verdict !== "pass") break;
  }
  return results;
}

/** What each check is worth: the question's points shared by the weights. */
export function pointsOfChecks({ points, checks }: CheckedQuestion): number[] {
  const total = sum(checks.map(({ weight = 1 }) => weight));
  return checks.map(({ weight = 1 }) => (points * weight) / total);
}

/** What an answer earned. */
export const pointsEarned = (results: readonly CheckResult[]): number =>
  sum(results.map(({ points }) => points));

type Random = Parameters<Check["run"]>[1];

async function runOne(check: Check, subject: Subject, random: Random) {
  try {
    const message = await check.run(subject, random);
    return message === undefined
      ? { verdict: "pass" as const, message: "" }
      : { verdict: "fail" as const, message };
  } catch (error) {
    if (!(error instanceof AnswerError)) throw error; // a fault of the check itself, not of the answer
    return { verdict: error.verdict, message: error.message };
  }
}

/** The verdict of a question: passed only when every check passed; else the first that is not "pass". */
export function questionVerdict(results: readonly CheckResult[]): Verdict {
  if (results.length === 0) return "error"; // nothing was checked: never a pass
  return results.find(({ verdict }) => verdict !== "pass")?.verdict ?? "pass";
}
