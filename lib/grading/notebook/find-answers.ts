/**
 * Reads a submitted notebook, however damaged, and finds the answer to each question.
 *
 * Damage is normal: some notebooks in twenty come back with cells that were copied, split, merged or moved, or without
 * their metadata. What was repaired is said in words; points, given code and questions come from the course alone.
 */
import type { Notebook } from "../authoring/notebook";
import type { CheckedQuestion, ProseQuestion } from "../../questions/types";
import type { FoundAnswer, FoundAnswers } from "../types";
import { UnreadableNotebook } from "./decode";
import { exerciseCells } from "./exercise";
import type { ExerciseCell } from "./exercise";
import { findCode } from "./find-code";
import { findProse } from "./find-prose";
import { readSubmission } from "./read-submission";
import type { SubmittedNotebook } from "./read-submission";
import { recognise } from "./recognise";
import type { KnownCell } from "./recognise";

/** What has to be known of a question to find its answer; nothing that could not be sent to a thread. */
export type AskedQuestion =
  Pick<CheckedQuestion, "id" | "kind" | "answer" | "imports"> | Pick<ProseQuestion, "id" | "kind">;

export interface AskedSet {
  notebook: string;
  questions: readonly AskedQuestion[];
}

/**
 * @param submitted The bytes of the file, which are not trusted.
 * @param exercise The course's own notebook of that exercise.
 */
export function findAnswers(submitted: Uint8Array, exercise: Notebook, set: AskedSet): FoundAnswers {
  try {
    return findIn(readSubmission(submitted), exercise, set);
  } catch (error) {
    if (!(error instanceof UnreadableNotebook)) throw error;
    return { answers: allMissing(set), repairs: [], problem: error.message };
  }
}

/** The same for a notebook that has been read. */
export function findIn(submission: SubmittedNotebook, exercise: Notebook, set: AskedSet): FoundAnswers {
  const own = exerciseCells(exercise);
  const cells = recognise(submission.cells, own);
  const answers = new Map(
    set.questions.map((question) => [question.id, findOne(question, { set, cells, exercise: own })]),
  );
  const repairs = [...submission.repairs, ...changedByLearner(cells)];
  if (![...answers.values()].every(({ found }) => found === "missing")) return { answers, repairs };
  return { answers, repairs, problem: nothingFound(submission, set) };
}

interface Search {
  set: AskedSet;
  cells: readonly KnownCell[];
  exercise: readonly ExerciseCell[];
}

function findOne(question: AskedQuestion, { set, cells, exercise }: Search): FoundAnswer {
  if (question.kind === "prose") return findProse(question.id, cells, exercise);
  const names = set.questions.flatMap((one) => (one.kind === "prose" ? [] : one.answer));
  const others = new Set(names.filter((name) => name !== question.answer));
  const { id, answer, imports } = question;
  return findCode({ question: id, answer, imports, others, cells });
}

/** Changes that have no effect, so that nobody is surprised. */
function changedByLearner(cells: readonly KnownCell[]): string[] {
  const given = cells.filter(({ is, isUntouched }) => is?.role === "given" && !isUntouched);
  const points = cells.filter(
    ({ is, points }) => is?.points !== undefined && points !== undefined && points !== is.points,
  );
  return [
    ...(given.length > 0
      ? [
          "A given cell is not as the course has it now: it was changed, or is older. The course's own was used.",
        ]
      : []),
    ...(points.length > 0 ? ["Points were changed in the file; the course's own count."] : []),
  ];
}

function nothingFound({ assignment }: SubmittedNotebook, set: AskedSet): string {
  return assignment !== undefined && assignment !== set.notebook
    ? `This is the notebook ${assignment.slice(0, 60)}, not ${set.notebook}. Hand in ${set.notebook}.ipynb.`
    : `No cell of ${set.notebook} was found in this notebook. Hand in ${set.notebook}.ipynb.`;
}

function allMissing(set: AskedSet): Map<string, FoundAnswer> {
  return new Map(set.questions.map(({ id }) => [id, { found: "missing" as const, repairs: [] }]));
}
