/** results.json of Exercism's test runners, version 3. @see https://exercism.org/docs/building/tooling/test-runners/interface */
import type { Verdict } from "../../questions/types";
import type { SubmissionResult } from "../types";

type Status = "pass" | "fail" | "error";

interface ExercismTest {
  name: string;
  status: Status;
  message?: string;
  output?: string;
  task_id: number;
}

export interface ExercismResults {
  version: 3;
  status: Status;
  message: string | null;
  tests: ExercismTest[];
}

const LONGEST_MESSAGE = 65_535;
const LONGEST_OUTPUT = 500;

/** Questions become tasks, checks become tests. Prose is left out: it has no tests. */
export function exercismResults(result: SubmissionResult): ExercismResults {
  const tests = result.questions.flatMap((question, place) =>
    question.checks.map((check): ExercismTest => {
      const status = statusOf(check.verdict);
      return {
        name: `${question.title}: ${check.name}`,
        status,
        ...(status === "pass" ? {} : { message: cut(check.message || SAYS[check.verdict], LONGEST_MESSAGE) }),
        ...(question.output === "" ? {} : { output: cut(question.output, LONGEST_OUTPUT) }),
        task_id: place + 1,
      };
    }),
  );
  const hasRun = result.questions.some(({ verdict, checks }) => checks.length > 0 && !isAbsent(verdict));
  if (!hasRun) {
    const message = cut(result.problem ?? "No question was answered, so no check was run.", LONGEST_MESSAGE);
    return { version: 3, status: "error", message, tests: [] };
  }
  return {
    version: 3,
    status: tests.every(({ status }) => status === "pass") ? "pass" : "fail",
    message: null,
    tests,
  };
}

function statusOf(verdict: Verdict): Status {
  return verdict === "pass" || verdict === "fail" ? verdict : "error";
}

/** Nothing was handed in for the question. */
export const isAbsent = (verdict: Verdict): boolean => verdict === "missing" || verdict === "not-attempted";

/** For checks that left no message of their own. */
export const SAYS: Record<Verdict, string> = {
  pass: "Passed.",
  fail: "Not right.",
  error: "The answer stopped with an error.",
  timeout: "The answer did not end in time.",
  memory: "The answer needed too much memory.",
  output: "The answer printed too much.",
  crash: "The answer ended its own process.",
  tampered: "The answer interfered with the grading.",
  "not-attempted": "Not answered yet.",
  missing: "The answer is not in the notebook.",
  "to-mark": "Waits for a person to mark it.",
};

export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
