import { expect, it } from "vitest";
import type { CheckedQuestion } from "../../../lib/questions/types";
import { describeSandboxed, judge } from "./sandboxes";
import { bounds, double, maximum, network, right } from "./tiny-questions";

const points = (checks: { points: number }[]) => checks.reduce((sum, check) => sum + check.points, 0);

describeSandboxed("right answers", () => {
  it.each<[CheckedQuestion, string]>([
    [maximum, right.maximum],
    [double, right.double],
    [network, right.network],
    [bounds, right.bounds],
  ])("$id", async (question, code) => {
    const result = await judge.grade(question, { given: [], cells: [code] }, 7);
    expect(result.checks.map(({ message }) => message).join("")).toBe("");
    expect(result.verdict).toBe("pass");
    expect(points(result.checks)).toBeCloseTo(4, 12);
  });
});
