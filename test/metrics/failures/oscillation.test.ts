import { describe, expect, it } from "vitest";
import { rng } from "../../../lib/engine/rng";
import { oscillation, turnover } from "../../../lib/metrics/failures/oscillation";

const series = (length: number, f: (t: number) => number) => Array.from({ length }, (_, t) => f(t));
const noise = (seed: number) => rng(seed).normal;

describe("oscillation", () => {
  it.each([8, 12, 25])("finds a sine of period %i at full strength, neither growing nor dying", (period) => {
    const found = oscillation(series(200, (t) => 3 + Math.sin((2 * Math.PI * t) / period)));
    expect(found.isOscillating).toBe(true);
    expect(found.period % period).toBe(0); // a sine repeats after each whole number of periods
    expect(found.strength).toBeGreaterThan(0.97);
    expect(found.growth).toBeCloseTo(1, 1);
  });

  it("finds it under a slope and as much noise as signal", () => {
    const next = noise(1);
    const found = oscillation(series(300, (t) => 0.05 * t + Math.sin(t / 3) + 0.7 * next()));
    expect(found.isOscillating).toBe(true);
    const periods = found.period / (6 * Math.PI);
    expect(Math.abs(periods - Math.round(periods))).toBeLessThan(0.1);
    expect(found.strength).toBeGreaterThan(0.35); // 1/2 / (1/2 + 0.49) = 0.505 without the scatter
    expect(found.strength).toBeLessThan(0.65);
  });

  it("tells a swing that grows from one that dies out, by the factor of the closed form", () => {
    // e^(at) sin: the second half has e^(a n/2) times the spread of the first.
    for (const a of [0.01, -0.01]) {
      const { growth } = oscillation(series(240, (t) => Math.exp(a * t) * Math.sin((2 * Math.PI * t) / 12)));
      expect(growth / Math.exp(a * 120)).toBeGreaterThan(0.95);
      expect(growth / Math.exp(a * 120)).toBeLessThan(1.05);
    }
  });

  it("finds nothing in a line, in a constant, and in a decay", () => {
    expect(oscillation(series(60, (t) => 2 * t - 7)).isOscillating).toBe(false);
    expect(oscillation(series(60, () => 4))).toMatchObject({ strength: 0, period: 0, isOscillating: false });
    expect(oscillation(series(60, (t) => Math.exp(-t / 5))).isOscillating).toBe(false);
  });

  it("takes independent noise for a repeat less than once in twenty", () => {
    const runs = series(200, (seed) => Number(oscillation(series(90, noise(seed))).isOscillating));
    expect(runs.reduce((sum, value) => sum + value, 0)).toBeLessThanOrEqual(10);
  });

  it("refuses a short series and NaN", () => {
    expect(() => oscillation(series(16, (t) => t))).toThrow("16 numbers");
    expect(oscillation(series(17, (t) => Math.sin((2 * Math.PI * t) / 5))).isOscillating).toBe(true);
    expect(() => oscillation(series(40, () => NaN))).toThrow("finite");
  });
});

describe("turnover", () => {
  it("is 0 where nothing moves, 1 where all of it moves, and the moved share in between", () => {
    expect(turnover([[3, 1], [6, 2]])).toBe(0); // prettier-ignore
    expect(turnover([[5, 0], [0, 9], [4, 0]])).toBe(1); // prettier-ignore
    expect(turnover([[4, 0], [3, 1], [3, 1]])).toBeCloseTo((0.25 + 0) / 2, 12); // prettier-ignore
  });

  it("of two samples of one distribution is near sqrt(b / (pi n))", () => {
    const [b, n] = [8, 4000];
    const random = rng(5);
    const looks = series(60, () => 0).map(() => {
      const counts = series(b, () => 0);
      for (let i = 0; i < n; i++) counts[random.integer(b)]! += 1;
      return counts;
    });
    expect(turnover(looks) / Math.sqrt(b / (Math.PI * n))).toBeGreaterThan(0.85);
    expect(turnover(looks) / Math.sqrt(b / (Math.PI * n))).toBeLessThan(1.1);
  });

  it("needs two looks", () => expect(() => turnover([[1]])).toThrow("1 looks"));
});
