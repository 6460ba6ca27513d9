/** `ganbook grade`: a folder of submissions to marks, pages and exports. */
import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import type { GradedClass, GradeClassOptions } from "../grading/class/grade-class";
import { showGradeProgress } from "./grade-progress";
import { count, seed } from "./options";
import { printable } from "./printable";

interface Flags {
  out: string;
  jobs: number;
  roster?: string;
  seed?: number;
  marks?: string;
  course?: string;
  json?: boolean;
  unsafeNoSandbox?: boolean;
}

const help = `
Where submissions may lie in <dir> (the student's name is read from the path):
  ana/05-dcgan.ipynb                     a folder for each student (nbgrader's folders, too)
  ana-05-dcgan.ipynb, ana.ipynb          files side by side
  ana.zip                                a student's zip
Or <dir> is itself a class's zip as Canvas or Moodle export it, or the folder that it was unpacked into:
    lopezana_LATE_1234_56789_05-dcgan.ipynb                        Canvas
    Ana Lopez_123456_assignsubmission_file_/05-dcgan.ipynb         Moodle

What comes to <dir> of --out: index.html (the class), students/NAME/index.html, grades.csv, checks.parquet,
marking.csv (fill in the column "mark" for answers in prose, and run again), changes.csv (whose marks changed),
students/NAME/NOTEBOOK/results.json, and exports/ for Canvas, Moodle, nbgrader, Gradescope and Exercism.

Run it again at any time, also after it was killed: only answers that are new and questions that changed are graded.
Without --seed the seed of the last run in that folder is kept; each answer's inputs come from it and from the answer's
own text. A submission's time is the time of its file, unless nbgrader's timestamp.txt or the course file says another;
times inside a student's own zip do not count. The course file is JSON; each part may be left out:
  { "title": "GANs", "assignments": { "05-dcgan": { "due": "2026-03-01T23:59:00+01:00" } },
    "late": { "graceMinutes": 15, "percentPerDay": 10, "capPercent": 50 },
    "extensions": [{ "student": "ana", "assignment": "05-dcgan", "due": "2026-03-08T23:59:00+01:00" }],
    "submitted": [{ "student": "bo", "assignment": "05-dcgan", "time": "2026-03-01T20:00:00+01:00" }] }

Exit codes: 0 all graded, 1 something broke, 2 the command cannot be followed, 3 graded, but some submissions could not
be read or are by nobody on the roster.

Examples:
  npx ganbook grade submissions --out graded
  npx ganbook grade submissions.zip --out graded --roster class.csv --course course.json
  npx ganbook grade submissions --out graded --marks marking-by-kim.csv --json`;

export function gradeCommand(): Command {
  return new Command("grade")
    .argument("<dir>", "folder of submissions, or a class's zip")
    .requiredOption("--out <dir>", "folder of results; kept between runs")
    .option("--jobs <n>", "submissions at a time (default: one for each core)", count, availableParallelism())
    .option(
      "--roster <file>",
      "the class as CSV: student_id, first_name, last_name, email; or Canvas's or Moodle's",
    )
    .option("--seed <n>", "seed of all inputs (default: a new one, kept in --out)", seed)
    .option("--marks <file>", "a filled copy of marking.csv to merge in")
    .option("--course <file>", "due times and the late policy, see below")
    .option("--json", "print the result as one line of JSON")
    .option("--unsafe-no-sandbox", "run answers with all your rights, where no sandbox can be had")
    .addHelpText("after", help)
    .action(async (dir: string, flags: Flags) => {
      process.exitCode = await runGrade(dir, flags);
    });
}

/** @returns The exit code. */
async function runGrade(folder: string, flags: Flags): Promise<number> {
  const start = performance.now();
  const options = await readOptions(folder, flags);
  const { gradeClass } = await import("../grading/class/grade-class");
  const { writeReports } = await import("../grading/report/write-reports");
  const progress = showGradeProgress();
  const done = await gradeClass(
    { ...options, onProgress: (...at) => progress.update(...at) },
    async (graded) => {
      progress.stop();
      await writeReports(flags.out, graded);
    },
  ).finally(() => progress.stop());
  const seconds = (performance.now() - start) / 1000;
  if (flags.json) console.log(JSON.stringify({ out: flags.out, ...numbersOf(done), seconds }));
  else process.stdout.write(describe(done, { out: flags.out, seconds }));
  const { faults, problems, unknown } = numbersOf(done);
  if (faults > 0) return 1;
  return problems + unknown > 0 ? 3 : 0;
}

async function readOptions(folder: string, flags: Flags): Promise<GradeClassOptions> {
  const { loadCourse } = await import("../grading/class/load-course");
  const assignments = await loadCourse();
  const notebooks = assignments.map(({ set }) => set.notebook);
  const { jobs, out, seed, roster, course, marks, unsafeNoSandbox: unsafe } = flags;
  return {
    folder,
    out,
    jobs,
    seed,
    assignments,
    people:
      roster === undefined ? undefined : await (await import("../grading/class/roster")).readRoster(roster),
    course:
      course === undefined
        ? undefined
        : await (await import("../grading/class/course-file")).readCourseFile(course, notebooks),
    filled: marks === undefined ? undefined : await readMarks(marks),
    startJudge: async () => (await import("../grading/judge/judge")).startJudge({ jobs, unsafe }),
  };
}

async function readMarks(path: string) {
  const { readMarking } = await import("../grading/class/marking");
  const text = await readFile(path, "utf8").catch((error: Error) => {
    throw new RangeError(`The marks cannot be read: ${error.message}.`);
  });
  return { lines: readMarking(text, path), name: path };
}

function numbersOf({ book, graded, changes, seed, sandbox }: GradedClass) {
  const count = (status: string) => book.rows.filter((row) => row.status === status).length;
  return {
    submissions: graded.length,
    graded: graded.filter(({ isNew }) => isNew).length,
    kept: graded.filter(({ isNew, result }) => !isNew && result !== undefined).length,
    problems: graded.filter(({ result, problem }) => result === undefined || (problem ?? result.problem))
      .length,
    faults: graded.filter(({ isFault }) => isFault).length,
    toMark: count("to mark"),
    notHandedIn: count("not handed in"),
    unknown: book.unknown.length,
    changed: changes.length,
    seed,
    sandbox,
  };
}

function describe(done: GradedClass, { out, seconds }: { out: string; seconds: number }): string {
  const { submissions, graded, kept, toMark, notHandedIn, changed, seed, sandbox } = numbersOf(done);
  const lines = [
    `${submissions} submissions: ${graded} graded, ${kept} as before, in ${seconds.toFixed(1)} s (seed ${seed}, sandbox ${sandbox}).`,
    ...(notHandedIn > 0 ? [`${notHandedIn} not handed in.`] : []),
    ...(toMark > 0
      ? [`${toMark} wait for marks: fill ${join(out, "marking.csv")}, then run this again.`]
      : []),
    ...done.graded.flatMap(({ student, file, problem, result }) => {
      const why = problem ?? result?.problem;
      return why === undefined ? [] : [`! ${student} (${file}): ${why}`];
    }),
    ...done.book.unknown.map((name) => `! ${name} is not on the roster.`),
    ...(changed > 0 ? ["", "Whose marks changed:"] : []),
    ...done.changes.map(
      ({ student, notebook, before, after, questions }) =>
        `  ${student}, ${notebook}: ${before} -> ${after} (${questions.join("; ")})`,
    ),
    `The class: ${join(out, "index.html")}`,
  ];
  return `${lines.map(printable).join("\n")}\n`;
}
