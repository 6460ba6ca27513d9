/** The course's own solutions in the sandbox: each question gives full marks there too, whatever the seed. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { givenCode } from "../../../lib/grading/notebook/exercise";
import { findAnswers } from "../../../lib/grading/notebook/find-answers";
import { loadCourse } from "../../../lib/grading/class/load-course";
import { describeSandboxed, judge } from "./sandboxes";

const root = resolve(__dirname, "../../..");
const cases = (await loadCourse()).flatMap(({ set, exercise }) => {
  const file = readFileSync(resolve(root, "solutions", `${set.notebook}.ipynb`));
  const { answers } = findAnswers(file, exercise, set);
  return set.questions.flatMap((question) => {
    const answer = answers.get(question.id);
    if (question.kind === "prose" || answer?.found !== "cells") return [];
    return [
      { id: question.id, question, code: { given: givenCode(exercise, question.id), cells: answer.cells } },
    ];
  });
});

describeSandboxed("solutions in the sandbox", () => {
  it("are found", () => expect(cases.length).toBeGreaterThanOrEqual(10));

  it.concurrent.each(cases)("$id", async ({ question, code }) => {
    const result = await judge.grade(question, code, 20_260_101);
    expect(result.checks.map(({ message }) => message).join("")).toBe("");
    expect(result.verdict).toBe("pass");
  });
});
