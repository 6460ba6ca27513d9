/** Looks for the text of answers in files that learners get. */
import { questionSets } from "../../questions/all";
import { notebookPath, readNotebook } from "./course-files";
import { roleOf } from "./exercise-notebook";
import { regionsOf } from "./markers";
import { sourceOf } from "./notebook";

/** Without spaces and line ends; a shorter line could stand anywhere. */
const SHORTEST = 45;

export interface AnswerLine {
  question: string;
  /** Without spaces. */
  text: string;
}

/** Every telling line of every solution. */
export function answerLines(): AnswerLine[] {
  return questionSets.flatMap(({ notebook }) => {
    const { cells } = readNotebook(notebookPath("solutions", notebook));
    return cells.flatMap((cell) => {
      const question = roleOf(cell)?.question;
      const isProse = cell.cell_type === "markdown";
      if (question === undefined || roleOf(cell)?.role === "check") return [];
      const regions = regionsOf(sourceOf(cell), isProse ? "markdown" : "code", question);
      return regions
        .flatMap(({ lines }) => lines.map(packed))
        .filter((text) => text.length >= SHORTEST)
        .map((text) => ({ question, text }));
    });
  });
}

/** Questions whose answers a file gives away, with the line. In a notebook's JSON, quotes are unescaped first. */
export function leaksIn(fileText: string, lines: readonly AnswerLine[]): AnswerLine[] {
  const text = packed(fileText.replace(/\\"/g, '"').replace(/\\n"(,\s*")?/g, ""));
  return lines.filter((line) => text.includes(line.text));
}

const packed = (text: string) => text.replace(/\s+/g, "");
