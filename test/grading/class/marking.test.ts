import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readCsv } from "../../../lib/grading/class/csv";
import { gradeClass } from "../../../lib/grading/class/grade-class";
import { readMarking } from "../../../lib/grading/class/marking";
import { bytesOf, demoNotebook, rightAnswers } from "../fixture";
import { demoAssignment, standInJudge } from "./stand-in";

let dir: string;
let table: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "ganbook-marking-"));
  table = join(dir, "out/marking.csv");
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function submit(student: string, why: string) {
  mkdirSync(join(dir, "in", student), { recursive: true });
  writeFileSync(join(dir, "in", student, "07-demo.ipynb"), bytesOf(demoNotebook({ ...rightAnswers, why })));
}

async function grade(filled?: string) {
  const { book } = await gradeClass(
    {
      folder: join(dir, "in"),
      out: join(dir, "out"),
      assignments: [demoAssignment],
      startJudge: () => Promise.resolve(standInJudge()),
      jobs: 1,
      seed: 1,
      filled: filled === undefined ? undefined : { lines: readMarking(filled, "mine.csv"), name: "mine.csv" },
    },
    () => Promise.resolve(),
  );
  return book.rows.map(({ student, score, status, questions }) => [
    student,
    score,
    status,
    ...questions[2]!.comments,
  ]);
}

const read = () => readFileSync(table, "utf8");
/** Fills marks in, item by item, as a person does. */
function fill(text: string, marks: Record<string, string[]>): string {
  const [header, ...lines] = text.trimEnd().split("\r\n");
  const seen: Record<string, number> = {};
  const filled = lines.map((line) => {
    const student = line.split(",")[0]!;
    const place = (seen[student] = (seen[student] ?? -1) + 1);
    const mark = marks[student]?.[place] ?? "";
    return line.replace(
      /^([^,]*,[^,]*,[^,]*,[^,]*,[^,]*),[^,]*,[^,]*/,
      `$1,${mark},${mark ? `well ${place}` : ""}`,
    );
  });
  return [header, ...filled].join("\r\n");
}

describe("marks of people", () => {
  it("are asked for item by item, merged, counted, and survive the next runs", async () => {
    submit("ana", "Because.");
    submit("bo", "No idea.");
    expect(await grade()).toEqual([
      ["ana", 6, "to mark"],
      ["bo", 6, "to mark"],
    ]);
    const { rows } = readCsv(read(), "marking.csv");
    expect(
      rows.map(({ values }) => [values.get("student"), values.get("max"), values.get("answer")]),
    ).toEqual([
      ["ana", "1", "Because."],
      ["ana", "2", "Because."],
      ["bo", "1", "No idea."],
      ["bo", "2", "No idea."],
    ]);
    const filled = fill(read(), { ana: ["1", "0.5"], bo: ["1"] });
    expect(await grade(filled)).toEqual([
      ["ana", 7.5, "graded", "well 0", "well 1"],
      ["bo", 6, "to mark"],
    ]);
    const kept = read();
    expect(await grade()).toEqual(await grade(filled));
    expect(read()).toBe(kept);
  });

  it("are kept when an answer is handed in again, and asked for anew", async () => {
    submit("ana", "Because.");
    await grade();
    await grade(fill(read(), { ana: ["1", "2"] }));
    submit("ana", "Because of something else.");
    expect(await grade()).toEqual([["ana", 6, "to mark"]]);
    expect(read()).toMatch(/1,well 0.*Because\.,/);
    expect(read().match(/something else/g)).toHaveLength(2);
    submit("ana", "Because.");
    expect(await grade()).toEqual([["ana", 9, "graded", "well 0", "well 1"]]);
    expect(read()).not.toMatch(/something else/); // empty lines of an answer that is gone
  });

  it("are never overwritten by other ones", async () => {
    submit("ana", "Because.");
    await grade();
    const empty = read();
    await grade(fill(empty, { ana: ["1", "2"] }));
    const kept = read();
    await expect(grade(fill(empty, { ana: ["1", "0"] }))).rejects.toThrow(
      /marking.csv has "2" and mine.csv has "0"/,
    );
    expect(read()).toBe(kept);
    expect(await grade(empty)).toEqual([["ana", 9, "graded", "well 0", "well 1"]]);
  });

  it("may come from a spreadsheet with semicolons and decimal commas", async () => {
    submit("ana", "Because, said she; or so.");
    await grade();
    const { columns, rows } = readCsv(fill(read(), { ana: ["1", "9"] }), "");
    const cells = rows.map(({ values }) =>
      [...values.values()].map((text) => `"${text === "9" ? "1,5" : text}"`).join(";"),
    );
    expect(await grade(`\uFEFF${[columns.join(";"), ...cells].join("\r\n")}`)).toMatchObject([
      ["ana", 8.5, "graded", "well 0", "well 1"],
    ]);
  });

  it.each([
    ["3", /line 3 \(ana, demo\/why\): the mark is "3". Give a number from 0 to 2/],
    ["-1", /from 0 to 2/],
    ["good", /from 0 to 2/],
    ["1e-1", /from 0 to 2/],
  ])("of %s are refused", async (mark, why) => {
    submit("ana", "Because.");
    await grade();
    await expect(async () => grade(fill(read(), { ana: ["1", mark] }))).rejects.toThrow(why);
  });

  it("need the table's columns", () => {
    expect(() => readMarking("student,mark\na,1\n", "mine.csv")).toThrow(
      /mine.csv lacks the columns notebook/,
    );
  });

  it("guard spreadsheets against answers that are formulas, and still find them", async () => {
    submit("=cmd|'!A0", '=HYPERLINK("http://x.org","click")');
    await grade();
    expect(read()).toMatch(/^'=cmd/m);
    const once = read();
    await grade();
    expect(read()).toBe(once);
    expect(read()).toContain(`"'=HYPERLINK(`);
    expect(await grade(fill(read(), { "'=cmd|'!A0": ["1", "2"] }))).toEqual([
      ["=cmd|'!A0", 9, "graded", "well 0", "well 1"],
    ]);
  });
});
