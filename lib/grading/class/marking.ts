/**
 * Answers in prose are marked by a person, in a table: one line for each item of the rubric, with the answer beside it.
 *
 * What somebody filled in is never changed or removed. An answer that was handed in again gets new, empty lines.
 */
import { createHash } from "node:crypto";
import type { ProseQuestion } from "../../questions/types";
import type { Assignment } from "./assignment";
import { guarded, readCsv, writeCsv } from "./csv";
import type { CsvRow } from "./csv";
import type { GradedSubmission } from "./grade-all";

export const MARKING_COLUMNS = [
  "student",
  "notebook",
  "question",
  "item",
  "max",
  "mark",
  "comment",
  "rubric",
  "answer",
  "answer_hash",
] as const;
type Column = (typeof MARKING_COLUMNS)[number];
export type MarkingLine = Record<Column, string>;

/** The marks that a person gave. */
export interface Marks {
  /** Undefined until every item of the rubric has a mark for this very answer. */
  get(
    where: { student: string; notebook: string; question: string },
    prose: string | undefined,
  ): { points: number; comments: string[] } | undefined;
}

/** All lines that there should be: those of the file, and new ones for answers that have none. */
export function markingLines(
  kept: readonly MarkingLine[],
  graded: readonly GradedSubmission[],
  assignments: readonly Assignment[],
): MarkingLine[] {
  const known = new Set(kept.map(keyOf));
  const wanted = graded.flatMap((one) => linesOf(one, assignments));
  const current = new Set(wanted.map(keyOf));
  const isUseful = (line: MarkingLine) => isFilled(line) || current.has(keyOf(line));
  const lines = [...kept.filter(isUseful), ...wanted.filter((line) => !known.has(keyOf(line)))];
  return lines.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}

function linesOf({ student, result }: GradedSubmission, assignments: readonly Assignment[]): MarkingLine[] {
  const questions =
    assignments.find(({ set }) => set.notebook === result?.assignment.name)?.set.questions ?? [];
  return (result?.questions ?? []).flatMap(({ id, prose }) => {
    const question = questions.find((one): one is ProseQuestion => one.id === id && one.kind === "prose");
    if (prose === undefined || question === undefined) return [];
    return question.rubric.map(({ points, text }, place) => ({
      student: guarded(student),
      notebook: result!.assignment.name,
      question: id,
      item: String(place + 1),
      max: String(points),
      mark: "",
      comment: "",
      rubric: guarded(text),
      answer: guarded(prose),
      answer_hash: hashOf(prose),
    }));
  });
}

/** @throws RangeError that names file and line, for a missing column or a mark that is no number from 0 to the item's points. */
export function readMarking(text: string, name: string): MarkingLine[] {
  const { columns, rows } = readCsv(text, name);
  const missing = MARKING_COLUMNS.filter((column) => !columns.includes(column));
  if (missing.length > 0) throw new RangeError(`${name} lacks the columns ${missing.join(", ")}.`);
  return rows.map((row) => checkedLine(row, name));
}

function checkedLine({ values, line }: CsvRow, name: string): MarkingLine {
  const cells = Object.fromEntries(
    MARKING_COLUMNS.map((column) => [column, values.get(column) ?? ""]),
  ) as MarkingLine;
  const mark = numberOf(cells.mark);
  if (cells.mark !== "" && !(mark >= 0 && mark <= Number(cells.max))) {
    throw new RangeError(
      `${name}, line ${line} (${cells.student}, ${cells.question}): the mark is "${cells.mark}". ` +
        `Give a number from 0 to ${cells.max}, or leave it empty.`,
    );
  }
  return cells;
}

/** Merges a filled copy into what is kept. @throws RangeError where both are filled and differ. */
export function mergeMarking(
  kept: readonly MarkingLine[],
  filled: readonly MarkingLine[],
  name: string,
): MarkingLine[] {
  const merged = new Map(kept.map((line) => [keyOf(line), line]));
  for (const line of filled.filter(isFilled)) {
    const old = merged.get(keyOf(line));
    const isSame = old !== undefined && old.mark === line.mark && old.comment === line.comment;
    if (old !== undefined && isFilled(old) && !isSame) {
      throw new RangeError(
        `${line.student}, ${line.question}, item ${line.item}: marking.csv has "${old.mark}" and ${name} has ` +
          `"${line.mark}". What is filled is never overwritten: make the two lines equal, or empty one.`,
      );
    }
    merged.set(keyOf(line), line);
  }
  return [...merged.values()];
}

export function marksOf(lines: readonly MarkingLine[]): Marks {
  const groups = new Map<string, MarkingLine[]>();
  for (const line of lines) {
    const key = JSON.stringify([line.student, line.notebook, line.question, line.answer_hash]);
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return {
    get({ student, notebook, question }, prose) {
      if (prose === undefined) return undefined;
      const group = groups.get(JSON.stringify([guarded(student), notebook, question, hashOf(prose)]));
      if (group === undefined || group.some(({ mark }) => mark === "")) return undefined;
      const points = group.reduce((sum, { mark }) => sum + numberOf(mark), 0);
      return { points, comments: group.map(({ comment }) => comment).filter(Boolean) };
    },
  };
}

export function writeMarking(lines: readonly MarkingLine[]): string {
  return writeCsv(
    MARKING_COLUMNS,
    lines.map((line) => MARKING_COLUMNS.map((column) => line[column])),
  );
}

const isFilled = ({ mark, comment }: MarkingLine) => mark !== "" || comment !== "";
const keyOf = ({ student, notebook, question, item, answer_hash }: MarkingLine) =>
  JSON.stringify([student, notebook, question, item, answer_hash]);
const orderOf = ({ notebook, question, student, item }: MarkingLine) =>
  [notebook, question, student, item.padStart(3, "0")].join("\0");
const hashOf = (prose: string) => createHash("sha256").update(prose).digest("hex").slice(0, 16);
/** "1.5", or "1,5" as spreadsheets of many countries write it. */
const numberOf = (text: string) => (/^\d+([.,]\d+)?$/.test(text) ? Number(text.replace(",", ".")) : NaN);
