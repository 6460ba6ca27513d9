/** Finds the text of an answer in prose: by label, else by its place between cells that are known. */
import type { FoundAnswer } from "../types";
import type { ExerciseCell } from "./exercise";
import type { KnownCell } from "./recognise";

export function findProse(
  question: string,
  cells: readonly KnownCell[],
  exercise: readonly ExerciseCell[],
): FoundAnswer {
  const own = cells.filter(({ is }) => is?.role === "prose" && is.question === question);
  const changed = distinct(own.filter(({ isUntouched }) => !isUntouched));
  const repairs: string[] = [];
  const found = changed.length > 0 ? changed : between(question, cells, exercise);
  if (found.length === 0) return { found: own.length > 0 ? "untouched" : "missing", repairs };
  if (!found.every(({ is, isLabelled }) => is?.question === question && isLabelled)) {
    repairs.push("The answer's cell had lost its label; it was found by its place.");
  }
  if (found.some(({ kind }) => kind === "code"))
    repairs.push("The answer stood in a code cell; it was read as text.");
  if (found.length > 1) repairs.push(`The answer stood in ${found.length} cells; all were taken.`);
  const text = found.map((cell) => cell.text).join("\n\n");
  if (text.length > LONGEST) repairs.push(`Only the first ${LONGEST} characters of the answer were taken.`);
  return { found: "prose", text: text.slice(0, LONGEST), repairs };
}

/** A person has to read it: some 15 pages. Spreadsheets take no longer cells, either. */
const LONGEST = 30_000;

/** The learner's own cells between the known ones before and after the place of the answer; text before code. */
function between(
  question: string,
  cells: readonly KnownCell[],
  exercise: readonly ExerciseCell[],
): KnownCell[] {
  const place = exercise.findIndex((cell) => cell.role === "prose" && cell.question === question);
  const placeOf = (cell: KnownCell) => (cell.is === undefined ? -1 : exercise.indexOf(cell.is));
  const before = cells.reduce((last, cell, at) => (cell.is && placeOf(cell) < place ? at : last), -1);
  const after = cells.findIndex((cell) => placeOf(cell) > place);
  if (place < 0 || (before < 0 && after < 0)) return [];
  const region = cells.slice(before + 1, after < 0 ? undefined : after);
  const free = region.filter(({ is, isUntouched }) => is === undefined && !isUntouched);
  const prose = free.filter(({ kind }) => kind !== "code");
  return distinct(prose.length > 0 ? prose : free);
}

/** A cell that was copied counts once. */
function distinct(cells: readonly KnownCell[]): KnownCell[] {
  return cells.filter(({ text }, place) => cells.findIndex((other) => other.text === text) === place);
}
