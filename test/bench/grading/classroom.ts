/** A class that hands in one chapter: right answers, the wrong ones that authors wrote down, and stubs. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rng } from "ganbook";
import { readCases } from "ganbook/dist/grading/authoring/answer-cases";
import { notebookPath, notebookText, readNotebook } from "ganbook/dist/grading/authoring/course-files";
import { roleOf } from "ganbook/dist/grading/authoring/exercise-notebook";
import { answerCode } from "ganbook/dist/grading/authoring/verify";
import { questionSets } from "ganbook/dist/questions/all";

/** Of ten answers so many are right, and so many wrong; the rest is untouched. */
const [RIGHT, WRONG] = [6, 3];

/** @returns How many answers of them a program will mark. */
export function writeClass(folder: string, notebook: string, students: number): number {
  const set = questionSets.find((one) => one.notebook === notebook)!;
  const exercise = readNotebook(notebookPath("exercises", notebook));
  const answers = new Map(
    set.questions.map((question) => {
      if (question.kind === "prose")
        return [question.id, { right: ["A text that a person reads."], wrong: [] }];
      const solution = answerCode("solutions", set, question.id).cells.join("\n");
      const { right, wrong } = readCases(question.id, solution);
      return [
        question.id,
        { right: [solution, ...right.map(({ code }) => code)], wrong: wrong.map(({ code }) => code) },
      ];
    }),
  );
  const random = rng(1).stream("class");
  let count = 0;
  for (let student = 0; student < students; student++) {
    const cells = exercise.cells.map((cell) => {
      const role = roleOf(cell);
      if (role?.role !== "answer" && role?.role !== "prose") return cell;
      const { right, wrong } = answers.get(role.question!)!;
      const lot = random.integer(10);
      const list = lot < RIGHT ? right : lot < RIGHT + WRONG ? wrong : [];
      if (list.length === 0) return cell;
      if (role.role === "answer") count++;
      return { ...cell, source: list[random.integer(list.length)]! };
    });
    const place = join(folder, `student${String(student).padStart(4, "0")}`);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, `${notebook}.ipynb`), notebookText({ ...exercise, cells }));
  }
  return count;
}
