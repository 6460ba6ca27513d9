/** What the front page says of each chapter. */
import { describe, expect, it } from "vitest";
import { aboutOf, coursePages } from "../../lib/book/pages";
import { readNotebook } from "../../lib/grading/authoring/course-files";

describe("aboutOf", () => {
  const cell = (source: string) => [{ cell_type: "markdown" as const, id: "title", metadata: {}, source }];

  it("is the paragraph below the title, in one line", () => {
    expect(aboutOf(cell("# 02 · Two\n\nFrom one number\nto two networks.\n\n> More."))).toBe(
      "From one number to two networks.",
    );
    expect(aboutOf(cell("# 00 · Start\n\n**After this chapter you can** run\na cell."))).toBe(
      "After it you can run a cell.",
    );
  });

  it("is nothing where a list, a quotation or nothing follows", () => {
    for (const text of ["# A", "# A\n\n> quoted", "# A\n\n- one", "text"])
      expect(aboutOf(cell(text))).toBeUndefined();
  });

  const chapters = coursePages().filter(({ kind }) => kind === "chapter");
  it.each(chapters)("$name has one", ({ source }) => {
    expect(aboutOf(readNotebook(source!).cells)?.length).toBeGreaterThan(60);
  });
});
