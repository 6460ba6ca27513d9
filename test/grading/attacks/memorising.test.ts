/** Answers that know their inputs instead of computing. Rows 9 and 10. */
import { expect, it } from "vitest";
import { describeSandboxed, judge } from "../judge/sandboxes";
import { maximum } from "../judge/tiny-questions";
import { honest, wrong } from "./attack";
import { attackTests, pointsOf } from "./table";
import { memorising } from "./tables/memorising";

attackTests("memorised", memorising);

describeSandboxed("what an answer remembers", () => {
  const grade = (cell: string, seed: number) => judge.grade(maximum, { given: [], cells: [cell] }, seed);

  it("inputs differ from seed to seed, and a replayed reply is worth nothing", async () => {
    const spy = wrong("", `console.log(list.join())`);
    const [first, second] = [await grade(spy, 1), await grade(spy, 2)];
    expect(first.output).not.toBe(second.output);
    expect(first.output.split("\n").length).toBeGreaterThan(3);
    const answers = first.output.split("\n").map((line) => Math.max(...line.split(",").map(Number)));
    const replay = wrong(`const seen = ${JSON.stringify(answers)}; let i = 0;`, "return seen[i++]");
    expect(pointsOf(await grade(replay, 2))).toBe(0);
  });

  it("one question in eight meets one check in a fresh sandbox, drawn from the seed", async () => {
    // Wrong in its first call only: so the first check fails, and with it each check that comes first in a sandbox.
    const warm = `let calls = 0; function maximum(list: number[]): any {
      return calls++ === 0 ? "warming up" : list.length === 0 ? undefined : Math.max(...list); }`;
    const results = await Promise.all(Array.from({ length: 40 }, (_, seed) => grade(warm, seed)));
    expect(results.every(({ checks }) => checks[0]!.verdict === "fail")).toBe(true);
    const split = results.filter(({ checks }) => checks.slice(1).some(({ verdict }) => verdict === "fail"));
    // One in eight is split, one in four of these at the first check, which does not show: 3.75 of 40 on average.
    expect(split.length).toBeGreaterThan(0);
    expect(split.length).toBeLessThan(12);
  });

  it("two runs with one seed differ in times only", async () => {
    const cells = [
      honest("console.log(Math.random());"),
      wrong("", "return list[0]"),
      wrong("", "process.exit(1)"),
    ];
    for (const cell of cells) {
      const [first, second] = [await grade(cell, 5), await grade(cell, 5)];
      const timeless = (r: typeof first) => ({
        ...r,
        checks: r.checks.map((c) => ({ ...c, milliseconds: 0 })),
      });
      expect(timeless(second)).toEqual(timeless(first));
    }
  });
});
