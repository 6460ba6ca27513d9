/** nbgrader as its users run it: a course folder, its gradebook, `nbgrader autograde` in two processes that share the students. */
import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { peerEnvironment, pythonOf } from "../paths";
import { five } from "./five";

interface PythonCell {
  cell_type: "code" | "markdown";
  metadata: object;
  source: string;
}

const metadata = (id: string, flags: object) => ({
  nbgrader: {
    schema_version: 3,
    grade_id: id,
    grade: false,
    solution: false,
    locked: false,
    task: false,
    ...flags,
  },
});

/** The notebook of the course's author: answers between nbgrader's own markers, then a cell of tests. */
function sourceCells(): PythonCell[] {
  return five.flatMap(({ name, parameters, right, asserts }) => [
    { cell_type: "markdown", metadata: {}, source: `## ${name}` },
    {
      cell_type: "code",
      metadata: metadata(name, { solution: true }),
      source: `def ${name}(${parameters}):\n    ### BEGIN SOLUTION\n    ${right.py}\n    ### END SOLUTION`,
    },
    {
      cell_type: "code",
      metadata: metadata(`${name}-test`, { grade: true, locked: true, points: 3 }),
      source: asserts.map((one) => `assert ${one}`).join("\n"),
    },
  ]);
}

function notebookText(cells: readonly object[]): string {
  const kernelspec = { name: "python3", display_name: "Python 3", language: "python" };
  const all = cells.map((cell, i) => ({
    id: `cell-${i}`,
    ...("cell_type" in cell && cell.cell_type === "code" ? { outputs: [], execution_count: null } : {}),
    ...cell,
  }));
  return JSON.stringify({ cells: all, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 });
}

/** Half of the students are named for the first process, half for the second. */
export const studentName = (number: number) =>
  `${number % 2 === 0 ? "a" : "b"}${String(number).padStart(4, "0")}`;

export interface NbgraderCourse {
  folder: string;
  students: number;
  isRight: (student: number, place: number) => boolean;
}

/** Writes the course, makes the student's version and puts in what each student handed in. */
export async function prepareCourse({ folder, students, isRight }: NbgraderCourse): Promise<void> {
  await put(join(folder, "nbgrader_config.py"), `c = get_config()\nc.CourseDirectory.course_id = "bench"\n`);
  await put(join(folder, "source", "ps", "five.ipynb"), notebookText(sourceCells()));
  await nbgrader(folder, "generate_assignment", "ps");
  const released = JSON.parse(await readFile(join(folder, "release", "ps", "five.ipynb"), "utf8")) as {
    cells: { source: string | string[]; metadata: { nbgrader?: { grade_id?: string } } }[];
  };
  for (let student = 0; student < students; student++) {
    const cells = released.cells.map((cell) => {
      const place = five.findIndex(({ name }) => name === cell.metadata.nbgrader?.grade_id);
      if (place < 0) return cell;
      const { name, parameters, right, wrong } = five[place]!;
      const body = (isRight(student, place) ? right : wrong).py;
      return { ...cell, source: `def ${name}(${parameters}):\n    ${body}` };
    });
    const path = join(folder, "submitted", studentName(student), "ps", "five.ipynb");
    await put(path, JSON.stringify({ ...released, cells }));
  }
}

/** @returns Seconds of both processes together, side by side. */
export async function autograde(folder: string): Promise<number> {
  const begin = performance.now();
  await Promise.all(["a", "b"].map((half) => nbgrader(folder, "autograde", "ps", `--student=${half}*`)));
  return (performance.now() - begin) / 1000;
}

/** Points of each student in nbgrader's gradebook. */
export async function scores(folder: string): Promise<Map<string, number>> {
  await nbgrader(folder, "export", "--to", join(folder, "grades.csv"));
  const [header = "", ...lines] = (await readFile(join(folder, "grades.csv"), "utf8")).trim().split(/\r?\n/);
  const columns = header.split(",");
  const [who, score] = [columns.indexOf("student_id"), columns.indexOf("score")];
  return new Map(lines.map((line) => line.split(",")).map((cells) => [cells[who]!, Number(cells[score])]));
}

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

function nbgrader(folder: string, ...words: string[]) {
  const python = pythonOf(peerEnvironment);
  const path = [dirname(python), process.env.PATH ?? ""].join(delimiter); // it starts other programs of its environment
  const quiet = { PYTHONDONTWRITEBYTECODE: "1", PYTHONNOUSERSITE: "1", JUPYTER_PLATFORM_DIRS: "1" };
  const home = {
    HOME: folder,
    JUPYTER_CONFIG_DIR: join(folder, "config"),
    IPYTHONDIR: join(folder, "ipython"),
  };
  return promisify(execFile)(python, ["-m", "nbgrader", ...words], {
    cwd: folder,
    env: { ...process.env, ...quiet, ...home, PATH: path },
    maxBuffer: 2 ** 26,
  });
}
