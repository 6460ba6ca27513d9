/** Where the course's notebooks lie, and how they are read and written. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { cloneFolder } from "../../datasets/data-folder";
import type { Notebook } from "./notebook";

export type NotebookFolder = "notebooks" | "exercises" | "solutions" | "work/exercises";

export const notebookPath = (folder: NotebookFolder, name: string): string =>
  join(cloneFolder(), folder, `${name}.ipynb`);

/** Names of the notebooks in a folder, without ".ipynb", in order; none where the folder is missing. */
export function notebookNames(folder: NotebookFolder): string[] {
  const path = join(cloneFolder(), folder);
  if (!existsSync(path)) return [];
  const names = readdirSync(path).filter((name) => name.endsWith(".ipynb") && !name.startsWith("."));
  return names.map((name) => name.slice(0, -".ipynb".length)).sort();
}

/** @throws Error that names the file when it is missing or is no notebook. */
export function readNotebook(path: string): Notebook {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    throw new Error(`${path} cannot be read. Is the name right?`);
  }
  try {
    const notebook = JSON.parse(text) as Notebook;
    if (Array.isArray(notebook.cells)) return notebook;
  } catch {
    // said below
  }
  throw new Error(`${path} is no notebook: expected JSON with a list of cells.`);
}

/** As Jupyter writes it: keys in order, one space, each source as a list of lines. */
export function notebookText(notebook: Notebook): string {
  const cells = notebook.cells.map((cell) => ({ ...cell, source: linesOf(cell.source) }));
  return JSON.stringify(sorted({ ...notebook, cells }), null, 1) + "\n";
}

function linesOf(source: string | string[]): string[] {
  const text = typeof source === "string" ? source : source.join("");
  return text === "" ? [] : text.split(/(?<=\n)/);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
