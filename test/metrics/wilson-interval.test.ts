import { describe, expect, it } from "vitest";
import { wilsonInterval } from "../../lib/metrics/wilson-interval";

describe("wilsonInterval", () => {
  // Newcombe (1998), Two-sided confidence intervals for the single proportion, table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("%i of %i: the published %f to %f", (successes, trials, low, high) => {
    const interval = wilsonInterval(successes, trials);
    expect(interval[0]).toBeCloseTo(low, 4);
    expect(interval[1]).toBeCloseTo(high, 4);
  });

  it("mirrors: the interval of the failures is the reflected one", () => {
    const [low, high] = wilsonInterval(3, 12);
    const [otherLow, otherHigh] = wilsonInterval(9, 12);
    expect(otherLow).toBeCloseTo(1 - high, 12);
    expect(otherHigh).toBeCloseTo(1 - low, 12);
  });

  it.each([
    [5, 4],
    [-1, 4],
    [0, 0],
    [1.5, 4],
  ])("refuses %f of %f", (successes, trials) => {
    expect(() => wilsonInterval(successes, trials)).toThrow(/whole numbers/);
  });
});
