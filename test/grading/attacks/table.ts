/** Runs a table of attacks: each beside its honest twin, in the same judge at the same time. */
import { expect, it } from "vitest";
import type { CheckedQuestion, Verdict } from "../../../lib/questions/types";
import type { JudgedQuestion } from "../../../lib/grading/types";
import { describeSandboxed, judge } from "../judge/sandboxes";
import { maximum } from "../judge/tiny-questions";

export interface Attack {
  /** Row of the threat model, of the tables of holes ("hole: ...", "pipe: ..."), or "own". */
  row: number | `hole: ${string}` | `pipe: ${string}` | "own";
  name: string;
  /** `maximum` unless given. */
  question?: CheckedQuestion;
  /** Cells of the attack; the answer in them is wrong. */
  attack: string | readonly string[];
  /** What the question may end with. */
  verdict: Verdict | readonly Verdict[];
  /** Part of the message of the first check that failed. */
  message?: RegExp;
  /** The same shape with a right answer, which gets full marks. */
  twin: string | readonly string[];
  /** Seconds for the attack; the twin has the question's own. */
  seconds?: number;
}

/** Node's modules, as somebody would get them who knows Node well. */
export const getModule = `const get = (name: string): any =>
  (process as any).getBuiltinModule?.(name) ?? (process as any).mainModule.require(name);`;

/** A right `maximum`, with something before it. */
export const honest = (before = "") => `${before}
function maximum(list: number[]): number | undefined {
  return list.length === 0 ? undefined : list.reduce((a, b) => (b > a ? b : a));
}`;

/** A wrong `maximum`, with something before it and inside it. */
export const wrong = (before = "", inside = "") => `${before}
function maximum(list: number[]): any { ${inside}; return 0; }`;

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
