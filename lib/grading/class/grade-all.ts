/** Grades what is not graded yet, several submissions at a time. */
import type { Judge, SubmissionResult } from "../types";
import { versionOf } from "./assignment";
import type { Assignment } from "./assignment";
import type { Submission } from "./collect";
import { gradeSubmission } from "./grade-submission";
import { keyOf, readResult, storeResult, whyChanged } from "./result-store";

export interface GradedSubmission extends Submission {
  /** Undefined for a notebook of no known exercise. */
  result: SubmissionResult | undefined;
  /** Whether it was graded in this run. */
  isNew: boolean;
  /** Whether the grader broke on it; it is tried again in the next run. */
  isFault?: boolean;
}

export interface GradeAllOptions {
  out: string;
  assignments: readonly Assignment[];
  judge: Judge;
  seed: number;
  jobs: number;
  /** `left`: seconds, by the speed so far; undefined at the start. */
  onProgress?: (done: number, total: number, left: number | undefined) => void;
}

/** Each result is on disk before the next submission begins. */
export async function gradeAll(
  submissions: readonly Submission[],
  options: GradeAllOptions,
): Promise<GradedSubmission[]> {
  const { jobs, onProgress } = options;
  const graded: GradedSubmission[] = new Array<GradedSubmission>(submissions.length);
  const work = [...submissions.entries()];
  let done = 0;
  let made = 0;
  const start = performance.now();
  const worker = async () => {
    for (let next = work.shift(); next !== undefined; next = work.shift()) {
      const [place, submission] = next;
      const one = await gradeOne(submission, options).catch((error: Error) => faulty(submission, error));
      graded[place] = one;
      done++;
      if (one.isNew) made++;
      const seconds = (performance.now() - start) / 1000;
      onProgress?.(done, submissions.length, made === 0 ? undefined : (seconds / made) * work.length);
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  return graded;
}

/** A fault of the course's own code: the others go on, and nothing is stored. */
function faulty(submission: Submission, { message }: Error): GradedSubmission {
  const problem = `The grader itself failed here, which is not the learner's fault: ${message}`;
  return { ...submission, problem, result: undefined, isNew: false, isFault: true };
}

async function gradeOne(submission: Submission, options: GradeAllOptions): Promise<GradedSubmission> {
  const { out, judge, seed } = options;
  const assignment = options.assignments.find(({ set }) => set.notebook === submission.notebook);
  if (assignment === undefined) return { ...submission, result: undefined, isNew: false };
  const version = versionOf(assignment);
  const key = { submissionHash: submission.hash, seed, sandbox: judge.level, version };
  const old = await readResult(out, submission.student, assignment.set.notebook);
  const isKept = old !== undefined && old.problem === undefined && submission.problem === undefined;
  if (isKept && whyChanged(keyOf(old), key).length === 0) return { ...submission, result: old, isNew: false };
  const result = await gradeSubmission(submission, assignment, { judge, seed, old });
  await storeResult(out, submission.student, result);
  return { ...submission, result, isNew: true };
}
