import { beforeAll, describe, expect, it } from "vitest";
import { rng } from "../../../lib/engine/rng";
import { tf } from "../../../lib/engine/tf";
import { useEngine } from "../../../lib/engine/use-engine";
import { leakedPerRound, trend } from "../../../lib/metrics/failures/trend";

describe("trend", () => {
  it("of a line is its slope, whatever a few outliers say", () => {
    const line = Array.from({ length: 30 }, (_, t) => 5 - 2 * t);
    expect(trend(line)).toEqual({ slope: -2, agreement: -1 });
    line[7] = 1e6;
    expect(trend(line).slope).toBeCloseTo(-2, 12);
  });

  it("by hand: 0, 3, 1, 2", () => {
    // slopes 3, 1/2, 2/3, -2, -1/2, 1: the middle two are 1/2 and 2/3; four rise, two fall.
    expect(trend([0, 3, 1, 2]).slope).toBeCloseTo((1 / 2 + 2 / 3) / 2, 12);
    expect(trend([0, 3, 1, 2]).agreement).toBeCloseTo(2 / 6, 12);
  });

  it("finds no agreement in noise: tau has the variance 2 (2n + 5) / (9 n (n - 1))", () => {
    const n = 60;
    const taus = Array.from(
      { length: 100 },
      (_, seed) => trend(Array.from({ length: n }, rng(seed).normal)).agreement,
    );
    const variance = taus.reduce((sum, tau) => sum + tau * tau, 0) / 100;
    expect(variance / ((2 * (2 * n + 5)) / (9 * n * (n - 1)))).toBeGreaterThan(0.6);
    expect(variance / ((2 * (2 * n + 5)) / (9 * n * (n - 1)))).toBeLessThan(1.5);
  });

  it("refuses what it cannot read", () => {
    expect(() => trend([1, 2])).toThrow("2 numbers");
    expect(() => trend([1, NaN, 2])).toThrow("finite");
  });
});

describe("leakedPerRound", () => {
  beforeAll(async () => {
    await useEngine();
  });
  const counted = () => tf.memory().numTensors;

  it("counts the tensors that a round forgets, and none of what the first rounds keep", async () => {
    const kept: tf.Tensor[] = [];
    const clean = () => tf.tidy(() => void tf.square(tf.ones([3])));
    const leaky = () => void kept.push(tf.square(tf.keep(tf.ones([3]))), tf.ones([1]));
    expect(await leakedPerRound(clean, counted)).toBe(0);
    expect(await leakedPerRound(leaky, counted)).toBe(3);
    let cache: tf.Tensor | undefined;
    expect(await leakedPerRound(() => void (cache ??= tf.ones([2])), counted)).toBe(0);
    tf.dispose([cache!, kept]);
  });
});
