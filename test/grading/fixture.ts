/** A small exercise of three kinds of question, with its right answers, as a course would have it. */
import type { Cell, Notebook } from "../../lib/grading/authoring/notebook";
import type { CheckedQuestion, ProseQuestion, QuestionSet } from "../../lib/questions/types";

const hints = ["Think.", "Look.", "Do."] as const;

function checked(id: string, answer: string, points: number): CheckedQuestion {
  return {
    id,
    title: `The ${answer}`,
    points,
    kind: "function",
    answer,
    hints,
    needs: "nothing",
    imports: ["helper"],
    seconds: 5,
    checks: [
      { name: "is there", run: () => Promise.resolve(undefined) },
      { name: "is right", weight: 3, run: () => Promise.resolve(undefined) },
    ],
  };
}

const prose: ProseQuestion = {
  id: "demo/why",
  title: "Why?",
  points: 3,
  kind: "prose",
  hints,
  rubric: [
    { points: 1, text: "Names a reason." },
    { points: 2, text: "Says what follows from it." },
  ],
};

export const demoSet: QuestionSet = {
  notebook: "07-demo",
  title: "A demonstration",
  questions: [checked("demo/double", "double", 4), checked("demo/half", "half", 2), prose],
};

const nbgrader = (flags: object) => ({
  schema_version: 3,
  grade: false,
  locked: false,
  solution: false,
  ...flags,
});

function cell(
  kind: Cell["cell_type"],
  id: string,
  source: string,
  metadata: Record<string, unknown> = {},
): Cell {
  return { cell_type: kind, id, metadata, source };
}

function answerCell(question: string, source: string): Cell {
  return cell("code", `a-${question.slice(5)}`, source, {
    ganbook: { role: "answer", question },
    nbgrader: nbgrader({ solution: true, grade_id: `${question.replace("/", "-")}` }),
  });
}

function checkCell(question: string, name: string, points: number): Cell {
  return cell("code", `c-${name}`, `await check("${question}", ${name});`, {
    ganbook: { role: "check", question },
    nbgrader: nbgrader({
      grade: true,
      locked: true,
      points,
      grade_id: `${question.replace("/", "-")}-check`,
    }),
  });
}

export const stubs = {
  double: 'function double(x: number): number {\n  // your code\n  throw new Error("not answered yet");\n}',
  half: 'function half(x: number): number {\n  // your code\n  throw new Error("not answered yet");\n}',
  why: "*Write your answer here.*",
};

export const rightAnswers = {
  double: "function double(x: number): number {\n  const twice = TWO * x;\n  return twice;\n}",
  half: "function half(x: number): number {\n  return x / TWO;\n}",
  why: "Because two is even.",
};

export type Answers = typeof stubs;

/** The notebook with these answers in place of the stubs. */
export function demoNotebook(answers: Answers = stubs): Notebook {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { ganbook: { assignment: "07-demo" }, kernelspec: { name: "tslab" } },
    cells: [
      cell("markdown", "intro", "# Exercises\n\nTwo functions and a thought."),
      cell("code", "tools", 'import { check, hint } from "ganbook";'),
      cell("code", "given", "const TWO = 2;", {
        ganbook: { role: "given", questions: ["demo/double", "demo/half"] },
        nbgrader: nbgrader({ locked: true, grade_id: "given" }),
      }),
      cell("markdown", "t-double", "## Double\n\nWrite `double`."),
      answerCell("demo/double", answers.double),
      checkCell("demo/double", "double", 4),
      cell("markdown", "t-half", "## Half\n\nWrite `half`."),
      answerCell("demo/half", answers.half),
      checkCell("demo/half", "half", 2),
      cell("markdown", "t-why", "## Why\n\nSay why."),
      cell("markdown", "a-why", answers.why, {
        ganbook: { role: "prose", question: "demo/why" },
        nbgrader: nbgrader({ grade: true, solution: true, points: 3, grade_id: "demo-why" }),
      }),
      cell("markdown", "end", "That is all."),
    ],
  };
}

export const bytesOf = (notebook: unknown): Buffer => Buffer.from(JSON.stringify(notebook, null, 1));
