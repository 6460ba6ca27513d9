/** Reads a submitted .ipynb, damaged or not, as a list of cells. Nothing in it is trusted. */
import { decode, UnreadableNotebook } from "./decode";
import { stripOutputs } from "./strip-outputs";

export interface SubmittedCell {
  kind: "code" | "markdown" | "raw";
  /** Lines end with "\n". */
  source: string;
  /** What the metadata says it is; learners can change it, so it only helps to find things. */
  role: string | undefined;
  question: string | undefined;
  /** nbgrader's name for the cell. */
  gradeId: string | undefined;
  /** nbgrader's points, as the file has them. They never count. */
  points: number | undefined;
  id: string | undefined;
}

export interface SubmittedNotebook {
  cells: SubmittedCell[];
  /** From the notebook's metadata. */
  assignment: string | undefined;
  repairs: string[];
}

type Fields = Record<string, unknown>;

/** Left-out outputs of more bytes than this are worth a word. */
const LARGE = 20 * 2 ** 20;

/** @throws UnreadableNotebook with the cause, for the learner. */
export function readSubmission(file: Uint8Array): SubmittedNotebook {
  const { bytes, repairs } = decode(file);
  const stripped = stripOutputs(bytes);
  repairs.push(...stripped.repairs);
  if (stripped.dropped > LARGE) {
    repairs.push(`${Math.round(stripped.dropped / 2 ** 20)} MB of outputs were left out.`);
  }
  const notebook = parse(stripped.json);
  const found = rawCells(notebook, repairs);
  const cells = found.flatMap((cell) => readCell(cell) ?? []);
  if (cells.length < found.length)
    repairs.push(`${found.length - cells.length} damaged cells were left out.`);
  mendTexts(cells, repairs);
  sayAboutIds(cells, repairs);
  const own = fields(fields(notebook.metadata)?.ganbook);
  return { cells, assignment: text(own?.assignment), repairs };
}

function parse(json: Buffer): Fields {
  let value: unknown;
  try {
    value = JSON.parse(json.toString("utf8"));
  } catch (error) {
    throw new UnreadableNotebook(
      `The file is no notebook: ${(error as Error).message.slice(0, 120)}. Save the notebook in JupyterLab and hand it in again.`,
    );
  }
  const notebook = fields(value);
  if (notebook === undefined) throw notANotebook("it does not hold an object");
  return notebook;
}

/** Cells of nbformat 4, and of 3 as its successor reads them. */
function rawCells(notebook: Fields, repairs: string[]): unknown[] {
  const format = notebook.nbformat;
  if (typeof format === "number" && format > 4) {
    throw new UnreadableNotebook(
      `The file has notebook format ${format}; this course reads 3 and 4. Save it with JupyterLab 4.`,
    );
  }
  if (Array.isArray(notebook.worksheets)) {
    repairs.push("The file has the old notebook format 3; it was read as such.");
    return notebook.worksheets.flatMap((sheet: unknown) => list(fields(sheet)?.cells) ?? []);
  }
  const cells = list(notebook.cells);
  if (cells === undefined) throw notANotebook('it has no list of "cells"');
  if (format !== 4) repairs.push("The file does not say its notebook format; it was read as format 4.");
  return cells;
}

function readCell(value: unknown): SubmittedCell | undefined {
  const cell = fields(value);
  const source = joined(cell?.source ?? cell?.input); // "input": code in format 3
  if (cell === undefined || source === undefined) return undefined;
  const metadata = fields(cell.metadata);
  const [own, nbgrader] = [fields(metadata?.ganbook), fields(metadata?.nbgrader)];
  const kind = cell.cell_type === "code" || cell.cell_type === "raw" ? cell.cell_type : "markdown";
  return {
    kind,
    source: source.replace(/\r\n?/g, "\n"),
    role: text(own?.role),
    question: text(own?.question),
    gradeId: text(nbgrader?.grade_id),
    points: typeof nbgrader?.points === "number" ? nbgrader.points : undefined,
    id: text(cell.id),
  };
}

/** Zero bytes and halves of characters stop compilers; no answer needs them. */
function mendTexts(cells: SubmittedCell[], repairs: string[]): void {
  let mended = 0;
  for (const cell of cells) {
    const source = cell.source.replace(/\0/g, "").replace(/\p{Surrogate}/gu, "\uFFFD");
    if (source !== cell.source) mended++;
    cell.source = source;
  }
  if (mended > 0) repairs.push(`Zero bytes or halves of characters were taken out of ${mended} cells.`);
}

/** Ids are no keys: nothing depends on them while the metadata is there. */
function sayAboutIds(cells: SubmittedCell[], repairs: string[]): void {
  const ids = cells.flatMap(({ id }) => id ?? []);
  const isBad = ids.some((id) => !/^[\w-]{1,64}$/.test(id)) || new Set(ids).size < ids.length;
  if (isBad)
    repairs.push("Some cell ids are not valid or stand there twice; the answers were found without them.");
}

const fields = (value: unknown): Fields | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
const list = (value: unknown): unknown[] | undefined => (Array.isArray(value) ? value : undefined);
const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** A text, or a list of lines. */
function joined(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  const lines = list(value);
  return lines?.every((line) => typeof line === "string") ? lines.join("") : undefined;
}

function notANotebook(why: string): UnreadableNotebook {
  return new UnreadableNotebook(
    `The file is no notebook: ${why}. Save the notebook in JupyterLab and hand it in again.`,
  );
}
