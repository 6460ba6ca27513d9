import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { questionSets } from "../../lib/questions/all";
import { attemptsFile, keepAttempt, keepHint, standingOf } from "../../lib/questions/attempts";
import { progressOf, progressSummary } from "../../lib/questions/progress-figure";
import type { CheckResult } from "../../lib/questions/run-checks";
import type { Verdict } from "../../lib/questions/types";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "attempts-"));
  file = join(folder, "work", "attempts.jsonl");
});
afterEach(() => rmSync(folder, { recursive: true }));

const id = "dcgan/losses";
const result = (verdict: Verdict, points = 0): CheckResult[] => [
  { name: "a check", verdict, message: "", points, maxPoints: 8, milliseconds: 1 },
];
const fail = () => keepAttempt(id, result("fail", 2), { file });

describe("attempts", () => {
  it("bring the first hint with the second failed try, and no more than three", () => {
    const hints = [standingOf(id, file).hints];
    for (let i = 0; i < 6; i++) {
      fail();
      hints.push(standingOf(id, file).hints);
    }
    expect(hints).toEqual([0, 0, 1, 2, 3, 3, 3]);
    expect(standingOf(id, file)).toEqual({ tries: 6, failed: 6, isPassed: false, points: 2, hints: 3 });
    expect(standingOf("dcgan/generator", file).tries).toBe(0);
  });

  it("keep the best points, and a pass for good", () => {
    fail();
    keepAttempt(id, result("pass", 8), { file });
    fail();
    expect(standingOf(id, file)).toEqual({ tries: 3, failed: 1, isPassed: true, points: 8, hints: 0 });
    const all = progressOf(file);
    expect(all.find(({ question }) => question.id === id)).toMatchObject({
      state: "passed",
      points: 8,
      tries: 3,
    });
    const checked = questionSets.flatMap(({ questions }) => questions).filter(({ kind }) => kind !== "prose");
    const total = checked.reduce((sum, { points }) => sum + points, 0);
    expect(progressSummary(all)).toBe(
      `1 of ${checked.length} checked exercises passed, 8 of ${total} points.`,
    );
  });

  it("do not count a stub, nor an answer that did not change", () => {
    keepAttempt(id, result("not-attempted"), { file });
    expect(standingOf(id, file).tries).toBe(0);
    for (const code of ["x", "x", "y"]) keepAttempt(id, result("fail"), { file, code });
    expect(standingOf(id, file).tries).toBe(2);
  });

  it("lie in work/ for the learner's notebooks, named from anywhere, and in the cache for all others", () => {
    const work = join(resolve(__dirname, "../.."), "work");
    const expected = join(work, "attempts.jsonl");
    expect(attemptsFile(join(work, "exercises"))).toBe(expected);
    expect(attemptsFile(relative(process.cwd(), join(work, "exercises")))).toBe(expected);
    for (const folder of [tmpdir(), `${work}-not`])
      expect(attemptsFile(folder)).toMatch(/\.cache.attempts\.jsonl$/);
  });

  it("remember hints that were asked for", () => {
    keepHint(id, 2, file);
    expect(standingOf(id, file)).toMatchObject({ tries: 0, hints: 2 });
  });

  it("lose nothing in a damaged file: what can be read counts, what cannot stays", () => {
    fail();
    appendFileSync(file, '{"date":"2026-01-01","id":"dcgan/los'); // a line that was cut by a kill
    fail();
    expect(standingOf(id, file).tries).toBe(2);
    expect(readFileSync(file, "utf8")).toContain('"dcgan/los\n');
    writeFileSync(file, "\u0000\u0001 no JSON at all\nnull\n[1]\n");
    fail();
    expect(standingOf(id, file).tries).toBe(1);
    expect(readFileSync(file, "utf8")).toContain("no JSON at all");
  });
});
