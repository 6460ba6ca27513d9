/** Reading notebooks for the tests. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

export const root = resolve(__dirname, "../..");

export interface Output {
  output_type: string;
  name?: string;
  text?: string | string[];
  data?: Record<string, unknown>;
}

export interface Cell {
  id: string;
  cell_type: "markdown" | "code" | "raw";
  source: string | string[];
  outputs?: Output[];
  execution_count?: number | null;
  metadata: Record<string, unknown>;
}

export interface Notebook {
  cells: Cell[];
  metadata: { kernelspec?: { name: string }; [key: string]: unknown };
  nbformat: number;
  nbformat_minor: number;
}

export const chapters = readdirSync(join(root, "notebooks")).filter((name) => name.endsWith(".ipynb"));

export function readNotebook(path: string): Notebook {
  return JSON.parse(readFileSync(path, "utf8")) as Notebook;
}

export function textOf(part: string | string[] | undefined): string {
  return Array.isArray(part) ? part.join("") : (part ?? "");
}
