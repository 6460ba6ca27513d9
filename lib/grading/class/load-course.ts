/** The course's own exercises, as the grader uses them. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { cloneFolder, libraryFolder } from "../../datasets/data-folder";
import { questionSets } from "../../questions/all";
import type { Question, QuestionSet } from "../../questions/types";
import type { Notebook } from "../authoring/notebook";
import { bundleFiles } from "../judge/bundle";
import { givenCode } from "../notebook/exercise";
import type { Assignment } from "./assignment";

/** @throws Error when an exercise is not there. */
export async function loadCourse(folder = join(cloneFolder(), "exercises")): Promise<Assignment[]> {
  const code = await questionCode(questionSets);
  return Promise.all(
    questionSets.map(async (set) => {
      const path = join(folder, `${set.notebook}.ipynb`);
      const text = await readFile(path, "utf8").catch(() => {
        throw new Error(`${path} is not there. "npm run exercises" makes it from the solutions.`);
      });
      const exercise = JSON.parse(text) as Notebook;
      const versions = set.questions.map((question) => [
        question.id,
        versionOfQuestion(question, givenCode(exercise, question.id), code.get(question.id)!),
      ]);
      return { set, exercise, versions: Object.fromEntries(versions) as Assignment["versions"] };
    }),
  );
}

/** @param code The question's own file with all that it uses. */
export function versionOfQuestion(question: Question, given: readonly string[], code: string): string {
  return createHash("sha256")
    .update(JSON.stringify([question, given, code]))
    .digest("hex")
    .slice(0, 16);
}

/**
 * Of each question the code that its verdict comes from, as one text: its file, and of other files what it uses of them.
 * Without comments, types and line ends, so that only what runs counts.
 */
export async function questionCode(
  sets: readonly QuestionSet[],
  folder = join(libraryFolder(), "questions"),
): Promise<Map<string, string>> {
  const files = sets.flatMap(({ notebook, questions }) =>
    questions.map(({ id }) => {
      const own = join(folder, `${id}.ts`);
      return [id, existsSync(own) ? own : join(folder, `${notebook}.ts`)] as const;
    }),
  );
  return bundleFiles(Object.fromEntries(files));
}
