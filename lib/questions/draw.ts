/** Random inputs for checks, and the small arithmetic of their oracles. */
import type { Rng } from "../engine/rng";

/** A whole number from `low` to `high`, both included. */
export function between(random: Rng, low: number, high: number): number {
  return low + random.integer(high - low + 1);
}

export function oneOf<T>(random: Rng, items: readonly T[]): T {
  return items[random.integer(items.length)]!;
}

/** Normal numbers with the given mean and spread. */
export function normals(random: Rng, count: number, { mean = 0, spread = 1 } = {}): number[] {
  return Array.from({ length: count }, () => mean + spread * random.normal());
}

/** Rows of normal numbers. */
export function normalRows(
  random: Rng,
  [rows, columns]: readonly [number, number],
  options = {},
): number[][] {
  return Array.from({ length: rows }, () => normals(random, columns, options));
}

/** Numbers of one sign: uniform in [low, high). */
export function uniforms(random: Rng, count: number, [low, high]: readonly [number, number]): number[] {
  return Array.from({ length: count }, () => low + (high - low) * random.uniform());
}

export const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((total, value, i) => total + value * b[i]!, 0);

export const mean = (values: readonly number[]): number => sum(values) / values.length;
