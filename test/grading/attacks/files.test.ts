/** Files made to keep the grader busy, to speak for somebody else, or to lead elsewhere. What worked once stands here. */
import { execFileSync } from "node:child_process";
import { symlinkSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startReader } from "../../../lib/grading/judge/reader";
import type { Reader } from "../../../lib/grading/judge/reader";
import { findAnswers } from "../../../lib/grading/notebook/find-answers";
import { readSubmission } from "../../../lib/grading/notebook/read-submission";
import type { Notebook } from "../../../lib/grading/authoring/notebook";
import type { FoundAnswers } from "../../../lib/grading/types";
import { dir, grade, put, submit } from "../class/class-folder";
import { bytesOf, demoNotebook, demoSet, rightAnswers } from "../fixture";
import { extra, insert } from "../notebook/damages";

const exercise = demoNotebook();
const asked = demoSet.questions.map((one) =>
  one.kind === "prose"
    ? { id: one.id, kind: one.kind }
    : { id: one.id, kind: one.kind, answer: one.answer, imports: one.imports },
);

const codes = ({ answers }: FoundAnswers) =>
  [...answers.values()].map((one) => (one.found === "cells" ? one.cells.join("\n") : one.found));
const twin = codes(findAnswers(bytesOf(demoNotebook(rightAnswers)), exercise, demoSet));

/** TypeScript 5.9 needs twice as long for each further level: 20 levels take 40 s, for 183 characters. */
const bomb = (levels: number, name = "x") =>
  `const ${name} = ${"async (a = ".repeat(levels)}1${")".repeat(levels)};`;

describe("a text that keeps a parser busy", () => {
  let reader: Reader;
  beforeAll(async () => {
    reader = await startReader(2);
  });
  afterAll(() => reader.close());

  const find = (change: (notebook: Notebook) => void) => {
    const notebook = demoNotebook(rightAnswers);
    change(notebook);
    return reader.find({
      submission: readSubmission(bytesOf(notebook)),
      exercise,
      set: { notebook: "07-demo", questions: asked },
    });
  };

  it("is not there: the thread finds what the judge's own would", async () => {
    expect(codes(await find(() => {}))).toEqual(twin);
  });

  it("stands in a cell of its own: all answers are found", async () => {
    const found = await find((n) => insert(n, "c-double", extra(`${bomb(24, "double")}`)));
    expect(codes(found).slice(1)).toEqual(twin.slice(1));
  });

  it("is part of an answer: it is handed on as it stands, and its neighbours are found", async () => {
    const answer = `${rightAnswers.double}\n${bomb(24)}`;
    const found = await find((n) => {
      for (const cell of n.cells) if (cell.id === "a-double") cell.source = answer;
    });
    expect(codes(found)).toEqual([answer, ...twin.slice(1)]);
  });

  it("stands in every cell: labels still tell the answers", async () => {
    const found = await find((n) => {
      for (const cell of n.cells)
        if (cell.cell_type === "code") cell.source = `${String(cell.source)}\n${bomb(24)}`;
    });
    expect(codes(found)).toEqual([
      `${rightAnswers.double}\n${bomb(24)}`,
      `${rightAnswers.half}\n${bomb(24)}`,
      "prose",
    ]);
  });

  it("is many shallow ones in 200,000 characters", async () => {
    const shallow = Array.from({ length: 1200 }, (_, i) => bomb(12, `double${i}`)).join("\n");
    const found = await find((n) => insert(n, "c-double", extra(shallow.slice(0, 199_000))));
    expect(codes(found)).toEqual(twin);
  });
});

describe("a notebook that is too much", () => {
  it("has a line of a million spaces: it costs no more than its length", () => {
    const notebook = demoNotebook(rightAnswers);
    insert(notebook, "end", extra(`${" ".repeat(1e6)}x`), extra(`${" ".repeat(1e6)}x`, "markdown"));
    expect(codes(findAnswers(bytesOf(notebook), exercise, demoSet))).toEqual(twin);
  });

  it.each([
    ["a million cells", `{"nbformat": 4, "cells": [${"{},".repeat(1e6)}{}]}`],
    ["25 MB in a cell", `{"nbformat": 4, "cells": [{"source": "${"x".repeat(25 * 2 ** 20)}"}]}`],
    ["a million lines", `{"nbformat": 4, "cells": [{"source": [${'"x",'.repeat(1e6)}"x"]}]}`],
  ])("has %s: it is refused before it is parsed", (_, text) => {
    const { problem } = findAnswers(Buffer.from(text), exercise, demoSet);
    expect(problem).toMatch(/Without its outputs/);
  });
});

describe("a file that speaks for somebody else", () => {
  const wrong = { double: "const double = (x) => x * 3;" };
  const bytes = () => bytesOf(demoNotebook(wrong as never));

  it.each([
    ["a folder of one's own", () => put("ana/Bo Bell_12_assignsubmission_file_07-demo.ipynb", bytes())],
    ["a folder of one's own, as Canvas names files", () => put("ana/bobell_1_2_07-demo.ipynb", bytes())],
    [
      "a zip of one's own",
      () => put("ana.zip", zipSync({ "Bo Bell_12_assignsubmission_file_/07-demo.ipynb": bytes() })),
    ],
    ["a zip of one's own, as Canvas", () => put("ana.zip", zipSync({ "bobell_1_2_07-demo.ipynb": bytes() }))],
  ])("from %s: the neighbour keeps the marks", async (_, plant) => {
    submit("Bo Bell_12_assignsubmission_file_/07-demo.ipynb");
    submit("bobell_1_2_07-demo.ipynb");
    plant();
    const { scores } = await grade();
    expect(scores).toMatchObject({ "Bo Bell": 6, bobell: 6 });
  });

  it("says when it was handed in: a zip's own clock does not count", async () => {
    const old = new Date("2001-01-01T00:00:00Z");
    const late = new Date("2026-03-03T12:00:00Z");
    put("ana.zip", zipSync({ "07-demo.ipynb": [bytesOf(demoNotebook(rightAnswers)), { mtime: old }] }));
    utimesSync(join(dir, "in/ana.zip"), late, late);
    const inner = zipSync({ "07-demo.ipynb": [bytesOf(demoNotebook(rightAnswers)), { mtime: old }] });
    const outer = zipSync({ "Bo Bell_1_assignsubmission_file_/mine.zip": [inner, { mtime: late }] });
    put("../class.zip", outer);
    const { graded } = await grade();
    expect(graded.map(({ time }) => time.getFullYear())).toEqual([2026]);
    const all = await grade({ folder: join(dir, "class.zip"), out: join(dir, "out2") });
    expect(all.graded.map(({ student, time }) => [student, time.getFullYear()])).toEqual([["Bo Bell", 2026]]);
  });
});

describe("an answer that knows the seed of the last run", () => {
  it("meets other inputs as soon as it is another answer; equal answers meet equal ones", async () => {
    submit("ana/07-demo.ipynb", { double: "const double = (x) => 2 * x;" });
    submit("bo/07-demo.ipynb", { double: "const double = (x) => 2 * x;" });
    submit("cy/07-demo.ipynb", { double: "const double = (x) => ({ 3: 6 })[x];" });
    const { seeds, seed } = await grade({ jobs: 1 });
    expect(seeds).toHaveLength(3);
    expect(seeds[0]).toBe(seeds[1]);
    expect(new Set([...seeds, seed]).size).toBe(3);
    const other = await grade({ jobs: 1, seed: seed + 1 });
    expect(other.seeds.some((one) => seeds.includes(one))).toBe(false);
  });
});

describe.skipIf(process.platform === "win32")("a file that is none", () => {
  it("waits for a writer who never comes, or leads to one: the others are graded", async () => {
    submit("bo/07-demo.ipynb");
    submit("cy/07-demo.ipynb");
    put("ana/readme.txt", "");
    execFileSync("mkfifo", [join(dir, "in/ana/07-demo.ipynb")]);
    symlinkSync("/dev/zero", join(dir, "in/cy/timestamp.txt"));
    const { scores, graded } = await grade();
    expect(scores).toMatchObject({ bo: 6, cy: 6 });
    expect(graded.find(({ student }) => student === "ana")!.problem).toMatch(/no file/);
  });
});
