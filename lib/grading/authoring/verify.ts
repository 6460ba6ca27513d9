/** Everything that an author promises about the exercises, tried out. */
import { findQuestion, questionSets } from "../../questions/all";
import { sum } from "../../questions/draw";
import { isUntouched } from "../../questions/attempts";
import { questionVerdict } from "../../questions/run-checks";
import type { CheckResult } from "../../questions/run-checks";
import type { CheckedQuestion, Question, QuestionSet } from "../../questions/types";
import { givenCode } from "../notebook/exercise";
import type { AnswerCode } from "../types";
import { readCases } from "./answer-cases";
import type { AnswerCases } from "./answer-cases";
import { notebookPath, readNotebook } from "./course-files";
import type { NotebookFolder } from "./course-files";
import { roleOf } from "./exercise-notebook";
import { mutantsOf } from "./mutate";
import type { Mutant } from "./mutate";
import { sourceOf } from "./notebook";
import { runAnswer } from "./run-answer";

export interface QuestionReport {
  id: string;
  kind: Question["kind"];
  points: number;
  wrong: number;
  right: number;
  mutants: number;
  /** Mutants that compute the same, each with its reason. */
  equivalent: number;
  problems: string[];
  seconds: number;
}

/** More seeds find a check that a lucky draw lets pass or fail. */
const SEEDS = [1, 2, 3];
const FEWEST_WRONG = 6;

export interface Choice {
  /** Name of an exercise notebook, or a part of it. */
  chapter?: string | undefined;
  /** A part of the question's id. */
  word?: string | undefined;
}

/** Ids of the questions meant, in the course's order. */
export function questionIds({ chapter = "", word = "" }: Choice = {}): string[] {
  const sets = questionSets.filter(({ notebook }) => notebook.includes(chapter));
  return sets.flatMap(({ questions }) => questions.map(({ id }) => id).filter((id) => id.includes(word)));
}

/**
 * @param withMutants Small changes of the solution take most of the time.
 * @throws RangeError when there is no such question.
 */
export async function verifyQuestion(id: string, withMutants = true): Promise<QuestionReport> {
  const question = findQuestion(id);
  const set = questionSets.find(({ questions }) => questions.includes(question))!;
  return verifyIn(set, question, withMutants);
}

async function verifyIn(set: QuestionSet, question: Question, withMutants: boolean): Promise<QuestionReport> {
  const start = performance.now();
  const { id, kind, points } = question;
  const report = {
    id,
    kind,
    points,
    wrong: 0,
    right: 0,
    mutants: 0,
    equivalent: 0,
    problems: formProblems(question),
    seconds: 0,
  };
  if (question.kind !== "prose") {
    const solution = answerCode("solutions", set, id);
    const cases = readCases(id, solution.cells.join("\n"));
    report.wrong = cases.wrong.length;
    report.right = cases.right.length;
    report.problems.push(
      ...(await solutionAndStub(set, question, solution)),
      ...(await wrongAnswers(question, solution, cases)),
      ...(await otherRightAnswers(question, solution, cases)),
    );
    if (withMutants) {
      const mutants = mutantsOf(solution.cells.join("\n"), id);
      const { survivors, equivalent } = await survivorsOf(question, solution, { mutants, cases });
      report.mutants = mutants.length;
      report.equivalent = equivalent;
      report.problems.push(
        ...survivors.map(
          ({ line, from, to }) => `mutant of line ${line} passes every check: \`${from}\` → \`${to}\``,
        ),
      );
    }
  }
  return { ...report, seconds: (performance.now() - start) / 1000 };
}

/** The cells of a question in solutions/ or exercises/, as a judge gets them. */
export function answerCode(folder: NotebookFolder, { notebook }: QuestionSet, id: string): AnswerCode {
  const read = readNotebook(notebookPath(folder, notebook));
  const cells = read.cells.filter((cell) => roleOf(cell)?.role === "answer" && roleOf(cell)?.question === id);
  return { given: givenCode(read, id), cells: cells.map(sourceOf) };
}

const failed = (results: readonly CheckResult[]) =>
  results
    .filter(({ verdict }) => verdict !== "pass")
    .map(({ name, verdict, message }) => `"${name}" (${verdict}: ${message.slice(0, 160)})`);

async function solutionAndStub(
  set: QuestionSet,
  question: CheckedQuestion,
  solution: AnswerCode,
): Promise<string[]> {
  const problems: string[] = [];
  for (const seed of SEEDS) {
    const results = await runAnswer(question, solution, { seed });
    problems.push(...failed(results).map((what) => `the solution fails ${what} with seed ${seed}`));
  }
  const stub = await runAnswer(question, answerCode("exercises", set, question.id));
  if (!isUntouched(stub))
    problems.push(`the stub is not seen as "not attempted": ${failed(stub)[0] ?? "it passes"}`);
  return problems;
}

async function wrongAnswers(
  question: CheckedQuestion,
  { given }: AnswerCode,
  { wrong }: AnswerCases,
): Promise<string[]> {
  const problems =
    wrong.length < FEWEST_WRONG ? [`${wrong.length} wrong answers; there should be ${FEWEST_WRONG}`] : [];
  for (const { name, caughtBy, code } of wrong) {
    for (const seed of SEEDS) {
      const results = await runAnswer(question, { given, cells: [code] }, { seed });
      const catcher = results.find((result) => result.name === caughtBy);
      const fault =
        catcher === undefined
          ? `there is no check "${caughtBy}"`
          : catcher.verdict !== "fail"
            ? `"${caughtBy}" says ${catcher.verdict}${catcher.message ? `: ${catcher.message}` : ""}`
            : results.every(({ verdict }) => verdict !== "pass")
              ? "it passes no check at all, so it is no plausible answer"
              : undefined;
      if (fault !== undefined) problems.push(`wrong answer "${name}", seed ${seed}: ${fault}`);
    }
  }
  return problems;
}

async function otherRightAnswers(
  question: CheckedQuestion,
  { given }: AnswerCode,
  { right }: AnswerCases,
): Promise<string[]> {
  const problems = right.length === 0 ? ["no other right answer is written down"] : [];
  for (const { name, code } of right) {
    for (const seed of SEEDS) {
      const results = await runAnswer(question, { given, cells: [code] }, { seed });
      problems.push(...failed(results).map((what) => `the right answer "${name}" fails ${what}`));
    }
  }
  return problems;
}

interface Mutation {
  mutants: readonly Mutant[];
  cases: AnswerCases;
}

async function survivorsOf(question: CheckedQuestion, { given }: AnswerCode, { mutants, cases }: Mutation) {
  const survivors: Mutant[] = [];
  let equivalent = 0;
  for (const mutant of mutants) {
    if (cases.equivalent.some(({ from, to }) => from === mutant.from && to === mutant.to)) equivalent++;
    else if (await survives(question, { given, cells: [mutant.code] })) survivors.push(mutant);
  }
  return { survivors, equivalent };
}

async function survives(question: CheckedQuestion, code: AnswerCode): Promise<boolean> {
  for (const seed of SEEDS) {
    const results = await runAnswer(question, code, { seed, untilFailure: true });
    if (questionVerdict(results) !== "pass") return false;
  }
  return true;
}

/** What can be seen without running anything. */
function formProblems(question: Question): string[] {
  const { id, points, hints } = question;
  const rows: [boolean, string][] = [
    [/^[a-z0-9]+(-[a-z0-9]+)*\/[a-z0-9]+(-[a-z0-9]+)*$/.test(id), "the id should look like chapter/question"],
    [Number.isInteger(points) && points > 0, "points should be a whole number above 0"],
    [
      new Set(hints.map((hint) => hint.trim())).size === 3 && hints.every((hint) => hint.trim() !== ""),
      "three different hints are wanted",
    ],
  ];
  if (question.kind === "prose")
    rows.push([
      sum(question.rubric.map((item) => item.points)) === points,
      "the rubric's points do not add up",
    ]);
  else {
    const names = question.checks.map(({ name }) => name);
    rows.push([
      new Set(names).size === names.length && names.length > 1,
      "two or more checks with names of their own are wanted",
    ]);
    rows.push([
      question.needs === "tensorflow" || !question.imports.includes("tf"),
      "it imports tf and says that it needs nothing",
    ]);
  }
  return rows.filter(([isRight]) => !isRight).map(([, what]) => what);
}

/** What concerns all questions together. */
export function setProblems(): string[] {
  const ids = questionSets.flatMap(({ questions }) => questions.map(({ id }) => id));
  const doubled = ids.filter((id, i) => ids.indexOf(id) !== i);
  return doubled.map((id) => `the id ${id} is used twice`);
}
