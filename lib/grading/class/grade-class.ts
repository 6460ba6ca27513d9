/** Grades a folder of submissions and writes all that comes of it. Run it again at any time: only what is new is graded. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { withLock } from "../../datasets/lock";
import type { Judge, SandboxLevel } from "../types";
import type { Assignment } from "./assignment";
import { marksChanged } from "./changes";
import type { MarkChange } from "./changes";
import { collect } from "./collect";
import type { Submission } from "./collect";
import { noCourseFile } from "./course-file";
import type { CourseFile } from "./course-file";
import { gradeAll } from "./grade-all";
import type { GradedSubmission } from "./grade-all";
import { gradebook } from "./gradebook";
import type { Gradebook } from "./gradebook";
import { keepMarking } from "./keep-marking";
import { marksOf } from "./marking";
import type { MarkingLine } from "./marking";
import { oneEach } from "./one-each";
import { removeHalfWritten } from "./result-store";
import { personFinder } from "./roster";
import type { Person } from "./roster";
import { settleSeed } from "./settings";

export interface GradeClassOptions {
  folder: string;
  out: string;
  assignments: readonly Assignment[];
  startJudge: () => Promise<Judge>;
  /** Submissions at a time. */
  jobs: number;
  seed?: number;
  people?: readonly Person[];
  course?: CourseFile;
  /** A filled marking table, and its name for errors. */
  filled?: { lines: readonly MarkingLine[]; name: string };
  onRead?: (count: number) => void;
  onProgress?: (done: number, total: number, left: number | undefined) => void;
}

export interface GradedClass {
  book: Gradebook;
  changes: MarkChange[];
  graded: GradedSubmission[];
  seed: number;
  sandbox: SandboxLevel;
}

/**
 * Does everything but the pages and tables; those come from `writeReports`.
 *
 * @throws RangeError for an empty folder, a roster of another class, or marks that contradict kept ones; DataError while
 * another process grades into the same folder.
 */
export async function gradeClass(options: GradeClassOptions, report: (done: GradedClass) => Promise<void>) {
  await mkdir(options.out, { recursive: true });
  return withLock(join(options.out, ".grading.lock"), async () => {
    await removeHalfWritten(options.out);
    const done = await grade(options);
    await report(done);
    return done;
  });
}

async function grade(options: GradeClassOptions): Promise<GradedClass> {
  const { folder, out, assignments, people, course = noCourseFile } = options;
  const found = await collect(folder, assignments, options.onRead);
  const submissions = oneEach(people === undefined ? found : named(found, people));
  const seed = await settleSeed(out, options.seed);
  const judge = await options.startJudge();
  try {
    const graded = await gradeAll(submissions, { ...options, judge, seed });
    const lines = await keepMarking({ out, graded, assignments, filled: options.filled });
    const book = gradebook({ graded, assignments, people, course, marks: marksOf(lines) });
    return { book, changes: await marksChanged(out, graded), graded, seed, sandbox: judge.level };
  } finally {
    await judge.close();
  }
}

/** Puts the roster's ids in place of the names that files carry. */
function named(submissions: readonly Submission[], people: readonly Person[]): Submission[] {
  const find = personFinder(people);
  const found = submissions.map((one) => ({ one, person: find(one) }));
  if (found.every(({ person }) => person === undefined)) {
    const names = [...new Set(submissions.map(({ student }) => student))].slice(0, 3).join(", ");
    throw new RangeError(
      `None of the ${submissions.length} submissions (${names}, ...) is by anybody on the roster ` +
        `(${people
          .slice(0, 3)
          .map(({ id }) => id)
          .join(", ")}, ...). Is it the roster of another class?`,
    );
  }
  return found.map(({ one, person }) => (person === undefined ? one : { ...one, student: person.id }));
}
