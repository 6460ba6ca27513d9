/** What the reader of cells refuses to look into. */
import { describe, expect, it } from "vitest";
import { statementsOf } from "../../../lib/grading/notebook/statements";

const nested = (count: number) => `x = ${"async (a = async (".repeat(count)}1${"))".repeat(count)};`;

describe("the statements of a cell", () => {
  it("are read where brackets stand in each other as in an answer", () => {
    expect(statementsOf("const a = f(g(h(1)));\nconst b = 2;")?.map(({ declares }) => declares)).toEqual([
      ["a"],
      ["b"],
    ]);
    expect(statementsOf(nested(5))).toHaveLength(1);
  });

  it("are left alone where the parser would take minutes for a few characters", () => {
    expect(statementsOf(nested(12))).toBeUndefined();
  });
});
