/** Which cell of the exercise a submitted cell is: by its labels, else by its text, else by its id. */
import type { ExerciseCell } from "./exercise";
import { plainText } from "./exercise";
import type { SubmittedCell } from "./read-submission";
import { statementsOf } from "./statements";
import type { Statement } from "./statements";

export interface KnownCell extends SubmittedCell {
  /** Place in the submission. */
  place: number;
  /** For comparing; see `plainText`. */
  text: string;
  /** The cell of the exercise that it was; undefined for one that the learner added. */
  is: ExerciseCell | undefined;
  /** Whether its metadata said so. */
  isLabelled: boolean;
  /** Whether it is as it was handed out, or empty. */
  isUntouched: boolean;
  /** Undefined where it cannot be parsed. Parsed when first asked for. */
  statements(): Statement[] | undefined;
}

export function recognise(cells: readonly SubmittedCell[], exercise: readonly ExerciseCell[]): KnownCell[] {
  const ids = uniqueIds(cells, exercise);
  /** Where the cell before stands in the exercise. */
  let last = -1;
  return cells.map((cell, place) => {
    const text = plainText(cell.source);
    const labelled = byLabel(cell, exercise);
    const is =
      labelled ?? byText(text, exercise, last) ?? (cell.id === undefined ? undefined : ids.get(cell.id));
    if (is !== undefined) last = exercise.indexOf(is);
    return {
      ...cell,
      place,
      text,
      is,
      isLabelled: labelled !== undefined,
      isUntouched: text === "" || text === is?.text,
      statements: once(() => statementsOf(cell.source)),
    };
  });
}

/** Several cells may have one text, as the stubs of answers in prose do: then the next one after the cell before. */
function byText(text: string, exercise: readonly ExerciseCell[], last: number): ExerciseCell | undefined {
  const same = exercise.filter((cell) => cell.text === text);
  return same.find((cell) => exercise.indexOf(cell) > last) ?? same[0];
}

/** Our own label first; nbgrader's where ours is gone. */
function byLabel(cell: SubmittedCell, exercise: readonly ExerciseCell[]): ExerciseCell | undefined {
  return (
    exercise.find(
      ({ role, question }) => question !== undefined && role === cell.role && question === cell.question,
    ) ?? exercise.find(({ gradeId }) => gradeId !== undefined && gradeId === cell.gradeId)
  );
}

/** Cells by id, where the id stands once in the exercise and once in the submission. */
function uniqueIds(cells: readonly SubmittedCell[], exercise: readonly ExerciseCell[]) {
  const isOnce = (ids: readonly (string | undefined)[], id: string) =>
    ids.indexOf(id) === ids.lastIndexOf(id);
  const [own, theirs] = [exercise.map(({ id }) => id), cells.map(({ id }) => id)];
  return new Map(
    exercise.flatMap((cell) =>
      cell.id !== undefined && isOnce(own, cell.id) && isOnce(theirs, cell.id)
        ? [[cell.id, cell] as const]
        : [],
    ),
  );
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
