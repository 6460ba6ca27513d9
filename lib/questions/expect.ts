/** Comparing what an answer gave with what is right, and saying which misconception fits. */
import { AnswerError, PlainTensor } from "./types";
import type { Plain } from "./types";

/** A wrong value that a known misconception leads to, and the words for it. */
export interface Trap {
  value: number | readonly number[];
  message: string;
}

export interface Expectation {
  /** What was asked, as the start of a sentence: "For rows = 7 and stride 2". */
  asked: string;
  /** Largest difference that passes, as a share of 1 + |expected|. */
  tolerance?: number;
  traps?: readonly Trap[];
  /** Said where no trap fits. */
  otherwise?: string;
  /** The right number is the whole answer, so a message may not say it. */
  isSecret?: boolean;
}

/**
 * Asks for one item after the other, until one finds something wrong.
 *
 * @returns Its message; undefined where every item passes.
 */
export async function firstMessage<Item>(
  items: Iterable<Item>,
  ask: (item: Item) => Promise<string | undefined>,
): Promise<string | undefined> {
  for (const item of items) {
    const message = await ask(item);
    if (message !== undefined) return message;
  }
  return undefined;
}

/**
 * @param got A number, or a list of numbers in any form (array, typed array, tensor).
 * @returns Undefined where all numbers are right; else a message.
 */
export function expectNumbers(
  got: Plain,
  expected: number | readonly number[],
  { asked, tolerance = 1e-6, traps = [], otherwise = "", isSecret = false }: Expectation,
): string | undefined {
  const right = listOf(expected);
  const given = numbersIn(got);
  const wanted = isSecret ? "another number" : words(right);
  if (given === undefined) {
    return `${asked} ${wanted} was expected. Your answer gave ${describe(got)}, which is not ${right.length === 1 ? "a number" : "a list of numbers"}.`;
  }
  const differs = (value: readonly number[]) => !isNear(given, value, tolerance);
  if (!differs(right)) return undefined;
  const trap = traps.find(({ value }) => !isNear(listOf(value), right, tolerance) && !differs(listOf(value)));
  const why = trap?.message ?? otherwise;
  return `${asked} ${wanted} was expected. Your answer gave ${describe(got)}. ${why}`.trimEnd();
}

/** All numbers of a list, of lists in lists, or of a tensor; undefined where something else is among them. */
export function numbersIn(value: Plain): number[] | undefined {
  if (typeof value === "number") return [value];
  if (value instanceof PlainTensor) return Array.from(value.values);
  if (ArrayBuffer.isView(value)) return Array.from(value as Float32Array);
  if (!Array.isArray(value)) return undefined;
  const lists = (value as readonly Plain[]).map(numbersIn);
  return lists.includes(undefined) ? undefined : (lists as number[][]).flat();
}

/** The lengths of lists in lists (by the first of each), or a tensor's shape; [] for a number. */
export function shapeOf(value: Plain): number[] {
  if (value instanceof PlainTensor) return [...value.shape];
  if (ArrayBuffer.isView(value)) return [(value as Float32Array).length];
  if (!Array.isArray(value)) return [];
  return [value.length, ...(value.length > 0 ? shapeOf((value as readonly Plain[])[0]) : [])];
}

/**
 * @param keys Names that an answer of the form { name: ... } must have.
 * @throws AnswerError that names what is missing; with "not-attempted" where nothing at all is filled in.
 */
export function fieldsOf<Key extends string>(value: Plain, keys: readonly Key[]): Record<Key, Plain> {
  if (value === undefined) throw new AnswerError("There is no answer yet.", "not-attempted");
  if (typeof value !== "object" || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) {
    throw new AnswerError(
      `Expected { ${keys.join(", ")} }, and your answer gave ${describe(value)}.`,
      "fail",
    );
  }
  const fields = value as Record<string, Plain>;
  if (keys.every((key) => fields[key] === undefined)) {
    if (Object.keys(fields).length === keys.length) {
      throw new AnswerError("There is no answer yet.", "not-attempted");
    }
  }
  const missing = keys.filter((key) => !Object.hasOwn(fields, key));
  if (missing.length > 0) {
    throw new AnswerError(
      `The answer lacks ${missing.join(", ")}. It should be { ${keys.join(", ")} }.`,
      "fail",
    );
  }
  return fields;
}

/** @throws AnswerError "not-attempted" where nothing is filled in yet. */
export function filledIn(value: Plain): Plain {
  if (value === undefined) throw new AnswerError("There is no answer yet.", "not-attempted");
  return value;
}

/** A value in a few words, for messages. */
export function describe(value: Plain): string {
  if (value === undefined) return "nothing (undefined)";
  if (typeof value === "string") return JSON.stringify(value.slice(0, 60));
  if (value instanceof PlainTensor)
    return `a tensor of shape [${value.shape.join(", ")}] with ${words(Array.from(value.values))}`;
  const numbers = numbersIn(value);
  if (numbers !== undefined) return words(numbers);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === "object" && value !== null
    ? `an object with ${Object.keys(value).join(", ") || "nothing in it"}`
    : String(value);
}

function words(values: readonly number[]): string {
  if (values.length === 1) return number(values[0]!);
  const shown = values.slice(0, 8).map(number).join(", ");
  return `[${shown}${values.length > 8 ? `, ... (${values.length} numbers)` : ""}]`;
}

/** With five digits that count; whole numbers in full. */
export function number(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(5)));
}

const listOf = (value: number | readonly number[]): readonly number[] =>
  typeof value === "number" ? [value] : value;

function isNear(got: readonly number[], expected: readonly number[], tolerance: number): boolean {
  return (
    got.length === expected.length &&
    expected.every(
      (right, i) => right === got[i] || Math.abs(got[i]! - right) <= tolerance * (1 + Math.abs(right)),
    )
  );
}
