/** What an attack is, and pieces that many of them are made of. */
import type { CheckedQuestion, Verdict } from "../../../lib/questions/types";

export interface Attack {
  /** Row of the threat model, of the tables of holes ("hole: ...", "pipe: ..."), or "own". */
  row: number | `hole: ${string}` | `pipe: ${string}` | "own";
  name: string;
  /** `maximum` unless given. */
  question?: CheckedQuestion;
  /** Cells of the attack; the answer in them is wrong. */
  attack: string | readonly string[];
  /** What the question may end with. */
  verdict: Verdict | readonly Verdict[];
  /** Part of the message of the first check that failed. */
  message?: RegExp;
  /** The same shape with a right answer, which gets full marks. */
  twin: string | readonly string[];
  /** Seconds for the attack; the twin has the question's own. */
  seconds?: number;
}

/** Node's modules, as somebody would get them who knows Node well. */
export const getModule = `const get = (name: string): any =>
  (process as any).getBuiltinModule?.(name) ?? (process as any).mainModule.require(name);`;

/** A right `maximum`, with something before it. */
export const honest = (before = "") => `${before}
function maximum(list: number[]): number | undefined {
  return list.length === 0 ? undefined : list.reduce((a, b) => (b > a ? b : a));
}`;

/** A wrong `maximum`, with something before it and inside it. */
export const wrong = (before = "", inside = "") => `${before}
function maximum(list: number[]): any { ${inside}; return 0; }`;

/** From Node 24 on V8 sets half a gigabyte of addresses aside for each thread, and the kernel counts them: none starts. */
export const hasRoomForThreads = Number(process.versions.node.split(".")[0]) < 24;
