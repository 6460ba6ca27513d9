/** V and the best discriminator: against a search that knows no formula, and against closed forms. */
import { describe, expect, it } from "vitest";
import { rng } from "../../lib/engine/rng";
import { drawFrom, gaussian, mixture } from "../../lib/theory/densities";
import { generatorCriterion } from "../../lib/theory/divergences";
import { lineGrid, masses } from "../../lib/theory/line-grid";
import {
  errorOnMass,
  optimalDiscriminator,
  optimalLogit,
  sigmoid,
  softplus,
  valueOnMasses,
  valueOnSamples,
} from "../../lib/theory/value-function";

const p = mixture([
  { weight: 0.6, density: gaussian(-1, 0.5) },
  { weight: 0.4, density: gaussian(1.5, 0.6) },
]);
const q = gaussian(0.5, 1.25);
const grid = lineGrid(-10, 10, 2000);
const [pMass, qMass] = [masses(p, grid), masses(q, grid)];

/** The place of the highest value of a function with one peak on (0, 1), by golden section: no derivative, no formula. */
function peakOf(f: (y: number) => number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [1e-12, 1 - 1e-12];
  for (let i = 0; i < 80; i++) {
    const [left, right] = [high - ratio * (high - low), low + ratio * (high - low)];
    if (f(left) < f(right)) low = left;
    else high = right;
  }
  return (low + high) / 2;
}

describe("the best discriminator", () => {
  it("is where a search finds the peak of p log D + q log(1 - D), at each place", () => {
    const best = optimalDiscriminator(p, q);
    for (const x of [-3, -1, -0.4, 0, 0.7, 1.5, 3, 4]) {
      const [a, b] = [Math.exp(p.logPdf(x)), Math.exp(q.logPdf(x))];
      // Golden section finds a peak to the root of float64's precision.
      expect(peakOf((y) => a * Math.log(y) + b * Math.log(1 - y))).toBeCloseTo(best(x), 6);
    }
  });

  it("has a value where both densities underflow, and none where neither is", () => {
    const [near, far] = [gaussian(0, 1), gaussian(0, 1.01)];
    expect(Math.exp(near.logPdf(60))).toBe(0);
    expect(Math.exp(far.logPdf(60))).toBe(0);
    const difference = near.logPdf(60) - far.logPdf(60); // about -35.3: small, and not 0 / 0
    expect(optimalDiscriminator(near, far)(60)).toBeCloseTo(Math.exp(difference), 20);
    expect(optimalDiscriminator(near, far)(60)).toBeGreaterThan(0);
  });

  it("makes V the criterion -log 4 + 2 JSD, and every other logit makes it smaller", () => {
    const best = grid.x.map(optimalLogit(p, q));
    const highest = valueOnMasses(pMass, qMass, best);
    expect(highest).toBeCloseTo(generatorCriterion(pMass, qMass), 9);
    for (const seed of [1, 2, 3]) {
      const random = rng(seed);
      const other = best.map((a) => a + 0.3 * random.normal());
      expect(valueOnMasses(pMass, qMass, other)).toBeLessThan(highest - 0.01);
    }
  });
});

describe("the value function", () => {
  it("is -log 4 for a discriminator that always says one half, whatever the densities", () => {
    const undecided = grid.x.map(() => 0);
    expect(valueOnMasses(pMass, qMass, undecided)).toBeCloseTo(-Math.log(4), 9);
    expect(valueOnSamples([0, 0], [0, 0])).toEqual({ value: -Math.log(4), standardError: 0 });
  });

  it("from samples lies within four standard errors of the integral, and its error shrinks as it should", () => {
    const logit = (x: number) => 1 - x;
    const exact = valueOnMasses(pMass, qMass, grid.x.map(logit));
    const estimate = (count: number) =>
      valueOnSamples(
        drawFrom(p, count, rng(5).stream("p", count)).map(logit),
        drawFrom(q, count, rng(5).stream("q", count)).map(logit),
      );
    const [few, many] = [estimate(400), estimate(40_000)];
    for (const { value, standardError } of [few, many]) {
      expect(Math.abs(value - exact)).toBeLessThan(4 * standardError);
    }
    expect(few.standardError / many.standardError).toBeGreaterThan(7);
    expect(few.standardError / many.standardError).toBeLessThan(13);
  });

  it("is right and finite for extreme logits, and a cell without mass counts nothing", () => {
    expect(softplus(1000)).toBe(1000);
    expect(softplus(-1000)).toBe(0);
    expect(softplus(0)).toBe(Math.LN2);
    expect([sigmoid(1000), sigmoid(-1000), sigmoid(0)]).toEqual([1, 0, 0.5]);
    expect(sigmoid(-700)).toBeGreaterThan(0);
    expect(valueOnMasses([1, 0], [0, 1], [Infinity, -Infinity])).toBe(0);
    expect(valueOnMasses([1, 0], [0, 1], [-50, 50])).toBeCloseTo(-100, 12);
    expect(() => valueOnSamples([0], [0, 0])).toThrow(/1 samples/);
  });
});

describe("the error on a share of the mass", () => {
  it("leaves out the worst cells, by their mass and not by their number", () => {
    const errors = [0.5, 0.01, 0.3, 0.02];
    const mass = [0.005, 0.6, 0.095, 0.3];
    expect(errorOnMass(errors, mass, 0.6)).toBe(0.01);
    expect(errorOnMass(errors, mass, 0.9)).toBe(0.02);
    expect(errorOnMass(errors, mass, 0.99)).toBe(0.3);
    expect(errorOnMass(errors, mass, 1)).toBe(0.5);
    expect(
      errorOnMass(
        errors,
        mass.map((one) => 7 * one),
        0.99,
      ),
    ).toBe(0.3);
  });

  it("counts a cell whose error is NaN as beyond any bound", () => {
    expect(errorOnMass([NaN, 0.1], [0.5, 0.5], 0.9) <= 0.2).toBe(false);
  });
});
