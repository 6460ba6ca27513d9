/** The questions as they stand, and the notebooks that learners get. What each question promises: question-tests.ts. */
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { notebookNames, notebookPath, readNotebook } from "../../lib/grading/authoring/course-files";
import { roleOf } from "../../lib/grading/authoring/exercise-notebook";
import { leaksOf } from "../../lib/grading/authoring/release";
import { drifted } from "../../lib/grading/authoring/write-exercises";
import { questionSets } from "../../lib/questions/all";

const questions = questionSets.flatMap((set) => set.questions);

describe("questions", () => {
  it("are at least ten, at least four a chapter, of every kind, with ids of their own", () => {
    expect(questions.length).toBeGreaterThanOrEqual(10);
    for (const set of questionSets) expect(set.questions.length, set.notebook).toBeGreaterThanOrEqual(4);
    const kinds = new Set(questions.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(["answer", "experiment", "function", "network", "prose"]);
    expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length);
  });
});

describe("exercises/", () => {
  it("is what solutions/ gives", () => expect(drifted()).toEqual([]));

  it("and notebooks/ hold no text of an answer, and solutions/ would be found out", () => {
    const pathsOf = (folder: "exercises" | "notebooks" | "solutions") =>
      notebookNames(folder).map((name) => notebookPath(folder, name));
    expect(leaksOf([...pathsOf("exercises"), ...pathsOf("notebooks")])).toEqual([]);
    for (const path of pathsOf("solutions")) expect(leaksOf([path]).length).toBeGreaterThan(4);
  });

  it.each(questionSets.map(({ notebook }) => notebook))("%s says the points of each question", (notebook) => {
    const set = questionSets.find((one) => one.notebook === notebook)!;
    const text = readNotebook(notebookPath("exercises", notebook)).cells;
    const headings = text.flatMap(({ cell_type, source }) =>
      cell_type === "markdown"
        ? [
            ...[source]
              .flat()
              .join("")
              .matchAll(/^## \d+\. .* \((\d+) points\)$/gm),
          ]
        : [],
    );
    expect(headings.map((match) => Number(match[1]))).toEqual(set.questions.map(({ points }) => points));
  });

  it.each(["exercises", "solutions"] as const)(
    "%s is stored without outputs, for the tslab kernel",
    (folder) => {
      for (const { notebook } of questionSets) {
        const path = notebookPath(folder, notebook);
        expect(existsSync(path), path).toBe(true);
        const { cells, metadata } = JSON.parse(readFileSync(path, "utf8")) as {
          cells: { cell_type: string; outputs?: unknown[]; execution_count?: unknown }[];
          metadata: { kernelspec: { name: string } };
        };
        expect(metadata.kernelspec.name).toBe("tslab");
        for (const cell of cells.filter(({ cell_type }) => cell_type === "code"))
          expect([cell.outputs, cell.execution_count]).toEqual([[], null]);
      }
    },
  );

  it("marks every answer, check, prose and given cell for nbgrader, each with an id of its own", () => {
    for (const { notebook } of questionSets) {
      const cells = readNotebook(notebookPath("exercises", notebook)).cells.filter((cell) => roleOf(cell));
      const ids = cells.map((cell) => (cell.metadata.nbgrader as { grade_id: string }).grade_id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]+$/);
    }
  });
});
