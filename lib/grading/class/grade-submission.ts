/** One submission, question by question: every expected check stands in the result, whatever came back. */
import { createHash } from "node:crypto";
import { sum } from "../../questions/draw";
import { pointsEarned, pointsOfChecks } from "../../questions/run-checks";
import type { CheckedQuestion, Question, Verdict } from "../../questions/types";
import type { FoundAnswer, Judge, JudgedQuestion, QuestionResult, SubmissionResult } from "../types";
import { givenCode } from "../notebook/exercise";
import { versionOf } from "./assignment";
import type { Assignment } from "./assignment";
import { unpacked } from "./collect";
import type { Submission } from "./collect";
import { rounded } from "./rounding";

export interface GradeOptions {
  judge: Judge;
  seed: number;
  /** An earlier result; what it says of an answer and a question that are as they were is kept. */
  old?: SubmissionResult | undefined;
}

/** Never rejects because of what is in the submission. */
export async function gradeSubmission(
  submission: Submission,
  assignment: Assignment,
  { judge, seed, old }: GradeOptions,
): Promise<SubmissionResult> {
  const start = performance.now();
  const { set, exercise } = assignment;
  const found = submission.packed && (await judge.find(unpacked(submission.packed), exercise, set));
  const questions: QuestionResult[] = [];
  for (const question of set.questions) {
    const answer = found?.answers.get(question.id) ?? { found: "missing" as const, repairs: [] };
    questions.push(await gradeQuestion(question, answer, { judge, seed, old, assignment }));
  }
  const problem = submission.problem ?? found?.problem;
  return {
    schema: 1,
    assignment: { name: set.notebook, version: versionOf(assignment) },
    student: submission.student,
    notebook: submission.file,
    submissionHash: submission.hash,
    seed,
    sandbox: judge.level,
    questions,
    points: rounded(sum(questions.map(({ points }) => points))),
    maxPoints: rounded(sum(questions.map(({ maxPoints }) => maxPoints))),
    repairs: [...submission.repairs, ...(found?.repairs ?? [])],
    ...(problem === undefined ? {} : { problem }),
    milliseconds: performance.now() - start,
  };
}

interface QuestionContext extends GradeOptions {
  assignment: Assignment;
}

async function gradeQuestion(
  question: Question,
  answer: FoundAnswer,
  context: QuestionContext,
): Promise<QuestionResult> {
  const { id, title, kind, points: maxPoints } = question;
  const version = context.assignment.versions[id]!;
  const about = { id, title, kind, maxPoints, repairs: answer.repairs, version, answer: hashOf(answer) };
  const nothing = { points: 0, checks: [], output: "" };
  if (answer.found === "prose") return { ...about, ...nothing, verdict: "to-mark", prose: answer.text };
  const absent: Verdict = answer.found === "missing" ? "missing" : "not-attempted";
  if (question.kind === "prose") return { ...about, ...nothing, verdict: absent };
  const judged: JudgedQuestion =
    answer.found === "cells"
      ? (judgedBefore(about, context) ??
        (await judgeNow(question, answer.cells, { ...context, hash: about.answer })))
      : { verdict: absent, checks: [], output: "" };
  const checks = expectedChecks(question, judged);
  const points = rounded(pointsEarned(checks));
  return { ...about, verdict: judged.verdict, points, checks, output: judged.output };
}

function judgeNow(
  question: CheckedQuestion,
  cells: readonly string[],
  { assignment, judge, seed, hash }: QuestionContext & { hash: string },
) {
  const given = givenCode(assignment.exercise, question.id);
  return judge.grade(question, { given, cells }, seedOf(seed, hash));
}

/**
 * The seed of one answer's inputs, from the teacher's and from the answer's own text. So equal answers meet equal inputs; and
 * whoever has read the teacher's seed on a page of results cannot write the right values down: that would be another answer.
 */
function seedOf(seed: number, answer: string): number {
  return createHash("sha256").update(`${seed} ${answer}`).digest().readUInt32LE();
}

/** The same answer to the same question with the same inputs in the same kind of sandbox. */
function judgedBefore(
  { id, version, answer }: Pick<QuestionResult, "id" | "version" | "answer">,
  { old, judge, seed }: QuestionContext,
): JudgedQuestion | undefined {
  if (old?.seed !== seed || old.sandbox !== judge.level) return undefined;
  return old.questions.find((one) => one.id === id && one.version === version && one.answer === answer);
}

function hashOf(answer: FoundAnswer): string {
  const text = answer.found === "cells" ? answer.cells : answer.found === "prose" ? [answer.text] : [];
  return createHash("sha256").update(JSON.stringify(text)).digest("hex").slice(0, 32);
}

/** All checks in their order; one that the judge did not come to has the question's verdict, never a pass. */
function expectedChecks(question: CheckedQuestion, { verdict, checks }: JudgedQuestion) {
  const worth = pointsOfChecks(question);
  return question.checks.map(({ name }, i) => {
    const maxPoints = worth[i]!;
    const reported = checks.find((check) => check.name === name);
    const came = reported?.verdict ?? (verdict === "pass" ? "error" : verdict);
    return {
      name,
      verdict: came,
      message: reported?.message ?? "",
      points: came === "pass" ? maxPoints : 0,
      maxPoints,
      milliseconds: reported?.milliseconds ?? 0,
    };
  });
}
