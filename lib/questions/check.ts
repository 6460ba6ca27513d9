/** What a learner calls in an exercise notebook: `check`, `hint` and `progress`. */
import { currentEngine, useEngine } from "../engine/use-engine";
import { html } from "../plot/figure";
import { escapeText } from "../plot/markup";
import { show } from "../plot/show";
import { findQuestion } from "./all";
import { attemptsFile, isUntouched, keepAttempt, keepHint, standingOf } from "./attempts";
import { localSubject } from "./local-subject";
import { progressFigure } from "./progress-figure";
import { questionVerdict, runChecks } from "./run-checks";
import type { CheckResult } from "./run-checks";
import type { CheckedQuestion, Question } from "./types";
import { proseFigure, verdictFigure } from "./verdict-figure";
import { hintText } from "./verdict-words";

/** Of a learner's own checks, in the notebook and in the terminal, so that both say the same. A teacher takes another. */
export const learnerSeed = 1;

/**
 * Checks an answer and shows each check: passed or not, and what is wrong. With the second failed try comes a hint.
 *
 * @param id Of the question, "dcgan/output-shape".
 * @param answer What the cell above made: a function or a value. Not needed for prose.
 * @throws RangeError when there is no such question.
 */
export async function check(id: string, answer?: unknown): Promise<void> {
  const question = findQuestion(id);
  if (question.kind === "prose") return show(proseFigure(question));
  const results = await checkHere(question, answer);
  const note = keep(() => keepAttempt(id, results));
  const hint = isUntouched(results) || questionVerdict(results) === "pass" ? "" : earnedHint(question);
  show(verdictFigure(question, results, [hint, note].filter(Boolean).join(" ")));
}

async function checkHere(question: CheckedQuestion, answer: unknown): Promise<CheckResult[]> {
  if (question.needs === "tensorflow" && currentEngine() === undefined) await useEngine();
  const subject = localSubject(answer, { seconds: question.seconds });
  try {
    return await runChecks(question, subject, { seed: learnerSeed });
  } finally {
    subject.close();
  }
}

const earnedHint = (question: Question) => hintText(question, standingOf(question.id).hints);

/** A check is worth more than the note of it: where nothing can be written, it says so and goes on. */
function keep(write: () => void): string {
  try {
    write();
    return "";
  } catch (error) {
    return `(This try could not be noted in ${attemptsFile()}: ${(error as Error).message})`;
  }
}

/**
 * Shows the next hint of a question; after the last one, all of them.
 *
 * @throws RangeError when there is no such question.
 */
export function hint(id: string): void {
  const question = findQuestion(id);
  const seen = standingOf(id).hints;
  const next = Math.min(seen + 1, question.hints.length);
  keep(() => keepHint(id, next));
  const texts =
    seen < question.hints.length
      ? [hintText(question, next)]
      : question.hints.map((_, i) => hintText(question, i + 1));
  show(html(texts.map((text) => `<p>${escapeText(text)}</p>`).join(""), { alt: texts.join("\n") }));
}

/** Shows how far you are with the exercises of all chapters. */
export function progress(): void {
  show(progressFigure());
}
