/** What grading hands from one part to the next, and what it writes. */
import type { CheckResult } from "../questions/run-checks";
import type { CheckedQuestion, Question, QuestionSet, Verdict } from "../questions/types";
import type { Notebook } from "./authoring/notebook";
import type { SubmittedNotebook } from "./notebook/read-submission";

/** Where an answer ran; written into every result and page. */
export type SandboxLevel = "bubblewrap" | "unshare" | "docker" | "none";

/** What is sent into one sandbox: the teacher's given cells, then the learner's cells of this question alone. */
export interface AnswerCode {
  /** TypeScript of the teacher's cells that the question builds on, in order. */
  given: readonly string[];
  /** TypeScript of the learner's cells, in order. */
  cells: readonly string[];
}

/** Starts sandboxes; each serves one question of one submission and is never used again. */
export interface Judge {
  readonly level: SandboxLevel;
  /** Grades one answer in a sandbox of its own. Never rejects because of what the answer does. */
  grade(question: CheckedQuestion, code: AnswerCode, seed: number): Promise<JudgedQuestion>;
  /** Finds the answers in a submitted notebook; nothing in it runs. Gives up a text that keeps the parser busy. */
  find(submission: SubmittedNotebook, exercise: Notebook, set: QuestionSet): Promise<FoundAnswers>;
  close(): Promise<void>;
}

export interface JudgedQuestion {
  verdict: Verdict;
  checks: CheckResult[];
  /** What the answer printed, cut at 500 characters. */
  output: string;
}

/** What the reading of a notebook found for one question. */
export type FoundAnswer =
  | { found: "cells"; cells: readonly string[]; repairs: readonly string[] }
  | { found: "prose"; text: string; repairs: readonly string[] }
  | { found: "untouched" | "missing"; repairs: readonly string[] };

export interface FoundAnswers {
  /** For each question of the set, by its id. */
  answers: Map<string, FoundAnswer>;
  /** What was repaired in the file as a whole. */
  repairs: string[];
  /** Why nothing could be graded, and what to do. */
  problem?: string;
}

export interface QuestionResult extends JudgedQuestion {
  id: string;
  /** Of the question and its checks: with another one the answer is judged again. */
  version: string;
  /** Hash of the answer that was judged. */
  answer: string;
  title: string;
  kind: Question["kind"];
  points: number;
  maxPoints: number;
  /** What was repaired to read the answer, in words for learner and teacher. */
  repairs: readonly string[];
  /** The answer to a prose question, for whoever marks it. */
  prose?: string;
}

/** results.json of one submission. Two runs with one seed differ only in times. */
export interface SubmissionResult {
  schema: 1;
  assignment: { name: string; /** Hash of the questions' versions. */ version: string };
  student: string;
  notebook: string;
  /** SHA-256 of the submitted file. */
  submissionHash: string;
  seed: number;
  sandbox: SandboxLevel;
  questions: QuestionResult[];
  points: number;
  maxPoints: number;
  /** What was repaired in the file as a whole, or why nothing could be graded. */
  repairs: readonly string[];
  problem?: string;
  milliseconds: number;
}
