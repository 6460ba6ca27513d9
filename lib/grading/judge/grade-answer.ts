/** One answer, its checks and its sandboxes: from the first call to the verdict. */
import { rng } from "../../engine/rng";
import { pointsOfChecks, questionVerdict, runChecks } from "../../questions/run-checks";
import type { CheckResult } from "../../questions/run-checks";
import { AnswerError } from "../../questions/types";
import type { Check, CheckedQuestion, Subject } from "../../questions/types";
import type { Load } from "../child/serve";
import type { Sandbox } from "../sandbox/sandbox";
import type { JudgedQuestion } from "../types";
import { loadSubject, readable } from "./remote-subject";

export interface Trial {
  question: CheckedQuestion;
  load: Load;
  seed: number;
  takeSandbox: () => Promise<Sandbox>;
}

const LONGEST_MESSAGE = 2000;

/** One question in so many is split: one of its checks, drawn from the seed, meets a fresh sandbox. */
const SPLIT_ONE_IN = 8;

/**
 * @throws Error when no sandbox could be started: the judge's fault, not the answer's.
 */
export async function gradeAnswer({ question, load, seed, takeSandbox }: Trial): Promise<JudgedQuestion> {
  const sandboxes: Sandbox[] = [];
  const begin = async (): Promise<Subject> => {
    const sandbox = await takeSandbox();
    sandboxes.push(sandbox);
    return loadSubject(sandbox, load, question.seconds);
  };
  try {
    const subject = await begin();
    const apart = splitOff(question, seed);
    const checks = question.checks.map((check) => guarded(check, check === apart ? begin : undefined));
    const results = await runChecks({ ...question, checks }, subject, { seed });
    const isClean = (await Promise.all(sandboxes.map(hasKeptTheRules))).every(Boolean);
    await endAll(sandboxes);
    return judged(isClean ? results : results.map(asTampered), sandboxes);
  } catch (error) {
    await endAll(sandboxes);
    return failedBefore(question, error, sandboxes);
  } finally {
    await endAll(sandboxes);
  }
}

const endAll = (sandboxes: readonly Sandbox[]) => Promise.all(sandboxes.map((sandbox) => sandbox.end()));

/** A check that is to meet the answer as if it were the first: what an answer remembers of earlier calls is not there. */
function splitOff({ id, checks }: CheckedQuestion, seed: number): Check | undefined {
  const random = rng(seed).stream(id, "split");
  return random.integer(SPLIT_ONE_IN) === 0 ? checks[random.integer(checks.length)] : undefined;
}

/** No check ends the judge, however strange what the answer gave is. */
function guarded(check: Check, begin: (() => Promise<Subject>) | undefined): Check {
  return {
    ...check,
    async run(shared, random) {
      const subject = begin === undefined ? shared : await begin();
      try {
        const message = await check.run(subject, random);
        return message && readable(message, LONGEST_MESSAGE); // it may quote what the answer gave
      } catch (error) {
        if (error instanceof AnswerError) {
          throw new AnswerError(readable(error.message, LONGEST_MESSAGE), error.verdict);
        }
        const what = readable(String(error), 200);
        throw new AnswerError(`The check could not read what the answer gave (${what}).`);
      }
    },
  };
}

/** One more round trip: a line that the answer slipped in is found now, before or in place of the reply. */
async function hasKeptTheRules(sandbox: Sandbox): Promise<boolean> {
  try {
    await sandbox.ask(`["a","hello"]`, 5000);
    return true;
  } catch (error) {
    return !(error instanceof AnswerError && error.verdict === "tampered"); // an answer may end after its last call
  }
}

/** Who wrote to the judge's pipe gets nothing, for checks before that either. */
function asTampered(result: CheckResult): CheckResult {
  return {
    ...result,
    verdict: "tampered",
    message: "The answer wrote to the judge's pipe itself.",
    points: 0,
  };
}

function judged(results: CheckResult[], sandboxes: readonly Sandbox[]): JudgedQuestion {
  return { verdict: questionVerdict(results), checks: results, output: sandboxes[0]?.printed ?? "" };
}

/**
 * Every check fails for the same reason: the answer could not be loaded.
 *
 * @throws The error, when it is not the answer's.
 */
export function failedBefore(
  question: CheckedQuestion,
  error: unknown,
  sandboxes: readonly Sandbox[] = [],
): JudgedQuestion {
  if (!(error instanceof AnswerError)) throw error;
  const { verdict, message } = error;
  const worth = pointsOfChecks(question);
  const results = question.checks.map(({ name }, i) => {
    return { name, verdict, message, points: 0, maxPoints: worth[i]!, milliseconds: 0 };
  });
  return judged(results, sandboxes);
}
