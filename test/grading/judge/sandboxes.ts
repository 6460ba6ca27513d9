/** A judge for a file of tests; where this machine has no sandbox, the tests are skipped by name, but never in CI. */
import { afterAll, describe } from "vitest";
import { startJudge } from "../../../lib/grading/judge/judge";
import type { Judge } from "../../../lib/grading/types";
import type { LevelOptions } from "../../../lib/grading/sandbox/choose-level";

const strict = process.env.GANBOOK_CI_STRICT === "1";

/** Why a judge does not start; undefined when it does. */
export async function tryJudge(options: LevelOptions = {}): Promise<Judge | string> {
  try {
    return await startJudge({ jobs: 2, ...options });
  } catch (error) {
    return String(error);
  }
}

const started = await tryJudge();

/** What one file of tests shares; it is closed after the last. */
export const judge = started as Judge;

const why = typeof started === "string" ? started : undefined;
if (why !== undefined && strict) throw new Error(`In CI these tests may not be skipped. ${why}`);
if (why !== undefined) process.stderr.write(`Skipped: tests of the sandbox. ${why}\n`);

export const describeSandboxed: (name: string, tests: () => void) => void = describe.skipIf(
  why !== undefined,
);

afterAll(async () => {
  if (why === undefined) await judge.close();
});
