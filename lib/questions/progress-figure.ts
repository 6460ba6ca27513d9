/** How far a learner is, as a table. */
import { table } from "../plot/diagrams/table";
import type { TableRow } from "../plot/diagrams/table";
import type { Figure } from "../plot/figure";
import { questionSets } from "./all";
import { attemptsFile, standingOf } from "./attempts";
import { sum } from "./draw";
import type { Question } from "./types";
import { pointsText } from "./verdict-words";

export interface QuestionProgress {
  notebook: string;
  question: Question;
  state: "passed" | "tried" | "not tried" | "marked by a person";
  points: number;
  tries: number;
  hints: number;
}

export function progressOf(file = attemptsFile()): QuestionProgress[] {
  return questionSets.flatMap(({ notebook, questions }) =>
    questions.map((question) => {
      const { isPassed, tries, points, hints } = standingOf(question.id, file);
      const tried = tries > 0 ? "tried" : "not tried";
      const state = question.kind === "prose" ? "marked by a person" : isPassed ? "passed" : tried;
      return { notebook, question, state, points, tries, hints } as const;
    }),
  );
}

const signs = { passed: "✓", tried: "✗", "not tried": "–", "marked by a person": "–" } as const;

export function progressRows(all: readonly QuestionProgress[]): TableRow[] {
  return all.map(({ notebook, question, state, points, tries, hints }) => ({
    chapter: notebook,
    exercise: question.id,
    state: `${signs[state]} ${state}`,
    points:
      question.kind === "prose" ? `of ${question.points}` : `${pointsText(points)} of ${question.points}`,
    tries,
    hints,
  }));
}

/** "5 of 16 checked exercises passed, 31 of 99 points." */
export function progressSummary(all: readonly QuestionProgress[]): string {
  const checked = all.filter(({ question }) => question.kind !== "prose");
  const passed = checked.filter(({ state }) => state === "passed").length;
  const points = pointsText(sum(checked.map((one) => one.points)));
  const most = sum(checked.map(({ question }) => question.points));
  return `${passed} of ${checked.length} checked exercises passed, ${points} of ${most} points.`;
}

export function progressFigure(file = attemptsFile()): Figure {
  const all = progressOf(file);
  return table(progressRows(all), { caption: progressSummary(all) });
}
