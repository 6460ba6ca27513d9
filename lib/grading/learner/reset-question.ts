/** `ganbook reset`: one stub as it was handed out. The old answer is written beside the notebook first. */
import { existsSync } from "node:fs";
import { writeFileAtomic } from "../../engine/atomic-file";
import { findQuestion, questionSets } from "../../questions/all";
import { notebookPath, notebookText, readNotebook } from "../authoring/course-files";
import { roleOf } from "../authoring/exercise-notebook";
import { sourceOf } from "../authoring/notebook";
import type { Cell, Notebook } from "../authoring/notebook";

export interface ResetOutcome {
  notebook: string;
  /** Where the old answer lies; undefined where the cell was as handed out. */
  kept: string | undefined;
}

/**
 * @param path Of the learner's notebook; by default the one in work/exercises.
 * @throws RangeError for an unknown question; Error when the notebook is missing or damaged: then nothing is written.
 */
export async function resetQuestion(id: string, path?: string): Promise<ResetOutcome> {
  findQuestion(id);
  const set = questionSets.find(({ questions }) => questions.some((question) => question.id === id))!;
  const target = path ?? notebookPath("work/exercises", set.notebook);
  const exercise = readNotebook(notebookPath("exercises", set.notebook));
  const mine = readNotebook(target);
  const stub = exercise.cells.find(isAnswer(id))!;
  const old = mine.cells.filter(isAnswer(id)).map(sourceOf);
  if (old.length === 1 && old[0] === sourceOf(stub)) return { notebook: target, kept: undefined };
  const kept = old.length === 0 ? undefined : freeName(target, stub);
  if (kept !== undefined) await writeFileAtomic(kept, old.join("\n\n") + "\n");
  await writeFileAtomic(target, notebookText(withStub(mine, stub, id)));
  return { notebook: target, kept };
}

const isAnswer = (id: string) => (cell: Cell) => {
  const role = roleOf(cell);
  return role?.question === id && (role.role === "answer" || role.role === "prose");
};

/** In place of the first old cell, without further copies; where there is none, before its check or at the end. */
function withStub(notebook: Notebook, stub: Cell, id: string): Notebook {
  const { cells } = notebook;
  const [first] = cells.filter(isAnswer(id));
  const check = cells.findIndex((cell) => roleOf(cell)?.role === "check" && roleOf(cell)?.question === id);
  const place = first === undefined ? (check < 0 ? cells.length : check) : cells.indexOf(first);
  const kept = cells.filter((cell) => !isAnswer(id)(cell));
  const before = cells.slice(0, place).filter((cell) => !isAnswer(id)(cell)).length;
  return { ...notebook, cells: [...kept.slice(0, before), stub, ...kept.slice(before)] };
}

/** 05-dcgan.losses.old-1.ts: the first number that is free, so that no older answer is lost. */
function freeName(notebook: string, { cell_type, metadata }: Cell): string {
  const word = String((metadata.ganbook as { question?: string }).question ?? "").replace(/^.*\//, "");
  const ending = cell_type === "markdown" ? "md" : "ts";
  for (let count = 1; ; count++) {
    const path = notebook.replace(/\.ipynb$/, `.${word}.old-${count}.${ending}`);
    if (!existsSync(path)) return path;
  }
}
