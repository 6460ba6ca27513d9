/** The course's own exercises, as the grader uses them. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { cloneFolder } from "../../datasets/data-folder";
import { questionSets } from "../../questions/all";
import type { Notebook } from "../authoring/notebook";
import { givenCode } from "../notebook/exercise";
import type { Assignment } from "./assignment";

/** @throws Error when an exercise is not there. */
export async function loadCourse(folder = join(cloneFolder(), "exercises")): Promise<Assignment[]> {
  const code = await questionCode(join(__dirname, "../../questions"));
  return Promise.all(
    questionSets.map(async (set) => {
      const path = join(folder, `${set.notebook}.ipynb`);
      const text = await readFile(path, "utf8").catch(() => {
        throw new Error(`${path} is not there. "npm run exercises" makes it from the solutions.`);
      });
      const exercise = JSON.parse(text) as Notebook;
      const given = set.questions.flatMap(({ id }) => givenCode(exercise, id));
      const version = sha256(JSON.stringify([set, given, code])).slice(0, 16);
      return { set, exercise, version };
    }),
  );
}

/** All code of all questions: a check may build on any of it, and a result too many made again does no harm. */
async function questionCode(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true });
  const code = names.filter((name) => /\.[jt]s$/.test(name) && !name.endsWith(".d.ts")).sort();
  return sha256((await Promise.all(code.map((name) => readFile(join(folder, name), "utf8")))).join("\0"));
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
