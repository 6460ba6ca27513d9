import Ajv from "ajv";
import * as pl from "nodejs-polars";
import { beforeAll, describe, expect, it } from "vitest";
import { readCsv } from "../../../lib/grading/class/csv";
import { writeCsv } from "../../../lib/grading/class/csv";
import type { Gradebook } from "../../../lib/grading/class/gradebook";
import { checksParquet } from "../../../lib/grading/exports/checks-parquet";
import { exercismResults } from "../../../lib/grading/exports/exercism";
import { canvasCsv, gradesCsv, moodleCsv, nbgraderCsv } from "../../../lib/grading/exports/grade-tables";
import { gradescopeResults } from "../../../lib/grading/exports/gradescope";
import { sampleClass } from "./sample";
import * as schemas from "./schemas";

let book: Gradebook;
beforeAll(async () => {
  book = await sampleClass();
});
const rowOf = (student: string) => book.rows.find((row) => row.student === student)!;

const ajv = new Ajv({ allErrors: true, strictTypes: false });
function problemsOf(schema: object, value: unknown): string {
  const validate = ajv.compile(schema);
  return validate(value) ? "" : ajv.errorsText(validate.errors);
}

/** Cells by column of each line. */
const tableOf = (text: string) => readCsv(text, "").rows.map(({ values }) => Object.fromEntries(values));

describe("Exercism", () => {
  it("follows the format for each kind of submission", () => {
    for (const { result } of book.rows) {
      if (result) expect(problemsOf(schemas.exercism, exercismResults(result))).toBe("");
    }
  });

  it("says pass, fail and error where they belong", () => {
    const [ana, bo, cy] = ["ana", "bo", "cy"].map((name) => exercismResults(rowOf(name).result!));
    expect(ana).toMatchObject({ status: "pass", message: null });
    expect(bo!.status).toBe("fail");
    expect(bo!.tests.map(({ name, status, task_id }) => [name, status, task_id])).toEqual([
      ["The double: is there", "pass", 1],
      ["The double: is right", "fail", 1],
      ["The half: is there", "error", 2],
      ["The half: is right", "error", 2],
    ]);
    expect(cy).toEqual({ version: 3, status: "error", message: "The file is empty.", tests: [] });
  });

  it("keeps to the lengths", () => {
    const result = structuredClone(rowOf("bo").result!);
    const [question] = result.questions;
    question!.output = "o".repeat(600);
    question!.checks[1]!.message = "m".repeat(70_000);
    expect(problemsOf(schemas.exercism, exercismResults(result))).toBe("");
  });
});

describe("Gradescope", () => {
  it("follows the format, and its scores add up to ours before lateness", () => {
    for (const row of book.rows.filter(({ result }) => result)) {
      const exported = gradescopeResults(row)!;
      expect(problemsOf(schemas.gradescope, exported)).toBe("");
      expect(exported.tests.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(row.raw, 9);
      expect(exported.tests.reduce((sum, { max_score }) => sum + max_score, 0)).toBeCloseTo(9, 9);
    }
    expect(gradescopeResults(rowOf("di"))).toBeUndefined();
  });

  it("carries comments and what waits for a mark", () => {
    expect(gradescopeResults(rowOf("ana"))!.tests.at(-1)).toMatchObject({
      score: 3,
      output: "<b>good</b>\n<b>good</b>",
    });
    expect(gradescopeResults(rowOf("bo"))!.tests.at(-1)).toMatchObject({
      score: 0,
      output: expect.stringMatching(/Waits/),
    });
  });
});

describe("grade tables", () => {
  it("nbgrader: eleven columns, penalties in points", () => {
    expect(readCsv(nbgraderCsv(book), "").columns).toEqual(schemas.nbgrader);
    expect(tableOf(nbgraderCsv(book)).find(({ student_id }) => student_id === "bo")).toEqual({
      assignment: "07-demo",
      duedate: "2026-03-01 12:00:00",
      timestamp: "2026-03-02 13:00:00",
      student_id: "bo",
      last_name: "Bell",
      first_name: "Bo",
      email: "",
      raw_score: "1", // a quarter of 4
      late_submission_penalty: "0.2", // two days begun
      score: "0.8",
      max_score: "9",
    });
  });

  it("Canvas: identity as Canvas gave it, points possible, and empty cells for what is not final", () => {
    const [possible, ...lines] = tableOf(canvasCsv(book));
    expect(possible).toEqual({
      Student: "Points Possible",
      ID: "",
      "SIS User ID": "",
      "SIS Login ID": "",
      Section: "",
      "07-demo A demonstration": "9",
    });
    const grade = (id: string) => lines.find((line) => line.ID === id)!["07-demo A demonstration"];
    expect(lines.find(({ ID }) => ID === "55")).toMatchObject({
      Student: "López, Ana",
      "SIS User ID": "S-1",
      Section: "A",
    });
    expect([grade("55"), grade("56"), grade("57"), grade("58")]).toEqual(["9", "", "", "0"]);
  });

  it("Moodle: the participant's number of its own file names", () => {
    const lines = tableOf(moodleCsv(book, "07-demo"));
    expect(lines.find((line) => line["ID number"] === "ana")).toEqual({
      Identifier: "Participant 900",
      "Full name": "Ana López",
      "Email address": "",
      "ID number": "ana",
      Status: "Submitted for grading",
      Grade: "9",
      "Maximum Grade": "9",
      "Feedback comments": "demo/double: 4 of 4; demo/half: 2 of 2; demo/why: 3 of 3",
    });
    expect(lines.find((line) => line["ID number"] === "di")!.Status).toBe("No submission");
  });

  it("our own: states, lateness, a column for each question", () => {
    const lines = tableOf(gradesCsv(book));
    expect(lines.find(({ student }) => student === "bo")).toMatchObject({
      status: "to mark",
      days_late: "2",
      late_percent: "20",
      score: "0.8",
      sandbox: "bubblewrap",
      "demo/double": "1",
      "demo/half": "0",
    });
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])(
    "a cell that starts with %j is no formula",
    (text) => {
      const csv = writeCsv(["a", "b"], [[text, 1]]);
      expect(csv.split("\r\n").slice(1).join("")).toMatch(/^"?'/);
    },
  );

  it("quotes what would break a line", () => {
    const csv = writeCsv(["a"], [['say "hi", then\nleave']]);
    expect(csv).toBe('a\r\n"say ""hi"", then\nleave"\r\n');
  });
});

describe("Parquet", () => {
  it("has a row for each check of each student", () => {
    const table = pl.readParquet(checksParquet(book));
    expect(table.columns).toEqual([
      "student",
      "notebook",
      "question",
      "check",
      "verdict",
      "points",
      "max_points",
      "milliseconds",
    ]);
    expect(table.height).toBe(4 * 4);
    const rows = table
      .toRecords()
      .filter(({ student, question }) => student === "bo" && question === "demo/double");
    expect(
      rows.map(({ check, verdict, points, max_points }) => [check, verdict, points, max_points]),
    ).toEqual([
      ["is there", "pass", 1, 1],
      ["is right", "fail", 0, 3],
    ]);
  });
});
