/** `npm run exercises`: writes exercises/ from solutions/. */
import { existsSync, readFileSync } from "node:fs";
import { writeFileAtomic } from "../../engine/atomic-file";
import { questionSets } from "../../questions/all";
import type { QuestionSet } from "../../questions/types";
import { notebookNames, notebookPath, notebookText, readNotebook } from "./course-files";
import { makeExercise } from "./exercise-notebook";
import { AuthoringError } from "./markers";

/** The text that exercises/NAME.ipynb should have. */
export const exerciseText = (set: QuestionSet): string =>
  notebookText(makeExercise(readNotebook(notebookPath("solutions", set.notebook)), set));

/**
 * Names of the exercise notebooks that are not what their solutions give.
 *
 * @throws AuthoringError for a mistake in solutions/, and for a notebook without questions.
 */
export function drifted(): string[] {
  const known = questionSets.map(({ notebook }) => notebook);
  for (const folder of ["solutions", "exercises"] as const) {
    const stray = notebookNames(folder).find((name) => !known.includes(name));
    if (stray !== undefined)
      throw new AuthoringError(`${folder}/${stray}.ipynb has no questions in lib/questions/all.ts.`);
  }
  return questionSets
    .filter((set) => {
      const path = notebookPath("exercises", set.notebook);
      return !existsSync(path) || readFileSync(path, "utf8") !== exerciseText(set);
    })
    .map(({ notebook }) => notebook);
}

/** @returns Names of the notebooks that were written; those that are right are left alone. */
export async function writeExercises(): Promise<string[]> {
  const names = drifted();
  for (const set of questionSets.filter(({ notebook }) => names.includes(notebook))) {
    await writeFileAtomic(notebookPath("exercises", set.notebook), exerciseText(set));
  }
  return names;
}
