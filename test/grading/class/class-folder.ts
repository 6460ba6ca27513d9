/** A class in a folder of its own, graded by a stand-in. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { gradeClass } from "../../../lib/grading/class/grade-class";
import type { GradeClassOptions } from "../../../lib/grading/class/grade-class";
import type { SubmissionResult } from "../../../lib/grading/types";
import { bytesOf, demoNotebook, rightAnswers, stubs } from "../fixture";
import type { Answers } from "../fixture";
import { demoAssignment, standInJudge } from "./stand-in";

/** Of the running test; "in" holds what was handed in, "out" the results. */
export let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "ganbook-class-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

export function put(path: string, contents: Uint8Array | string): void {
  mkdirSync(dirname(join(dir, "in", path)), { recursive: true });
  writeFileSync(join(dir, "in", path), contents);
}

export function submit(path: string, answers: Partial<Answers> = rightAnswers): void {
  put(path, bytesOf(demoNotebook({ ...stubs, ...answers })));
}

export async function grade(more: Partial<GradeClassOptions> = {}) {
  const judge = standInJudge();
  const done = await gradeClass(
    {
      folder: join(dir, "in"),
      out: join(dir, "out"),
      assignments: [demoAssignment],
      startJudge: () => Promise.resolve(judge),
      jobs: 2,
      seed: 7,
      ...more,
    },
    () => Promise.resolve(),
  );
  const scores = Object.fromEntries(done.book.rows.map(({ student, score }) => [student, score]));
  const states = Object.fromEntries(done.book.rows.map(({ student, status }) => [student, status]));
  return { ...done, scores, states, asked: judge.asked, seeds: judge.seeds };
}

export const resultOf = (student: string) =>
  JSON.parse(
    readFileSync(join(dir, "out/students", student, "07-demo/results.json"), "utf8"),
  ) as SubmissionResult;
