/** Attacks by the text of a cell, and cells that are only unusual. Rows 27 to 31. */
import { describe, expect, it } from "vitest";
import { startCompiler } from "../../../lib/grading/judge/compiler";
import { describeSandboxed, judge } from "../judge/sandboxes";
import { maximum } from "../judge/tiny-questions";
import { attackTests, honest, pointsOf, wrong } from "./table";

attackTests("source text", [
  {
    row: 27,
    name: "types are switched off: @ts-ignore, any, satisfies",
    attack: `// @ts-nocheck
      const maximum = ((list: number[]) => 0 as any as number) satisfies any as unknown as (x: never) => number;`,
    verdict: "fail",
    twin: honest(`// @ts-ignore\nconst odd: number = "text" as any;`),
  },
  {
    row: 27,
    name: "only declares the answer",
    attack: `declare function maximum(list: number[]): number;`,
    verdict: "error",
    twin: honest(`declare const later: number;`),
  },
  {
    row: 27,
    name: "exports it by default, under no name",
    attack: `export default function (list: number[]) { return Math.max(...list); }`,
    verdict: "error",
    message: /do not declare "maximum"/,
    twin: honest().replace("function maximum", "export default function maximum"),
  },
  {
    row: 28,
    name: "10 MB in one line",
    attack: wrong(`const data = "${"x".repeat(1e7)}";`),
    verdict: "error",
    message: /characters/,
    twin: honest(`const data = "${"x".repeat(1e5)}";`),
  },
  {
    row: 28,
    name: "nested deeper than a parser's stack",
    attack: wrong(`const deep = ${"[".repeat(30_000)}${"]".repeat(30_000)};`),
    verdict: "error",
    message: /too deep/,
    twin: honest(`const deep = ${"[".repeat(50)}${"]".repeat(50)};`),
  },
  {
    row: 28,
    name: "closes the function that it is put into",
    attack: `return [() => 1000]; })(); })(); }); ((async () => { (async () => { const maximum = 1;`,
    verdict: "error",
    message: /cannot be read/,
    twin: honest("const text = `return [() => 1000]; })(); })();`;"),
  },
  {
    row: 28,
    name: "an open comment and an open template swallow the rest",
    attack: wrong("/* const a = `"),
    verdict: "error",
    message: /cannot be read/,
    twin: honest("/* const a = ` */ // `"),
  },
  {
    row: 28,
    name: "directives and markers of other tools",
    attack: `%%ts\n// BEGIN SOLUTION\n${wrong()}\n// END SOLUTION`,
    verdict: "error",
    twin: `"use strict";\n/** @module other */\n// BEGIN SOLUTION\n${honest()}\n// END SOLUTION\n// ### BEGIN HIDDEN TESTS`,
  },
  {
    row: 28,
    name: "a name that looks the same: Cyrillic а",
    attack: honest().replace("maximum", "mаximum"),
    verdict: "error",
    message: /do not declare/,
    twin: honest("const mаximum = 1;"),
  },
  {
    row: 28,
    name: "text that runs from right to left hides a return",
    attack: wrong("", "/*\u202e } ;xam nruter \u2066*/ return 0 /*\u2069*/"),
    verdict: "fail",
    twin: honest("/*\u202e wrong \u2066*/"),
  },
  {
    row: 28,
    name: "an HTML comment and a hashbang, NUL and lone surrogates",
    attack: `#!/usr/bin/env node\n<!-- ${wrong()}`,
    verdict: "error",
    twin: honest(`const odd = "\\u0000\\ud800 <!-- </script>"; let x = 1; const less = x<!--x;`),
  },
  {
    row: "own",
    name: "escape sequences and right-to-left marks in an error message do not reach a terminal",
    attack: wrong("", `throw new Error("\\u001b[2J\\u202e PASSED \\u0007")`),
    verdict: "error",
    message: /^Your code threw an error: \?\[2J\? PASSED \?$/,
    twin: honest(`const text = "\\u001b[2J";`),
  },
  {
    row: 31,
    name: "a syntax error in one cell",
    attack: [honest(), "const = ;"],
    verdict: "error",
    message: /cell 2, line 1/,
    twin: [honest(), "const a = 1;"],
  },
  {
    row: 31,
    name: "an error that a cell throws",
    attack: [honest(), `null!.x;`],
    verdict: "error",
    twin: [honest(), "(null as any)?.x;"],
  },
  {
    row: 30,
    name: "an empty answer",
    attack: "",
    verdict: "error",
    message: /do not declare/,
    twin: ["", honest(), ""],
  },
  {
    row: 30,
    name: "the untouched stub",
    attack: `function maximum(list: number[]): number {\n  // your code\n  throw new Error("not answered yet");\n}`,
    verdict: "not-attempted",
    twin: honest(`const stub = () => { throw new Error("not answered yet"); };`),
  },
]);

describeSandboxed("row 29: cells as tslab runs them", () => {
  const full = async (given: string[], cells: string[], imports: string[] = []) => {
    const result = await judge.grade({ ...maximum, imports }, { given, cells }, 5);
    expect(result.checks.map(({ message }) => message).join("")).toBe("");
    expect(pointsOf(result)).toBeCloseTo(maximum.points, 12);
  };

  it("a later cell declares a name again; functions of the earlier cell keep theirs", () =>
    full(
      ["const factor = 1; export const scaled = (x: number) => factor * x;"],
      [
        "const factor = 7; if (scaled(1) !== 1) throw new Error('rebound');",
        honest(),
        "let factor = 2; factor += 1;",
      ],
    ));

  it("top-level await, import in mid-cell, enum, class, overloads, destructuring, a later definition that wins", () =>
    full(
      [],
      [
        `const { a, ...rest } = await Promise.resolve({ a: 1, b: 2 });
         if (rng(a).integer(1) !== 0) throw new Error("not hoisted");
         import { rng } from "ganbook";
         enum Colour { Red = 1 } class Box<T> { constructor(private readonly value: T) {} get() { return this.value; } }
         if (new Box(Colour.Red).get() !== 1 || rest.b !== 2) throw new Error("odd");
         function f(x: string): string; function f(x: number): number; function f(x: any) { return x; }
         const maximum = () => 0;`,
        honest(),
      ],
      ["rng"],
    ));

  it("a type import of anything, and JavaScript without types", () =>
    full(
      [],
      [`import type { GanLoss } from "ganbook"; import { type Rng } from "ganbook"; var x = 1;`, honest()],
    ));

  it("the answer may be an async function, an arrow, a class's static method", async () => {
    await full([], [honest().replace("function", "async function").replace(": number | undefined", "")]);
    await full([], [`const maximum = (l: number[]) => l.length ? Math.max(...l) : undefined;`]);
    await full(
      [],
      [
        `class A { static m(l: number[]) { return l.length ? Math.max(...l) : undefined; } } const maximum = A.m;`,
      ],
    );
  });
});

describe("a text that keeps the parser busy", () => {
  /** 183 characters; TypeScript 5.9 needs 40 s and more for it, four times as long for each repeat. */
  const exponential = `const maximum = ${"async (a = async (".repeat(11)}1${"))".repeat(11)};`;

  it("is given up after its time, and the next answer is compiled", async () => {
    const compiler = await startCompiler(3);
    const request = { given: [], answer: "maximum", imports: [] };
    const [hostile, next] = await Promise.all([
      compiler.compile({ ...request, cells: [exponential] }),
      compiler.compile({ ...request, cells: [honest()] }),
    ]);
    await compiler.close();
    expect(hostile).toEqual({ problem: expect.stringContaining("could not be read within 3 s") as string });
    expect(next).toHaveProperty("program");
  });
});
