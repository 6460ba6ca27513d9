/** Attacks by the text of a cell, and cells that are only unusual. Rows 27 to 31. */
import { describe, expect, it } from "vitest";
import { startReader } from "../../../lib/grading/judge/reader";
import { describeSandboxed, judge } from "../judge/sandboxes";
import { maximum } from "../judge/tiny-questions";
import { honest } from "./attack";
import { attackTests, pointsOf } from "./table";
import { source } from "./tables/source";

attackTests("source text", source);

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
    const compiler = await startReader(3);
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
