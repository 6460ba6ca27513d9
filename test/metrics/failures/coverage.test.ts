import { describe, expect, it } from "vitest";
import { ringOfGaussians } from "../../../lib/datasets/points/mixture";
import { rng } from "../../../lib/engine/rng";
import { coverage, expectedCoverage } from "../../../lib/metrics/failures/coverage";
import type { Matrix } from "../../../lib/metrics/matrix";

const matrix = (rows: readonly (readonly number[])[]): Matrix => ({
  rows: rows.length,
  columns: rows[0]!.length,
  data: Float64Array.from(rows.flat()),
});
const ring = ringOfGaussians();
const sample = (count: number, seed: number) => ring.points(count, rng(seed));

describe("coverage", () => {
  it("by hand: on a line, with k = 1", () => {
    const real = matrix([[0], [1], [3], [10]]); // nearest neighbours at 1, 1, 2 and 7
    expect(coverage(real, matrix([[0.5]]), 1)).toBe(2 / 4);
    expect(coverage(real, matrix([[2.5], [4]]), 1)).toBe(2 / 4); // 3 by 2.5, and 10 by 4: 6 < 7
    expect(coverage(real, matrix([[100]]), 1)).toBe(0);
    expect(coverage(real, matrix([[-1], [2]]), 1)).toBe(1 / 4); // at the radius itself is not nearer: only 3
  });

  it.each([
    [300, 300, 5],
    [400, 100, 5],
    [200, 400, 2],
  ])("of %i and %i samples of one distribution, k = %i, has the mean of lemma 2", (n, m, k) => {
    const runs = Array.from({ length: 40 }, (_, i) =>
      coverage(matrix(sample(n, 2 * i)), matrix(sample(m, 2 * i + 1)), k),
    );
    const mean = runs.reduce((sum, value) => sum + value, 0) / runs.length;
    const error = Math.sqrt(runs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (40 * 39));
    expect(Math.abs(mean - expectedCoverage(n, m, k))).toBeLessThan(4 * error);
  });

  it("of large sets of one size tends to 1 - 2^-k", () => {
    expect(expectedCoverage(100_000, 100_000, 5)).toBeCloseTo(1 - 1 / 32, 4);
  });

  it("falls with the share of the modes that a generator makes: half of the ring, half of the coverage", () => {
    const half = sample(2000, 7).filter(([, y]) => y > 0.05 || (Math.abs(y) < 0.5 && 0 < y)).slice(0, 500); // prettier-ignore
    const real = matrix(sample(500, 8));
    const full = coverage(real, matrix(sample(500, 9)));
    expect(full).toBeGreaterThan(0.93);
    expect(coverage(real, matrix(half))).toBeLessThan(0.65);
  });

  it("is small for one point many times, and is not fooled by its number", () => {
    const same = Array.from({ length: 500 }, () => ring.centres[0]!);
    expect(coverage(matrix(sample(500, 3)), matrix(same))).toBeLessThan(0.05);
  });

  it("says what does not fit", () => {
    expect(() => coverage(matrix([[1, 2]]), matrix([[1]]))).toThrow("rows of 2 and of 1");
    expect(() => coverage(matrix([[1], [2]]), matrix([[1]]), 2)).toThrow("k is 2 with 2 real samples");
  });
});
