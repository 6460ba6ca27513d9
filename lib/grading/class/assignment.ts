/** The exercises of the course, and which of them a submitted notebook is. */
import { createHash } from "node:crypto";
import type { QuestionSet } from "../../questions/types";
import type { Notebook } from "../authoring/notebook";
import type { SubmittedNotebook } from "../notebook/read-submission";

export interface Assignment {
  set: QuestionSet;
  /** The course's own notebook: given code and stubs come from it. */
  exercise: Notebook;
  /** Of each question, by its id: changes when its checks, what they build on or its given code change. */
  versions: Readonly<Record<string, string>>;
}

/** Of all questions together, for whoever compares two results. */
export function versionOf({ set, versions }: Assignment): string {
  const all = set.questions.map(({ id }) => [id, versions[id]]);
  return createHash("sha256").update(JSON.stringify(all)).digest("hex").slice(0, 16);
}

/**
 * By the notebook's metadata, else by its labels, else by questions that its code names, else by the file's name.
 *
 * @returns Undefined for a notebook of another course.
 */
export function identify(
  notebook: SubmittedNotebook,
  file: string,
  assignments: readonly Assignment[],
): { assignment: Assignment; repair?: string } | undefined {
  const named = assignments.find(({ set }) => file.toLowerCase().includes(set.notebook.toLowerCase()));
  const found =
    assignments.find(({ set }) => set.notebook === notebook.assignment) ??
    best(assignments, ({ set }) => count(set, notebook, hasLabel)) ??
    best(assignments, ({ set }) => count(set, notebook, isNamed)) ??
    named;
  if (found === undefined || named === undefined || named === found) return found && { assignment: found };
  const repair = `The file is named ${named.set.notebook} but holds ${found.set.notebook}; it was graded as that.`;
  return { assignment: found, repair };
}

type Cell = SubmittedNotebook["cells"][number];
type Question = QuestionSet["questions"][number];

const hasLabel = (cell: Cell, { id }: Question) => cell.question === id;
const isNamed = (cell: Cell, question: Question) =>
  cell.source.includes(`"${question.id}"`) ||
  (question.kind !== "prose" &&
    new RegExp(`(function|const|let|var)\\s+${question.answer}\\b`).test(cell.source));

function count(
  set: QuestionSet,
  { cells }: SubmittedNotebook,
  fits: (cell: Cell, question: Question) => boolean,
) {
  return set.questions.filter((question) => cells.some((cell) => fits(cell, question))).length;
}

function best(
  assignments: readonly Assignment[],
  score: (one: Assignment) => number,
): Assignment | undefined {
  const scores = assignments.map(score);
  const top = Math.max(0, ...scores);
  return top === 0 ? undefined : assignments[scores.indexOf(top)];
}
