/** results.json of Gradescope's autograders. @see https://gradescope-autograders.readthedocs.io/en/latest/specs/ */
import type { GradeRow } from "../class/gradebook";
import type { QuestionResult } from "../types";
import { SAYS } from "./exercism";

interface GradescopeTest {
  name: string;
  name_format: "text";
  number: string;
  score: number;
  max_score: number;
  status?: "passed" | "failed";
  output: string;
  output_format: "text";
  visibility: "visible";
}

export interface GradescopeResults {
  /** Only where there are no tests: else Gradescope adds up those. */
  score?: number;
  execution_time: number;
  output: string;
  output_format: "text";
  visibility: "visible";
  tests: GradescopeTest[];
  extra_data: { assignment: string; version: string; submission_hash: string; seed: number; sandbox: string };
}

/** Undefined for a row without a result. Lateness is not in it: Gradescope has its own. */
export function gradescopeResults({ result, questions: marks }: GradeRow): GradescopeResults | undefined {
  if (result === undefined) return undefined;
  const tests = result.questions.flatMap((question, place) => {
    const mark = marks.find(({ id }) => id === question.id);
    if (question.kind !== "prose") return checkTests(question, place);
    const isOpen = mark?.isOpen ?? false;
    const output = isOpen ? SAYS["to-mark"] : (mark?.comments.join("\n") ?? "") || SAYS[question.verdict];
    return [
      test(`${place + 1}`, question.title, { output, score: mark?.points ?? 0, max: question.maxPoints }),
    ];
  });
  return {
    execution_time: Math.round(result.milliseconds) / 1000,
    output: [result.problem, ...result.repairs].filter(Boolean).join("\n"),
    output_format: "text",
    visibility: "visible",
    tests,
    extra_data: {
      assignment: result.assignment.name,
      version: result.assignment.version,
      submission_hash: result.submissionHash,
      seed: result.seed,
      sandbox: result.sandbox,
    },
    ...(tests.length === 0 ? { score: 0 } : {}),
  };
}

function checkTests(question: QuestionResult, place: number): GradescopeTest[] {
  return question.checks.map((check, i) => ({
    ...test(`${place + 1}.${i + 1}`, `${question.title}: ${check.name}`, {
      output: check.verdict === "pass" ? "" : check.message || SAYS[check.verdict],
      score: check.points,
      max: check.maxPoints,
    }),
    status: check.verdict === "pass" ? "passed" : "failed",
  }));
}

function test(
  number: string,
  name: string,
  { output, score, max }: { output: string; score: number; max: number },
): GradescopeTest {
  return {
    name,
    name_format: "text",
    number,
    score,
    max_score: max,
    output,
    output_format: "text",
    visibility: "visible",
  };
}
