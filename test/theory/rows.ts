/** Pictures as rows of numbers, for tests that do the sums themselves. */
import { expect } from "vitest";
import { rng } from "../../lib/engine/rng";
import { tf } from "../../lib/engine/tf";

export type Rows = number[][];

export const range = (count: number) => Array.from({ length: count }, (_, i) => i);
export const randomRows = (side: number, name: string): Rows => {
  const stream = rng(5).stream(name);
  return range(side).map(() => range(side).map(() => stream.normal()));
};
export const asPicture = (rows: Rows) => tf.tensor4d([rows.map((row) => row.map((value) => [value]))]);
export const asKernel = (rows: Rows) => tf.tensor4d(rows.map((row) => row.map((value) => [[value]])));
export const asRows = (picture: tf.Tensor4D): Rows =>
  picture.arraySync()[0]!.map((row) => row.map((point) => point[0]!));

export function expectRows(actual: Rows, expected: Rows, digits = 5): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((row, r) => row.forEach((value, c) => expect(value).toBeCloseTo(expected[r]![c]!, digits)));
}
