/** Whose marks changed since the result before: after new questions, new checks, another seed or a new submission. */
import type { SubmissionResult } from "../types";
import type { CsvValue } from "./csv";
import type { GradedSubmission } from "./grade-all";
import { keyOf, readPrevious, whyChanged } from "./result-store";
import { hundredths } from "./rounding";

export interface MarkChange {
  student: string;
  notebook: string;
  before: number;
  after: number;
  /** "dcgan/output-shape: 0 -> 2", for each question whose points changed. */
  questions: string[];
  why: string[];
}

/** Points that people gave are not compared: only they change them. */
export async function marksChanged(out: string, graded: readonly GradedSubmission[]): Promise<MarkChange[]> {
  const changes = await Promise.all(
    graded.map(async ({ student, result }) => {
      if (result === undefined) return [];
      const before = await readPrevious(out, student, result.assignment.name);
      return before === undefined ? [] : compare(student, before, result);
    }),
  );
  return changes.flat();
}

function compare(student: string, before: SubmissionResult, after: SubmissionResult): MarkChange[] {
  const ids = new Set([...before.questions, ...after.questions].map(({ id }) => id));
  const questions = [...ids].flatMap((id) => {
    const [old, now] = [pointsOf(before, id), pointsOf(after, id)];
    return old === now ? [] : [`${id}: ${shown(old)} -> ${shown(now)}`];
  });
  if (questions.length === 0) return [];
  const why = whyChanged(keyOf(before), keyOf(after));
  const notebook = after.assignment.name;
  return [{ student, notebook, before: before.points, after: after.points, questions, why }];
}

const shown = (points: number | undefined) => (points === undefined ? "none" : hundredths(points));
const pointsOf = (result: SubmissionResult, id: string) =>
  result.questions.find((one) => one.id === id)?.points;

export const CHANGE_COLUMNS = ["student", "notebook", "before", "after", "questions", "why"] as const;

export const changeRow = (change: MarkChange): CsvValue[] => [
  change.student,
  change.notebook,
  hundredths(change.before),
  hundredths(change.after),
  change.questions.join("; "),
  change.why.join("; "),
];
