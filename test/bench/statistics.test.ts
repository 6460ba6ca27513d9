import { describe, expect, it } from "vitest";
import { rng } from "../../lib/engine/rng";
import { median, quantile, speedRatio } from "./statistics";

const { uniform } = rng(5);

describe("median and quantile", () => {
  it("give the middle, and points between neighbours", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(quantile([10, 20, 30, 40, 50], 0.1)).toBeCloseTo(14, 12);
    expect([quantile([7, 5], 0), quantile([7, 5], 1)]).toEqual([5, 7]);
  });

  it("sort numbers as numbers, and leave the caller's order", () => {
    const values = [100, 9, 8];
    expect(median(values)).toBe(9);
    expect(values).toEqual([100, 9, 8]);
  });

  it("refuse an empty list", () => expect(() => median([])).toThrow(/no values/));
});

describe("speedRatio", () => {
  it("is how many times faster, round by round", () => {
    // Twice as fast in every round, while the machine becomes ten times slower: no doubt about the ratio.
    expect(speedRatio([1, 5, 10], [2, 10, 20], uniform)).toEqual({ value: 2, low: 2, high: 2 });
  });

  it("pairs the rounds: the ratio of the medians would be 1", () => {
    expect(speedRatio([1, 2, 3], [2, 3, 1], uniform).value).toBe(1.5);
  });

  it("has the bootstrap's interval, worked out by binomial probabilities", () => {
    // The median of n draws is at most the k-th smallest ratio when more than half of them are: P(Bin(n, k/n) > n/2).
    const n = 21;
    const choose = (m: number): number => (m === 0 ? 1 : (choose(m - 1) * (n - m + 1)) / m);
    const places = Array.from({ length: n }, (_, i) => i + 1);
    const atMost = (k: number) =>
      places
        .filter((m) => m > n / 2)
        .reduce((sum, m) => sum + choose(m) * (k / n) ** m * (1 - k / n) ** (n - m), 0);
    const place = (share: number) => places.find((k) => atMost(k) >= share)!;
    const ratios = places.map((k) => 1 + ((k * 8) % n) / 100); // 1.00, 1.01, ... 1.20 in another order
    const { value, low, high } = speedRatio(Array<number>(n).fill(1), ratios, uniform);
    expect(value).toBeCloseTo(1.1, 9);
    expect(low).toBeCloseTo(1 + (place(0.025) - 1) / 100, 9);
    expect(high).toBeCloseTo(1 + (place(0.975) - 1) / 100, 9);
  });

  it("refuses rounds that cannot be pairs", () => {
    expect(() => speedRatio([1, 2], [1], uniform)).toThrow(/same rounds/);
  });
});
