/** A judge without a sandbox, for what happens around it: an answer passes "is right" when it holds the right text. */
import type { Judge, JudgedQuestion } from "../../../lib/grading/types";
import type { Assignment } from "../../../lib/grading/class/assignment";
import { findIn } from "../../../lib/grading/notebook/find-answers";
import { demoNotebook, demoSet } from "../fixture";

export const demoAssignment: Assignment = {
  set: demoSet,
  exercise: demoNotebook(),
  versions: Object.fromEntries(demoSet.questions.map(({ id }) => [id, "v1"])),
};

export interface StandIn extends Judge {
  /** Ids of the questions, in the order in which they were graded. */
  readonly asked: string[];
  /** Seeds of their inputs. */
  readonly seeds: number[];
}

const RIGHT: Record<string, RegExp> = { "demo/double": /TWO \* x|2 \* x/, "demo/half": /x \/ (TWO|2)/ };

export function standInJudge({ milliseconds = 0 } = {}): StandIn {
  const asked: string[] = [];
  const seeds: number[] = [];
  return {
    level: "bubblewrap",
    asked,
    seeds,
    async grade({ id, checks }, { cells }, seed): Promise<JudgedQuestion> {
      asked.push(id);
      seeds.push(seed);
      await new Promise((wake) => setTimeout(wake, milliseconds));
      const isRight = RIGHT[id]!.test(cells.join("\n"));
      const results = checks.map(({ name }, place) => ({
        name,
        verdict: place === 0 || isRight ? ("pass" as const) : ("fail" as const),
        message: place === 0 || isRight ? "" : "It should use the factor 2.",
        points: 1000, // the grader counts for itself
        maxPoints: 1000,
        milliseconds: Math.random(),
      }));
      return { verdict: isRight ? "pass" : "fail", checks: results, output: "" };
    },
    find: (...notebook) => Promise.resolve(findIn(...notebook)),
    close: () => Promise.resolve(),
  };
}
