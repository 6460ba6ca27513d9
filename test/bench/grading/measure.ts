/** The grading part of the bench: speeds of the judge, a class through `ganbook grade`, and the same work beside nbgrader's. */
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { notebookPath, notebookText } from "ganbook/dist/grading/authoring/course-files";
import { root, workers } from "../paths";
import type { Span } from "../workers/judge-speed";
import { writeClass } from "./classroom";
import type { Figure } from "./figures";
import { five, fiveNotebook } from "./five";
import { type NbgraderCourse, autograde, prepareCourse, scores, studentName } from "./nbgrader";

export interface GradingOptions {
  /** Of the class that goes through `ganbook grade`. */
  submissions: number;
  /** Seconds of each span of the judge. */
  seconds: number;
  /** Why nbgrader cannot run; empty when it can. */
  nbgrader: string;
}

export interface GradingMeasure {
  task: string;
  measure: () => Promise<Figure[]>;
}

/** Chapter 00: five answers that a program marks, one of them with TensorFlow.js, and one in prose. */
const CHAPTER = "00-start-here";
/** Students whose five answers both graders mark. */
const BESIDE = 100;

export function gradingMeasures(options: GradingOptions): GradingMeasure[] {
  return [
    { task: "grading: the judge's speed", measure: () => measureJudge(options.seconds) },
    { task: "grading: check() in a notebook and in a terminal", measure: measureChecks },
    { task: "grading: beside nbgrader", measure: () => measureBeside(options.nbgrader) },
    { task: `grading: ${options.submissions} submissions`, measure: () => measureClass(options.submissions) },
  ];
}

/** One that fails is told with why, under the name of its task. */
export async function measureGrading({ task, measure }: GradingMeasure): Promise<Figure[]> {
  try {
    return await measure();
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    const why = stderr?.trim().split("\n").at(-1) || message;
    return [{ what: task.replace("grading: ", ""), value: null, unit: "", why }];
  }
}

async function measureJudge(seconds: number): Promise<Figure[]> {
  const { printed } = await run(join(workers, "judge-speed.js"), [
    "--seconds",
    String(seconds),
    "--jobs",
    "2",
  ]);
  const { plain, tensorflow, hostile } = JSON.parse(printed) as Record<string, Span>;
  const rate = (what: string, { perHour }: Span, goal?: Figure["goal"]): Figure => ({
    what,
    value: perHour,
    unit: "questions/h",
    ...(goal && { goal }),
  });
  const wrong = [plain!, tensorflow!, hostile!].reduce((sum, span) => sum + span.wrong, 0);
  return [
    rate("plain functions", plain!, { atLeast: 60_000 }),
    rate("functions that need TensorFlow.js", tensorflow!, { atLeast: 8_000 }),
    rate("plain functions, one in 20 loops for ever", hostile!),
    { what: "wrong verdicts in these spans", value: wrong, unit: "", goal: { atMost: 0 } },
  ];
}

async function measureChecks(): Promise<Figure[]> {
  const { printed } = await run(join(workers, "notebook-check.js"), []);
  const { p95 } = JSON.parse(printed) as { p95: number };
  const file = notebookPath("solutions", CHAPTER);
  const { seconds } = await run(ganbook, ["check", file, "--question", "descent"]);
  return [
    {
      what: "check() in a notebook, p95 over all questions",
      value: p95 / 1000,
      unit: "s",
      goal: { atMost: 2 },
    },
    { what: "ganbook check of one question, start to end", value: seconds, unit: "s", goal: { atMost: 2 } },
  ];
}

async function measureBeside(missing: string): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "ganbook-beside-"));
  const questions = BESIDE * five.length;
  const perHour = (seconds: number) => Math.round((3600 * questions) / seconds);
  /** One student in two has one wrong answer. */
  const isRight = (student: number, place: number) => student % 10 !== place;
  const expected = (student: number) => 3 * five.filter((_, place) => isRight(student, place)).length;
  try {
    for (let student = 0; student < BESIDE; student++) {
      const place = join(folder, "in", studentName(student));
      mkdirSync(place, { recursive: true });
      writeFileSync(join(place, "98-five.ipynb"), notebookText(fiveNotebook((i) => isRight(student, i))));
    }
    const ours = await run(join(workers, "grade-five.js"), [join(folder, "in"), join(folder, "out")]);
    sameScores("ganbook", new Map(JSON.parse(ours.printed) as [string, number][]), expected);
    const own: Figure = {
      what: `${questions} questions, our grader`,
      value: perHour(ours.seconds),
      unit: "questions/h",
    };
    const ratio = { what: "our grader over nbgrader's autograde", unit: "x", goal: { atLeast: 3 } };
    if (missing !== "") return [own, { ...ratio, value: null, why: missing }];
    const theirs = await autogradeCourse({ folder: join(folder, "course"), students: BESIDE, isRight });
    sameScores("nbgrader", await scores(theirs.folder), expected);
    return [
      own,
      {
        what: "the same, nbgrader's autograde, two processes",
        value: perHour(theirs.seconds),
        unit: "questions/h",
      },
      { ...ratio, value: theirs.seconds / ours.seconds },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Its two processes share one gradebook and now and then fail on each other's locks: then the course starts anew. */
async function autogradeCourse(course: NbgraderCourse): Promise<{ folder: string; seconds: number }> {
  for (let attempt = 1; ; attempt++) {
    try {
      const folder = `${course.folder}-${attempt}`;
      await prepareCourse({ ...course, folder });
      return { folder, seconds: await autograde(folder) };
    } catch (error) {
      if (attempt === 3) throw error;
    }
  }
}

/** A grader that is fast and wrong is not measured. */
function sameScores(
  grader: string,
  found: ReadonlyMap<string, number>,
  expected: (student: number) => number,
): void {
  for (let student = 0; student < BESIDE; student++) {
    const [got, right] = [found.get(studentName(student)), expected(student)];
    if (got !== right) throw new Error(`${grader} gave ${studentName(student)} ${got} points, not ${right}.`);
  }
}

async function measureClass(submissions: number): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "ganbook-class-"));
  const [handedIn, out] = [join(folder, "in"), join(folder, "out")];
  try {
    const answers = writeClass(handedIn, CHAPTER, submissions);
    const words = ["grade", handedIn, "--out", out, "--jobs", "2", "--seed", "1", "--json"];
    const { printed, seconds, peakMegabytes } = await run(ganbook, words);
    const { graded, sandbox } = JSON.parse(printed) as { graded: number; sandbox: string };
    if (graded !== submissions) throw new Error(`${graded} of ${submissions} submissions were graded.`);
    const what = `${submissions} submissions of chapter 00 (${answers} answers, ${sandbox})`;
    const again = await run(ganbook, words);
    return [
      { what, value: seconds / 60, unit: "minutes" },
      { what: "the same folder again, with nothing new", value: again.seconds, unit: "s" },
      {
        what: "memory of the judge at its peak, pages and tables included",
        value: peakMegabytes,
        unit: "MB",
        goal: { atMost: 300 },
        ...(peakMegabytes === null && { why: "this system does not tell" }),
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const ganbook = join(root, "lib", "setup", "ganbook.js");

interface Run {
  /** The last line. */
  printed: string;
  seconds: number;
  /** Of the process itself, without its sandboxes. */
  peakMegabytes: number | null;
}

function run(program: string, words: readonly string[]): Promise<Run> {
  const begin = performance.now();
  const child = spawn(process.execPath, [program, ...words], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [printed, errors] = ["", ""];
  let peakMegabytes: number | null = null;
  child.stdout.on("data", (part: Buffer) => (printed += part.toString()));
  child.stderr.on("data", (part: Buffer) => (errors = (errors + part.toString()).slice(-10_000)));
  const timer = setInterval(() => (peakMegabytes = peakOf(child.pid!) ?? peakMegabytes), 200);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(timer);
      const seconds = (performance.now() - begin) / 1000;
      if (code === 0) resolve({ printed: printed.trim().split("\n").at(-1) ?? "", seconds, peakMegabytes });
      else reject(Object.assign(new Error(`${program} ended with exit code ${code}.`), { stderr: errors }));
    });
  });
}

/** The most memory that a process has had so far. */
function peakOf(pid: number): number | undefined {
  try {
    const kilobytes = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined; // it has ended, or this is not Linux
  }
}
