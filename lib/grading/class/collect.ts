/** Finds all submissions in a folder: notebooks, zips of one student, and zips of a class as Canvas and Moodle export them. */
import { createHash } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { lstat, readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { MAX_BYTES, UnreadableNotebook } from "../notebook/decode";
import { readSubmission } from "../notebook/read-submission";
import type { SubmittedNotebook } from "../notebook/read-submission";
import { identify } from "./assignment";
import type { Assignment } from "./assignment";
import { isClassExport, isClutter, ownerOf } from "./name-patterns";
import type { Owner } from "./name-patterns";
import { classZip, readZip, RefusedZip, studentZip } from "./read-zip";

export interface Submission extends Owner {
  /** Where it lay, for people: "ana.zip: 05-dcgan.ipynb". */
  file: string;
  /** SHA-256 of the bytes. */
  hash: string;
  /** When it was handed in, as far as the file knows. */
  time: Date;
  /** Name of the exercise; undefined where nobody can tell. */
  notebook: string | undefined;
  /** Undefined where it could not be read. @see unpacked */
  packed: Buffer | undefined;
  /** Why it could not be read. */
  problem?: string;
  repairs: string[];
}

interface FoundFile extends Owner {
  file: string;
  /** The name that tells the exercise. */
  name: string;
  time: Date;
  bytes: Buffer;
  problem?: string;
}

/**
 * @param folder Or a zip of the whole class.
 * @param onFile Called after each file, for progress.
 * @throws RangeError when the folder is not there or holds no notebook.
 */
export async function collect(
  folder: string,
  assignments: readonly Assignment[],
  onFile: (count: number) => void = () => {},
): Promise<Submission[]> {
  const names = assignments.map(({ set }) => set.notebook);
  const submissions: Submission[] = [];
  for await (const file of filesIn(folder, names)) {
    submissions.push(read(file, assignments));
    onFile(submissions.length);
  }
  if (submissions.length === 0) {
    throw new RangeError(
      `There is no notebook (.ipynb) and no .zip in ${folder}. Give the folder of submissions.`,
    );
  }
  return submissions;
}

function read({ bytes, name, problem, ...found }: FoundFile, assignments: readonly Assignment[]): Submission {
  const hash = createHash("sha256").update(bytes).digest("hex");
  const named = assignments.find(({ set }) => name.toLowerCase().includes(set.notebook.toLowerCase()));
  const unread = (why: string) => ({
    ...found,
    hash,
    notebook: named?.set.notebook,
    packed: undefined,
    problem: why,
    repairs: [],
  });
  if (problem !== undefined) return unread(problem);
  try {
    const content = readSubmission(bytes);
    const identified = identify(content, name, assignments);
    if (identified === undefined) return unread(strange(content, assignments));
    const repairs = identified.repair === undefined ? [] : [identified.repair];
    return { ...found, hash, notebook: identified.assignment.set.notebook, packed: packed(content), repairs };
  } catch (error) {
    if (!(error instanceof UnreadableNotebook)) throw error;
    return unread(error.message);
  }
}

/** A class waits in memory until it is graded, a fifth of its size. Read again from disk, it could be another one. */
export const packed = (content: SubmittedNotebook) => deflateRawSync(JSON.stringify(content), { level: 1 });
export const unpacked = (bytes: Buffer) => JSON.parse(inflateRawSync(bytes).toString()) as SubmittedNotebook;

function strange({ assignment }: SubmittedNotebook, assignments: readonly Assignment[]): string {
  const names = assignments.map(({ set }) => set.notebook).join(", ");
  const what =
    assignment === undefined ? "This notebook" : `The notebook ${JSON.stringify(assignment.slice(0, 60))}`;
  return `${what} is none of the course's exercises (${names}).`;
}

const isNotebook = (path: string) => /\.ipynb$/i.test(path) && !isClutter(path);
const isZip = (path: string) => /\.zip$/i.test(path) && !isClutter(path);

async function* filesIn(folder: string, names: readonly string[]): AsyncGenerator<FoundFile> {
  for (const path of await listed(folder)) {
    const full = path === "" ? folder : join(folder, path);
    const owner = ownerOf(path, names);
    const status = await lstat(full);
    const time = (await timestampBeside(full)) ?? status.mtime;
    const found = { ...owner, file: path || basename(folder), name: path, time, bytes: Buffer.alloc(0) };
    if (!status.isFile()) {
      const what = status.isSymbolicLink() ? "a link" : "no file";
      yield { ...found, problem: `This is ${what}. Hand in the notebook itself.` };
    } else if (isNotebook(path)) {
      if (status.size > MAX_BYTES)
        yield { ...found, bytes: Buffer.from(`${status.size}`), problem: tooLarge(status.size) };
      else yield { ...found, bytes: await readFile(full) };
    } else {
      yield* fromZip(full, found, { names, isClass: path === "" });
    }
  }
}

/** Paths below the folder; an empty one where it is a zip itself. */
async function listed(folder: string): Promise<string[]> {
  if (isZip(basename(folder)) && (await stat(folder).catch(() => undefined))?.isFile()) return [""];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: Error) => {
    throw new RangeError(`${folder} cannot be read: ${error.message}. Give the folder of submissions.`);
  });
  const paths = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, "/").length).replaceAll("\\", "/"));
  return paths.filter((path) => isNotebook(path) || isZip(path)).sort();
}

/** nbgrader keeps the time of a submission in a file beside it. A link there could lead anywhere. */
async function timestampBeside(path: string): Promise<Date | undefined> {
  const file = join(path, "..", "timestamp.txt");
  const status = await lstat(file).catch(() => undefined);
  if (!status?.isFile() || status.size > 100) return undefined;
  const text = await readFile(file, "utf8").catch(() => "");
  const time = new Date(text.trim().replace(/ UTC$/, "Z").replace(" ", "T"));
  return Number.isNaN(time.getTime()) ? undefined : time;
}

/**
 * The notebooks in a zip. Only a zip that the teacher named is of a whole class: in one that a student handed in, neither
 * the names of others nor the times inside count, for the student wrote them. Where it is refused, one file with a problem.
 */
async function* fromZip(
  zip: string | Buffer,
  found: FoundFile,
  { names, isClass }: ZipOptions,
): AsyncGenerator<FoundFile> {
  let count = 0;
  try {
    const paths = await pathsIn(zip); // links and paths that lead out are refused here, before anything is read
    if (!isClass && isClassExport(paths)) throw new RefusedZip(looksLikeClass);
    const limits = isClass ? classZip : studentZip;
    for await (const { path, time, bytes } of readZip(zip, (p) => isNotebook(p) || isZip(p), limits)) {
      count++;
      const whose = isClass ? { ...ownerOf(path, names), time } : {};
      const one = { ...found, ...whose, file: `${found.file}: ${path}`, name: path, bytes };
      if (!isZip(path)) yield one;
      else if (isClass) yield* fromZip(bytes, one, { names, isClass: false });
      else yield { ...one, problem: "The zip holds another zip. Hand in the notebook itself." };
    }
    if (count === 0) yield { ...found, problem: "The zip holds no notebook (.ipynb)." };
  } catch (error) {
    if (!(error instanceof RefusedZip)) throw error;
    yield { ...found, bytes: Buffer.from(found.file), problem: error.message };
  }
}

interface ZipOptions {
  names: readonly string[];
  isClass: boolean;
}

const looksLikeClass =
  "The zip holds files named as an LMS exports those of a whole class. A student hands in the notebook alone; " +
  "a teacher grades such a zip by itself: `npx ganbook grade THE.zip --out DIR`.";

async function pathsIn(zip: string | Buffer): Promise<string[]> {
  const paths: string[] = [];
  const note = (path: string) => paths.push(path) === 0;
  for await (const entry of readZip(zip, note, classZip)) paths.push(entry.path);
  return paths;
}

function tooLarge(size: number): string {
  return `The file has ${Math.round(size / 2 ** 20)} MB. Clear the outputs of all cells, save, and hand it in again.`;
}
