/** The pages of the book, in reading order. */
import { existsSync } from "node:fs";
import { type Cell, type Notebook, sourceOf } from "../grading/authoring/notebook";
import { notebookNames, notebookPath, readNotebook } from "../grading/authoring/course-files";

export interface BookPage {
  /** "chapter" is executed; "exercises" are shown as they are; "front" is made for the book. */
  kind: "front" | "chapter" | "exercises";
  /** Name of the notebook without ".ipynb": "05-dcgan". */
  name: string;
  /** File in the book: "05-dcgan.html". */
  file: string;
  /** The first heading, without marks: "05 · A DCGAN, layer by layer". */
  title: string;
  /** Path of the notebook; none for the front page. */
  source?: string;
}

/** The chapters with their exercises behind them, as the course's folders hold them. */
export function coursePages(): BookPage[] {
  return notebookNames("notebooks").flatMap((name) => {
    const chapter = pageOf("chapter", name, notebookPath("notebooks", name));
    const exercises = notebookPath("exercises", name);
    return existsSync(exercises) ? [chapter, pageOf("exercises", name, exercises)] : [chapter];
  });
}

function pageOf(kind: "chapter" | "exercises", name: string, source: string): BookPage {
  const file = kind === "chapter" ? `${name}.html` : `exercises-${name}.html`;
  return { kind, name, file, title: titleOf(readNotebook(source)) ?? name, source };
}

/** The text of the first heading of the first level. */
export function titleOf(notebook: Notebook): string | undefined {
  const text = notebook.cells
    .filter(({ cell_type }) => cell_type === "markdown")
    .map(sourceOf)
    .join("\n\n");
  return /^# (.+)$/m.exec(text)?.[1]?.trim();
}

/** What a chapter says of itself: the paragraph below its title. Undefined where there is none. */
export function aboutOf(cells: Cell[]): string | undefined {
  const text = cells.length > 0 ? sourceOf(cells[0]!) : "";
  const about = /^# .+\n+([^>#|\n-][\s\S]*?)(?:\n\n|$)/.exec(text)?.[1];
  return about?.replace(/\s+/g, " ").replace("**After this chapter you can**", "After it you can").trim();
}

export const markdownCell = (id: string, source: string): Cell => ({
  cell_type: "markdown",
  id,
  metadata: {},
  source,
});
