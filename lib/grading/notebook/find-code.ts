/** Finds the code of one answer among the cells of a submission. */
import type { FoundAnswer } from "../types";
import { cutForeign, type CutRules } from "./cut";
import type { KnownCell } from "./recognise";
import { statementsOf } from "./statements";
import type { Statement } from "./statements";
import { withHelpers } from "./helpers";

export interface CodeSearch {
  question: string;
  /** Name that the answer declares. */
  answer: string;
  /** Names that the answer may import. */
  imports: readonly string[];
  /** Names of the answers of the other questions. */
  others: ReadonlySet<string>;
  cells: readonly KnownCell[];
}

/**
 * The cell that declares the answer's name, wherever it stands; labels decide only between several. What the answer
 * uses and the learner wrote into further cells is taken along.
 */
export function findCode(search: CodeSearch): FoundAnswer {
  const repairs: string[] = [];
  const own = search.cells.filter(({ is }) => is?.role === "answer" && is.question === search.question);
  const chosen = choose(search, own, repairs);
  if (chosen === undefined) return { found: own.length > 0 ? "untouched" : "missing", repairs };
  sayWhereItStood(chosen, search, repairs);
  const whole = joinSplit(chosen, search, repairs);
  if (whole.statements === undefined) return { found: "cells", cells: [chosen.source], repairs };
  const rules: CutRules = { others: search.others };
  const kept = cutForeign(whole.source, whole.statements, rules);
  repairs.push(...kept.repairs);
  const helpers = search.cells.filter(
    (cell) => !whole.from.has(cell) && cell.kind === "code" && isFree(cell, search),
  );
  const cells = withHelpers(kept, helpers, { ...search, repairs });
  return { found: "cells", cells, repairs };
}

function choose(search: CodeSearch, own: readonly KnownCell[], repairs: string[]): KnownCell | undefined {
  const changed = own.filter(({ isUntouched }) => !isUntouched);
  const mine = changed.filter((cell) => declares(cell, search.answer));
  if (mine.length > 1) {
    repairs.push(`The answer stood there ${mine.length} times; the last one was graded.`);
  } else if (own.length > 1 && changed.length < own.length && changed.length > 0) {
    repairs.push("The answer's cell stood there several times; the one that was changed was graded.");
  }
  return last(mine) ?? last(elsewhere(search)) ?? last(changed);
}

/** Cells that declare the answer without its label: metadata lost, cells merged, or an answer in a cell of one's own. */
function elsewhere({ cells, answer, question }: CodeSearch): KnownCell[] {
  return cells.filter(
    (cell) => cell.is?.role !== "given" && cell.is?.question !== question && declares(cell, answer),
  );
}

/** Whether the cell declares the name at its top level, or seems to, where it cannot be parsed. */
function declares(cell: KnownCell, name: string): boolean {
  if (!cell.source.includes(name)) return false;
  const statements = cell.statements();
  if (statements !== undefined) return statements.some((one) => one.declares.includes(name));
  return (
    cell.kind === "code" && [...cell.source.matchAll(DECLARATION)].some(([, declared]) => declared === name)
  );
}

const DECLARATION = /\b(?:function\*?|const|let|var|class)\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)/gu;

function sayWhereItStood(chosen: KnownCell, { answer, question }: CodeSearch, repairs: string[]): void {
  if (chosen.kind !== "code") {
    repairs.push(`The answer stood in a ${chosen.kind} cell; it was read as code.`);
  }
  if (chosen.is?.question === question && chosen.isLabelled) return;
  repairs.push(
    chosen.is?.question !== undefined && chosen.is.question !== question
      ? `The answer stood in the cell of another question; it was found by its name, ${answer}.`
      : `The answer's cell had lost its label; it was found by its name, ${answer}.`,
  );
}

interface Whole {
  source: string;
  statements: Statement[] | undefined;
  from: ReadonlySet<KnownCell>;
}

/** A cell that breaks off is put together with the next ones, until it can be parsed. */
function joinSplit(chosen: KnownCell, search: CodeSearch, repairs: string[]): Whole {
  const from = new Set([chosen]);
  const statements = chosen.statements();
  if (statements !== undefined) return { source: chosen.source, statements, from };
  let source = chosen.source;
  for (const next of search.cells.slice(chosen.place + 1)) {
    if (next.text === "") continue;
    if (!isFree(next, search) || from.size === MAX_PARTS) break;
    source += `\n${next.source}`;
    from.add(next);
    const joined = statementsOf(source);
    if (joined === undefined) continue;
    repairs.push(`The answer was split over ${from.size} cells; they were put together.`);
    return { source, statements: joined, from };
  }
  return { source: chosen.source, statements: undefined, from: new Set([chosen]) };
}

const MAX_PARTS = 6;

/** Whether a cell may belong to this answer: the learner's own, or labelled so. */
function isFree(cell: KnownCell, { question }: CodeSearch): boolean {
  if (cell.isUntouched) return false;
  return cell.is === undefined || (cell.is.role === "answer" && cell.is.question === question);
}

const last = <T>(list: readonly T[]): T | undefined => list[list.length - 1];
