/** The worker thread's side of reader.ts: the only place where the judge parses what others wrote. */
import { parentPort } from "node:worker_threads";
import { findIn } from "../notebook/find-answers";
import type { AskedSet } from "../notebook/find-answers";
import type { Notebook } from "../authoring/notebook";
import type { SubmittedNotebook } from "../notebook/read-submission";
import { guardParsing } from "../notebook/statements";
import { compileCells } from "./compile-cells";
import type { CompileRequest } from "./compile-cells";

export interface FindRequest {
  submission: SubmittedNotebook;
  exercise: Notebook;
  set: AskedSet;
  /** Numbers of the texts, in the order of parsing, that are left unparsed because they took too long before. */
  skip: readonly number[] | "all";
  /** Shared with the judge's thread: holds the number of the text that is parsed now. */
  place: Int32Array;
}

export type Task = ({ task: "compile" } & CompileRequest) | ({ task: "find" } & FindRequest);

function find({ submission, exercise, set, skip, place }: FindRequest) {
  let number = 0;
  guardParsing(() => {
    Atomics.store(place, 0, ++number);
    return skip !== "all" && !skip.includes(number);
  });
  return findIn(submission, exercise, set);
}

parentPort!.on("message", (request: Task) => {
  parentPort!.postMessage(request.task === "compile" ? compileCells(request) : find(request));
});
parentPort!.postMessage("ready");
