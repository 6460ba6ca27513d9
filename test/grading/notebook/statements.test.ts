/** What the reader of cells looks into, and what it leaves alone. */
import { afterEach, describe, expect, it } from "vitest";
import { guardParsing, statementsOf } from "../../../lib/grading/notebook/statements";

afterEach(() => guardParsing(() => true));

describe("the statements of a cell", () => {
  it("are read, however deep brackets stand in each other in an honest answer", () => {
    const names = (source: string) => statementsOf(source)?.map(({ declares }) => declares);
    expect(names("const a = f(g(h(1)));\nconst b = 2;")).toEqual([["a"], ["b"]]);
    expect(names(`const a = ${"f(".repeat(40)}1${")".repeat(40)};`)).toEqual([["a"]]);
  });

  it("are left alone in a text that is too long, or that took too long before (see reader.ts)", () => {
    expect(statementsOf(`const a = "${"x".repeat(200_000)}";`)).toBeUndefined();
    const asked: number[] = [];
    guardParsing(() => asked.push(0) !== 2);
    const found = ["const a = 1;", "const b = 2;", "const c = 3;"].map(statementsOf);
    expect(found.map((one) => one?.[0]?.declares[0])).toEqual(["a", undefined, "c"]);
  });
});
