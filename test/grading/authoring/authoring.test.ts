import { describe, expect, it } from "vitest";
import { makeExercise } from "../../../lib/grading/authoring/exercise-notebook";
import { leaksIn } from "../../../lib/grading/authoring/leaks";
import { regionsOf } from "../../../lib/grading/authoring/markers";
import { mutantsOf } from "../../../lib/grading/authoring/mutate";
import { nbgraderMetadata } from "../../../lib/grading/authoring/nbgrader";
import { sourceOf } from "../../../lib/grading/authoring/notebook";
import type { Cell, Notebook } from "../../../lib/grading/authoring/notebook";
import { codeStub, proseStub } from "../../../lib/grading/authoring/stub";
import type { CheckedQuestion, ProseQuestion, QuestionSet } from "../../../lib/questions/types";

const regions = (source: string) => regionsOf(source, "code", "solutions/x.ipynb, cell a");

describe("markers", () => {
  it("give the lines between them", () => {
    const [one, two] = regions(
      "a\n// BEGIN SOLUTION\nb\n// END SOLUTION\n  // BEGIN SOLUTION\n  // END SOLUTION",
    );
    expect([one!.lines, two!.lines]).toEqual([["b"], []]);
    expect(regions("const beginning = 1; // the solution")).toEqual([]);
  });

  const mistakes: [string, string, RegExp][] = [
    ["unclosed", "a\n// BEGIN SOLUTION\nb", /cell a, line 2: .*never closed/],
    ["nested", "// BEGIN SOLUTION\n// BEGIN SOLUTION", /cell a, line 2: .*inside the one of line 1/],
    ["without a begin", "a\nb\n// END SOLUTION", /cell a, line 3: .*without/],
    ["in small letters", "// begin solution", /line 1: .*looks like a marker/],
    ["without a space", "//BEGIN SOLUTION", /line 1: .*looks like a marker/],
    ["misspelt", "// BEGIN SOLUTION\n// END SOLUTOIN", /line 2: .*looks like a marker/],
    ["in the plural", "// BEGIN SOLUTIONS", /line 1: .*looks like a marker/],
    ["of Python", "### BEGIN SOLUTION", /line 1: .*looks like a marker/],
    ["of prose in code", "<!-- BEGIN SOLUTION -->", /line 1: .*looks like a marker/],
  ];
  it.each(mistakes)("%s are an error with cell and line", (_, source, message) => {
    expect(() => regions(source)).toThrow(message);
  });
});

describe("stubs", () => {
  it("throw inside a function, with its indentation", () => {
    const source = "function f(x: number) {\n  // BEGIN SOLUTION\n  return x;\n  // END SOLUTION\n}";
    expect(codeStub(source, "f", "x")).toBe(
      'function f(x: number) {\n  // your code\n  throw new Error("not answered yet");\n}',
    );
    expect(codeStub("const f = () => {\n// BEGIN SOLUTION\n// END SOLUTION\n};", "f", "x")).toContain(
      "throw new Error",
    );
  });

  it("declare a value at the top level, an object with its keys", () => {
    const marked = (text: string) => `// BEGIN SOLUTION\n${text}\n// END SOLUTION`;
    expect(codeStub(marked("const y = 1;\nconst x = y;"), "x", "")).toBe(
      "// your code\nconst x = undefined;",
    );
    expect(codeStub(marked("const x = { a: 1, b: f(2) };"), "x", "")).toBe(
      "// your code\nconst x = { a: undefined, b: undefined };",
    );
    expect(() => codeStub(marked("const z = 1;"), "x", "cell c")).toThrow(
      /cell c: .*does not declare "const x/,
    );
    expect(() => codeStub(marked("function x() {}"), "x", "cell c")).toThrow(/inside the function/);
    expect(() => codeStub("const x = 1;", "x", "cell c")).toThrow(/cell c: .*needs/);
  });

  it("take prose out", () => {
    const text = proseStub("Why?\n\n<!-- BEGIN SOLUTION -->\nBecause.\n<!-- END SOLUTION -->", "");
    expect(text).toBe("Why?\n\n*Write your answer here.*");
  });
});

describe("nbgrader's metadata", () => {
  // The checksums were computed by nbgrader 0.9.6 (nbgrader.utils.compute_checksum).
  const source = 'await check("x/y", y);';
  it("has its checksums, with and without points", () => {
    const check = nbgraderMetadata({
      kind: "check",
      gradeId: "x-y-check",
      source,
      cellType: "code",
      points: 3,
    });
    expect(check).toMatchObject({ schema_version: 3, grade: true, solution: false, locked: true, points: 3 });
    expect(check.checksum).toBe("01298ee8ee3abad2253a1499ee464e79");
    const answer = nbgraderMetadata({ kind: "answer", gradeId: "x-y", source: "ü\nb", cellType: "code" });
    expect(answer).toMatchObject({ grade: false, solution: true, locked: false });
    expect("points" in answer).toBe(false);
    expect(answer.checksum).toBe("8155b3fb1c6ef6c1e5a3966e10f1a21a");
    const prose = nbgraderMetadata({
      kind: "prose",
      gradeId: "p",
      source: "x",
      cellType: "markdown",
      points: 2.5,
    });
    expect(prose.checksum).toBe("f5d2fe4ff6f70241e7d978c08e3d874d");
  });
});

const base = { title: "t", points: 2, hints: ["a", "b", "c"] as const };
const question: CheckedQuestion = {
  ...base,
  kind: "function",
  id: "x/y",
  answer: "y",
  needs: "nothing",
  imports: [],
  seconds: 1,
  checks: [{ name: "c", run: () => Promise.resolve(undefined) }],
};
const prose: ProseQuestion = { ...base, kind: "prose", id: "x/z", rubric: [{ points: 2, text: "r" }] };
const set: QuestionSet = { notebook: "99-x", title: "X", questions: [question, prose] };

const cell = (id: string, source: string, ganbook?: object): Cell => ({
  cell_type: id.startsWith("md") ? "markdown" : "code",
  id,
  metadata: ganbook ? { ganbook } : {},
  source,
});
const good = () => [
  cell("md-top", "# Title"),
  cell("types", "interface T {}", { role: "given", questions: ["x/y"] }),
  cell("y", "function y() {\n  // BEGIN SOLUTION\n  return 1;\n  // END SOLUTION\n}", {
    role: "answer",
    question: "x/y",
  }),
  cell("check", 'await check("x/y", y);', { role: "check", question: "x/y" }),
  cell("md-z", "<!-- BEGIN SOLUTION -->\nZ\n<!-- END SOLUTION -->", { role: "prose", question: "x/z" }),
];
const notebook = (cells: Cell[]): Notebook => ({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 });

describe("an exercise notebook", () => {
  it("keeps the cells, without answers, and locks what is not the learner's", () => {
    const { cells, metadata } = makeExercise(notebook(good()), set);
    expect(cells.map(sourceOf).join("\n")).not.toMatch(/return 1|\nZ\n|SOLUTION/);
    expect(cells.map(({ metadata: { editable } }) => editable)).toEqual([
      undefined,
      false,
      undefined,
      false,
      undefined,
    ]);
    expect(metadata.ganbook).toEqual({ assignment: "99-x" });
  });

  const changed = (place: number, to: Cell) => good().map((one, i) => (i === place ? to : one));
  const faults: [string, Cell[], RegExp][] = [
    [
      "an answer without a role",
      changed(1, cell("types", "// BEGIN SOLUTION\n// END SOLUTION")),
      /cell "types", line 1/,
    ],
    [
      "a check of something else",
      changed(3, cell("check", 'await check("x/y", z);', { role: "check", question: "x/y" })),
      /cell "check": a check cell reads await check\("x\/y", y\);/,
    ],
    [
      "a question that is missing",
      good().slice(0, 2),
      /role "answer" should be, in this order, x\/y\. They are missing/,
    ],
    ["an unknown question", changed(2, cell("y", "", { role: "answer", question: "x/q" })), /They are x\/q/],
    ["an answer twice", [...good(), good()[2]!], /They are x\/y, x\/y/],
    [
      "an unclosed marker",
      changed(2, cell("y", "function y() {\n// BEGIN SOLUTION\n}", { role: "answer", question: "x/y" })),
      /99-x\.ipynb, cell "y", line 2/,
    ],
  ];
  it.each(faults)("is refused for %s", (_, cells, message) => {
    expect(() => makeExercise(notebook(cells), set)).toThrow(message);
  });
});

describe("the search for leaks", () => {
  const text = "returnMath.floor((n-kernel)/stride)+1+somethinglong;";
  it("finds a line whatever its spaces, in code and in a notebook's JSON", () => {
    const lines = [{ question: "x/y", text }];
    const spaced = "  return Math.floor((n - kernel) / stride) + 1 +\n      something long;";
    expect(leaksIn(spaced, lines)).toEqual(lines);
    const json = JSON.stringify(
      { source: ["return Math.floor((n - kernel)\n", " / stride) + 1 + something long;\n"] },
      null,
      1,
    );
    expect(leaksIn(json, lines)).toEqual(lines);
    expect(leaksIn("return Math.floor((n - kernel) / stride) + 2;", lines)).toEqual([]);
  });
});

describe("mutants", () => {
  it("change one thing each, between the markers only", () => {
    const code =
      "const a = 1 + 2;\n// BEGIN SOLUTION\nconst b = a * 3 < 4 ? Math.min(a, 5) : -a;\n// END SOLUTION";
    const mutants = mutantsOf(code, "x");
    for (const mutant of mutants) {
      expect(mutant.line).toBe(3);
      expect(mutant.code).not.toBe(code);
      expect(mutant.code.split("\n")[0]).toBe("const a = 1 + 2;");
    }
    const lines = mutants.map((mutant) => mutant.code.split("\n")[2]);
    for (const wanted of [
      "const b = a / 3 < 4 ? Math.min(a, 5) : -a;",
      "const b = a < 4 ? Math.min(a, 5) : -a;",
      "const b = a * 4 < 4 ? Math.min(a, 5) : -a;",
      "const b = a * 3 <= 4 ? Math.min(a, 5) : -a;",
      "const b = (-a);",
      "const b = a * 3 < 4 ? Math.max(a, 5) : -a;",
      "const b = a * 3 < 4 ? Math.min(a, 5) : a;",
    ])
      expect(lines).toContain(wanted);
  });
});
