/** Each damage is done to an answered notebook; the answers found must be those of the undamaged twin. */
import { describe, expect, it } from "vitest";
import type { Cell, Notebook } from "../../../lib/grading/authoring/notebook";
import { findAnswers } from "../../../lib/grading/notebook/find-answers";
import { bytesOf, demoNotebook, demoSet, rightAnswers, stubs } from "../fixture";
import { damages, extra, insert, named, remove, wipe, wipeIds } from "./damages";

const exercise = demoNotebook();
const find = (bytes: Uint8Array) => findAnswers(bytes, exercise, demoSet);

/** What would run, without regard to how it is cut into cells. */
function codeOf(bytes: Uint8Array): Record<string, string> {
  const { answers, problem } = find(bytes);
  expect(problem).toBeUndefined();
  return Object.fromEntries(
    [...answers].map(([id, answer]) => [
      id,
      answer.found === "cells"
        ? answer.cells.join("\n").trim()
        : answer.found === "prose"
          ? answer.text
          : `(${answer.found})`,
    ]),
  );
}

const twin = codeOf(bytesOf(demoNotebook(rightAnswers)));

describe("a damaged notebook", () => {
  it("has a twin with all answers", () => {
    expect(twin).toEqual({
      "demo/double": rightAnswers.double,
      "demo/half": rightAnswers.half,
      "demo/why": rightAnswers.why,
    });
  });

  it.each(damages)("%s", (_, says, damage) => {
    const notebook = demoNotebook(rightAnswers) as Notebook & { [key: string]: unknown };
    damage(notebook);
    const bytes = bytesOf(notebook);
    expect(codeOf(bytes)).toEqual(twin);
    const { answers, repairs } = find(bytes);
    const said = [...repairs, ...[...answers.values()].flatMap((answer) => answer.repairs)].join("\n");
    if (says) expect(said).toMatch(says);
    else expect(said).toBe("");
  });

  const bytes = bytesOf(demoNotebook(rightAnswers));
  const utf16be = () => Buffer.from(`\ufeff${bytes.toString()}`, "utf16le").swap16();
  const files: [string, Buffer][] = [
    ["a byte order mark", Buffer.from(`\ufeff${bytes.toString()}`)],
    ["UTF-16, little end first", Buffer.from(`\ufeff${bytes.toString()}`, "utf16le")],
    ["UTF-16, big end first", utf16be()],
    ["UTF-16 without a mark", Buffer.from(bytes.toString(), "utf16le")],
    ["line ends of Windows", Buffer.from(bytes.toString().replaceAll("\n", "\r\n"))],
    [
      "NaN and Infinity",
      Buffer.from(bytes.toString().replace(/^\{/, '{"a": NaN, "b": [-Infinity, Infinity],')),
    ],
    ["zero bytes after the end", Buffer.concat([bytes, Buffer.alloc(4096)])],
    ["a raw tab inside a text", Buffer.from(bytes.toString().replace("# Exercises", "# Exer\tcises"))],
    ["a key that stands twice", Buffer.from(bytes.toString().replace(/^\{/, '{"cells": 7,'))],
    ["half a character, escaped", Buffer.from(bytes.toString().replace("# Exercises", "# \\ud800"))],
  ];
  it.each(files)("as a file: %s", (_, file) => expect(codeOf(file)).toEqual(twin));
});

describe("what is taken along with an answer", () => {
  const withCells = (...cells: Cell[]) => {
    const notebook = demoNotebook({ ...rightAnswers, double: "const double = (x) => helper(x) * unit;" });
    insert(notebook, "a-double", ...cells);
    return codeOf(bytesOf(notebook))["demo/double"];
  };

  it("takes helpers and what they use, the last of two, and no statement that only runs", () => {
    const code = withCells(
      extra("const unit = 7;"),
      extra("const base = 1;\nfunction helper(x) { return x * base; }\nhelper(3);"),
      extra("const unit = 2; console.log(unit);"),
    );
    expect(code).toBe(
      "const base = 1;\nfunction helper(x) { return x * base; }\nconst unit = 2;\nconst double = (x) => helper(x) * unit;",
    );
  });

  it("takes an import from any cell, of the names that the question allows", () => {
    const shared = withCells(extra('import { helper, show } from "ganbook";'));
    expect(shared).toBe('import { helper } from "ganbook";\nconst double = (x) => helper(x) * unit;');
    expect(withCells(extra('import { unit } from "ganbook";'))).not.toContain("import");
  });

  it("takes nothing for names of properties, of parameters and of variables inside", () => {
    const notebook = demoNotebook({
      ...rightAnswers,
      double: "function double(x) {\n  const result = { size: 2 };\n  return x * result.size;\n}",
    });
    insert(notebook, "c-double", extra("const result = double(3);\nconst x = boom();\nconst size = boom();"));
    expect(codeOf(bytesOf(notebook))["demo/double"]).toMatch(/^function double/);
  });

  it("takes nothing that is computed from the answer itself", () => {
    const notebook = demoNotebook({
      ...rightAnswers,
      double: "const double = (x) => TWO * x * (factor ?? 1);",
    });
    insert(notebook, "c-double", extra("const factor = double(3);"));
    expect(codeOf(bytesOf(notebook))["demo/double"]).not.toContain("const factor");
  });

  it("never takes the answer of another question", () => {
    const notebook = demoNotebook({ ...rightAnswers, double: "const double = (x) => 4 * half(x);" });
    expect(codeOf(bytesOf(notebook))["demo/double"]).toBe("const double = (x) => 4 * half(x);");
  });
});

describe("answers that are not there", () => {
  it("tells an untouched stub from a missing cell and from a wrong answer", () => {
    const notebook = demoNotebook({ ...stubs, why: rightAnswers.why });
    remove(notebook, "a-half");
    expect(codeOf(bytesOf(notebook))).toEqual({
      "demo/double": "(untouched)",
      "demo/half": "(missing)",
      "demo/why": rightAnswers.why,
    });
    const broken = demoNotebook({ ...stubs, double: "function double(x {" });
    expect(codeOf(bytesOf(broken))["demo/double"]).toBe("function double(x {");
  });

  it("finds an untouched stub without its label", () => {
    const notebook = demoNotebook();
    wipe(notebook);
    wipeIds(notebook);
    expect(codeOf(bytesOf(notebook))).toEqual({
      "demo/double": "(untouched)",
      "demo/half": "(untouched)",
      "demo/why": "(untouched)",
    });
  });
});

describe("two answers in prose, whose stubs are the same text, without labels and ids", () => {
  const prose = demoSet.questions[2]!;
  const set = { ...demoSet, questions: [...demoSet.questions, { ...prose, id: "demo/what" }] };
  /** The notebook with a second question in prose below the first. */
  const notebook = (why: string, what: string) => {
    const made = demoNotebook({ ...rightAnswers, why });
    const [title, cell] = [structuredClone(named(made, "t-why")), structuredClone(named(made, "a-why"))];
    Object.assign(title, { id: "t-what", source: "## What\n\nSay what." });
    Object.assign(cell, { id: "a-what", source: what });
    cell.metadata = { ganbook: { role: "prose", question: "demo/what" } };
    insert(made, "end", title, cell);
    return made;
  };
  const twoStubs = notebook(stubs.why, stubs.why);

  it.each([
    [stubs.why, stubs.why, "untouched", "untouched"],
    ["Because.", stubs.why, "Because.", "untouched"],
    [stubs.why, "This.", "untouched", "This."],
    ["Because.", "This.", "Because.", "This."],
  ])("%s and %s are told apart", (why, what, ...expected) => {
    const handedIn = notebook(why, what);
    wipe(handedIn);
    wipeIds(handedIn);
    const { answers } = findAnswers(bytesOf(handedIn), twoStubs, set);
    const found = ["demo/why", "demo/what"].map((id) => answers.get(id)!);
    expect(found.map((one) => (one.found === "prose" ? one.text : one.found))).toEqual(expected);
  });
});

describe("a file that is no notebook of this exercise", () => {
  const whole = bytesOf(demoNotebook(rightAnswers));
  const other = {
    ...demoNotebook(),
    cells: [extra("1 + 1")],
    metadata: { ganbook: { assignment: "09-other" } },
  };
  const refused: [string, Buffer, RegExp][] = [
    ["empty", Buffer.alloc(0), /empty/],
    ["only spaces and zeros", Buffer.from(" \n\0\0"), /empty/],
    ["cut off", whole.subarray(0, whole.length - 300), /ends in the middle/],
    ["cut off inside a text", whole.subarray(0, whole.indexOf("return twice")), /ends in the middle/],
    ["cut off inside outputs", Buffer.from('{"cells": [{"outputs": [{"text": "a'), /ends in the middle/],
    ["a login page", Buffer.from("<!DOCTYPE html><html><title>Log in</title>"), /web page/],
    ["a zip", Buffer.from("PK\u0003\u0004abc"), /zip/],
    ["not JSON", Buffer.from("{cells: []}"), /no notebook/],
    ["a list", Buffer.from("[1, 2]"), /no notebook/],
    ["cells null", Buffer.from('{"cells": null, "nbformat": 4}'), /no list/],
    ["nbformat 5", bytesOf({ ...demoNotebook(rightAnswers), nbformat: 5 }), /format 5/],
    ["nested without end", Buffer.from("[".repeat(200_000)), /nested/],
    ["another exercise", bytesOf(other), /09-other, not 07-demo/],
    ["any notebook", bytesOf({ ...other, metadata: {} }), /No cell of 07-demo/],
  ];
  it.each(refused)("%s", (_, file, problem) => {
    const found = find(file);
    expect(found.problem).toMatch(problem);
    expect([...found.answers.values()].map((answer) => answer.found)).toEqual([
      "missing",
      "missing",
      "missing",
    ]);
  });
});

describe("large outputs", () => {
  const withOutputs = (outputs: string) =>
    Buffer.from(
      JSON.stringify(demoNotebook(rightAnswers)).replaceAll(
        '"cell_type":"code"',
        `"cell_type":"code","outputs":${outputs}`,
      ),
    );

  it("are never parsed: text of 22 MB, and output that looks like cells", () => {
    const text = JSON.stringify([{ text: `\\"}]${"x".repeat(4.5e6)}"` }]);
    expect(codeOf(withOutputs(text))).toEqual(twin);
    expect(find(withOutputs(text)).repairs.join()).toMatch(/MB of outputs/);
    expect(codeOf(withOutputs('[[{"cells": [{"outputs": "]"}]}, NaN nonsense]]'))).toEqual(twin);
  });

  it("keep a text that says outputs", () => {
    const notebook = demoNotebook({ ...rightAnswers, half: 'const half = (x) => ({ "outputs": [x / 2] });' });
    expect(codeOf(bytesOf(notebook))["demo/half"]).toContain('"outputs": [x / 2]');
  });
});
