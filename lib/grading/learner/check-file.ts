/** `ganbook check` and `ganbook watch`: one learner's notebook, question by question, in the judge's sandbox. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { attemptsFile, isUntouched, keepAttempt, standingOf } from "../../questions/attempts";
import { questionSets, findSet } from "../../questions/all";
import { learnerSeed } from "../../questions/check";
import type { CheckedQuestion, Question, QuestionSet, Verdict } from "../../questions/types";
import { AnswerError } from "../../questions/types";
import { hintText, verdictText } from "../../questions/verdict-words";
import { notebookPath, readNotebook } from "../authoring/course-files";
import { failedBefore } from "../judge/grade-answer";
import { givenCode } from "../notebook/exercise";
import { UnreadableNotebook } from "../notebook/decode";
import { readSubmission } from "../notebook/read-submission";
import type { FoundAnswer, JudgedQuestion, Judge } from "../types";

export interface CheckedAnswer {
  question: Question;
  verdict: Verdict;
  /** Undefined for prose. */
  judged?: JudgedQuestion;
  repairs: readonly string[];
  /** What a learner reads, the same words as in the notebook. */
  text: string;
  /** Fingerprint of the answer; the same text has the same one. */
  code: string;
}

export interface CheckedFile {
  set: QuestionSet;
  answers: CheckedAnswer[];
  /** What was repaired in the file as a whole, or why it could not be read. */
  repairs: readonly string[];
}

export interface CheckFileOptions {
  /** Only these questions; all without it. */
  wants?: (id: string, code: string) => boolean;
  onAnswer?: (answer: CheckedAnswer) => void;
  /** Where tries are noted; by default where the notebook's own check() notes them. */
  attempts?: string;
}

/**
 * @throws RangeError when the file cannot be read or belongs to no chapter.
 */
export async function checkFile(
  path: string,
  judge: Judge,
  options: CheckFileOptions = {},
): Promise<CheckedFile> {
  const { bytes, set } = exerciseOf(path);
  const exercise = readNotebook(notebookPath("exercises", set.notebook));
  const { answers, repairs, problem } = await judge.find(readAt(path, bytes), exercise, set);
  if (problem !== undefined) throw new RangeError(`${path}: ${problem}`);
  const checked: CheckedAnswer[] = [];
  for (const question of set.questions) {
    const found = answers.get(question.id) ?? { found: "missing", repairs: [] };
    const code = fingerprint(found);
    if (options.wants && !options.wants(question.id, code)) continue;
    const given = givenCode(exercise, question.id);
    const { attempts = attemptsFile(dirname(path)) } = options;
    const answer =
      question.kind === "prose"
        ? proseAnswer(question, found, code)
        : await checkedAnswer(question, found, { judge, given, code, attempts });
    checked.push(answer);
    options.onAnswer?.(answer);
  }
  return { set, answers: checked, repairs };
}

function readAt(path: string, bytes: Uint8Array) {
  try {
    return readSubmission(bytes);
  } catch (error) {
    if (!(error instanceof UnreadableNotebook)) throw error;
    throw new RangeError(`${path}: ${error.message}`, { cause: error });
  }
}

function proseAnswer(question: Question, found: FoundAnswer, code: string): CheckedAnswer {
  const verdict = found.found === "prose" ? "to-mark" : "not-attempted";
  const said = verdict === "to-mark" ? "– marked by a person" : "There is no answer yet.";
  const text = `${question.id}: ${question.title}\n  ${said}`;
  return { question, verdict, repairs: found.repairs, text, code };
}

interface Trial {
  judge: Judge;
  given: readonly string[];
  code: string;
  attempts: string;
}

async function checkedAnswer(
  question: CheckedQuestion,
  found: FoundAnswer,
  trial: Trial,
): Promise<CheckedAnswer> {
  const { judge, given, code, attempts } = trial;
  const judged =
    found.found === "cells"
      ? await judge.grade(question, { given, cells: found.cells }, learnerSeed)
      : failedBefore(question, notThere(found.found));
  if (!isUntouched(judged.checks)) keepAttempt(question.id, judged.checks, { file: attempts, code });
  const isOpen = judged.verdict !== "pass" && !isUntouched(judged.checks) && found.found === "cells";
  const hint = isOpen ? hintText(question, standingOf(question.id, attempts).hints) : "";
  const text = verdictText(question, judged.checks, hint);
  return { question, verdict: judged.verdict, judged, repairs: found.repairs, text, code };
}

function notThere(found: "prose" | "untouched" | "missing"): AnswerError {
  return found === "missing"
    ? new AnswerError(
        "No cell with this answer was found. `npx ganbook reset QUESTION` brings it back.",
        "missing",
      )
    : new AnswerError("There is no answer yet.", "not-attempted");
}

function fingerprint(found: FoundAnswer): string {
  const text = found.found === "cells" ? found.cells.join("\n\n") : found.found === "prose" ? found.text : "";
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

/** @throws RangeError when the file cannot be read or belongs to no chapter. */
export function exerciseOf(path: string): { bytes: Uint8Array; set: QuestionSet } {
  const bytes = readBytes(path);
  return { bytes, set: setOf(path, bytes) };
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    const message = `${path} cannot be read. Give a notebook, such as work/exercises/05-dcgan.ipynb.`;
    throw new RangeError(message, { cause });
  }
}

/** By the name of the file, or by what the notebook says of itself. */
function setOf(path: string, bytes: Uint8Array): QuestionSet {
  const claimed = /"assignment":\s*"([\w-]{1,60})"/.exec(Buffer.from(bytes).toString("utf8"))?.[1];
  const set = findSet(path) ?? findSet(claimed ?? "");
  if (set !== undefined) return set;
  const names = questionSets.map(({ notebook }) => `${notebook}.ipynb`).join(", ");
  throw new RangeError(`${basename(path)} is no exercise notebook of this course. They are: ${names}.`);
}
