/** Runs a question's checks on an answer: the one place where a verdict is made. */
import { rng } from "../engine/rng";
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
}

/**
 * Runs all checks in order; one that fails does not stop the next.
 *
 * Points: the question's points shared by the weights of its checks.
 */
export async function runChecks(
  question: CheckedQuestion,
  subject: Subject,
  { seed, onCheck }: CheckOptions,
): Promise<CheckResult[]> {
  const total = question.checks.reduce((sum, { weight = 1 }) => sum + weight, 0);
  const results: CheckResult[] = [];
  for (const check of question.checks) {
    const maxPoints = (question.points * (check.weight ?? 1)) / total;
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
  }
  return results;
}

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
