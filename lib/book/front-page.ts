/** The first page of the book: what it is, its chapters, and how to run what it shows. */
import { readNotebook } from "../grading/authoring/course-files";
import type { Notebook } from "../grading/authoring/notebook";
import type { Preset } from "../engine/preset";
import { aboutOf, markdownCell, type BookPage } from "./pages";

export const FRONT: BookPage = { kind: "front", name: "index", file: "index.html", title: "ganbook" };

const WORK: Record<Preset, string> = {
  smoke:
    "**This is a trial print.** Its chapters were run with the preset `smoke`, which trains for seconds only: the pictures in it say nothing.",
  short: "Its chapters were run with the preset `short`: some minutes for each, on an ordinary processor.",
  full: "Its chapters were run with the preset `full`: up to hours for each.",
};

export function frontNotebook(pages: readonly BookPage[], preset: Preset, date: string): Notebook {
  const text = [
    "# ganbook",
    "A course on generative adversarial networks: two networks that play against each other until one of them can make pictures. " +
      "Every chapter is a notebook in TypeScript that you can run; this is the book of them, to read without installing anything.",
    "## Chapters",
    pages
      .filter(({ kind }) => kind === "chapter")
      .map((page) => chapterLine(page, pages))
      .join("\n"),
    "## How this book was made",
    `${WORK[preset]} Every number, picture and curve is the output of the code above it, run on ${date}. ` +
      "Charts answer to the pointer, films play, maps can be dragged. What needs the kernel behind a notebook, such as " +
      "checking an answer or keeping a score, works in the notebook only.",
    "To run it yourself, clone the course, then type `npm start`. To make this book again: `npm run book`.",
    "Text: CC BY 4.0. Code: MIT.",
  ];
  return {
    cells: [markdownCell("front", text.join("\n\n"))],
    metadata: { language_info: { name: "typescript" } },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

function chapterLine(page: BookPage, pages: readonly BookPage[]): string {
  const about = aboutOf(readNotebook(page.source!).cells);
  const exercises = pages.find(({ kind, name }) => kind === "exercises" && name === page.name);
  const link = `[${page.title}](../notebooks/${page.name}.ipynb)`;
  return [
    `- **${link}**`,
    about ? `  ${"\n"}  ${about}` : "",
    exercises ? ` [Exercises](../exercises/${page.name}.ipynb)` : "",
  ].join("");
}
