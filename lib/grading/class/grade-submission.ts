/** One submission, question by question: every expected check stands in the result, whatever came back. */
import { sum } from "../../questions/draw";
import { pointsEarned, pointsOfChecks } from "../../questions/run-checks";
import type { CheckedQuestion, Question, Verdict } from "../../questions/types";
import type { FoundAnswer, Judge, JudgedQuestion, QuestionResult, SubmissionResult } from "../types";
import { givenCode } from "../notebook/exercise";
import { findIn } from "../notebook/find-answers";
import type { Assignment } from "./assignment";
import type { Submission } from "./collect";
import { rounded } from "./rounding";

export interface GradeOptions {
  judge: Judge;
  seed: number;
}

/** Never rejects because of what is in the submission. */
export async function gradeSubmission(
  submission: Submission,
  assignment: Assignment,
  { judge, seed }: GradeOptions,
): Promise<SubmissionResult> {
  const start = performance.now();
  const { set, exercise, version } = assignment;
  const found = submission.content && findIn(submission.content, exercise, set);
  const questions: QuestionResult[] = [];
  for (const question of set.questions) {
    const answer = found?.answers.get(question.id) ?? { found: "missing" as const, repairs: [] };
    questions.push(await gradeQuestion(question, answer, { judge, seed, assignment }));
  }
  const problem = submission.problem ?? found?.problem;
  return {
    schema: 1,
    assignment: { name: set.notebook, version },
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
  { judge, seed, assignment }: QuestionContext,
): Promise<QuestionResult> {
  const { id, title, kind, points: maxPoints } = question;
  const about = { id, title, kind, maxPoints, repairs: answer.repairs };
  const nothing = { points: 0, checks: [], output: "" };
  if (answer.found === "prose") return { ...about, ...nothing, verdict: "to-mark", prose: answer.text };
  const absent: Verdict = answer.found === "missing" ? "missing" : "not-attempted";
  if (question.kind === "prose") return { ...about, ...nothing, verdict: absent };
  const judged: JudgedQuestion =
    answer.found === "cells"
      ? await judge.grade(question, { given: givenCode(assignment.exercise, id), cells: answer.cells }, seed)
      : { verdict: absent, checks: [], output: "" };
  const checks = expectedChecks(question, judged);
  const points = rounded(pointsEarned(checks));
  return { ...about, verdict: judged.verdict, points, checks, output: judged.output };
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
