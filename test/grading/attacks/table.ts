/** Runs a table of attacks: each beside its honest twin, in the same judge at the same time. */
import { expect, it } from "vitest";
import type { JudgedQuestion } from "../../../lib/grading/types";
import { describeSandboxed, judge } from "../judge/sandboxes";
import { maximum } from "../judge/tiny-questions";
import type { Attack } from "./attack";

export const pointsOf = ({ checks }: JudgedQuestion) => checks.reduce((sum, { points }) => sum + points, 0);

const cellsOf = (code: string | readonly string[]) => (typeof code === "string" ? [code] : code);

export function attackTests(title: string, attacks: readonly Attack[]): void {
  describeSandboxed(title, () => {
    it.concurrent.each(attacks)("$row $name", async (entry) => {
      const { question = maximum, attack, twin, verdict, message, seconds = question.seconds } = entry;
      const [result, twinResult] = await Promise.all([
        judge.grade({ ...question, seconds }, { given: [], cells: cellsOf(attack) }, 11),
        judge.grade(question, { given: [], cells: cellsOf(twin) }, 11),
      ]);
      const messages = result.checks.map((check) => check.message);
      expect(pointsOf(result), "points of the attack").toBe(0);
      expect([verdict].flat(), messages[0]).toContain(result.verdict);
      if (message !== undefined) expect(messages[0]).toMatch(message);
      expect(twinResult.checks.map((check) => check.message).join(""), "the honest twin").toBe("");
      expect(pointsOf(twinResult), "points of the honest twin").toBeCloseTo(question.points, 12);
      expect(twinResult.verdict).toBe("pass");
      expect(result.checks.map(({ name }) => name)).toEqual(question.checks.map(({ name }) => name));
    });
  });
}
