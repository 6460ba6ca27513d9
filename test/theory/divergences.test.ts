/** Entropies and divergences, against closed forms and against quadrature with 30 digits (vectors/jensen-shannon.py). */
import { describe, expect, it } from "vitest";
import { gaussian, mixture, uniform } from "../../lib/theory/densities";
import { entropy, generatorCriterion, jensenShannon, klDivergence } from "../../lib/theory/divergences";
import { lineGrid, masses } from "../../lib/theory/line-grid";
import vectors from "./vectors/jensen-shannon.json";

const log2 = Math.LN2;
const normals = (parts: string[][]) =>
  mixture(parts.map(([w, m, s]) => ({ weight: Number(w), density: gaussian(Number(m), Number(s)) })));

describe("entropy", () => {
  it("is log n for n equal outcomes, 0 for a sure one, and the closed form between", () => {
    expect(entropy([0.25, 0.25, 0.25, 0.25])).toBeCloseTo(Math.log(4), 14);
    expect(entropy([0, 1, 0])).toBe(0);
    expect(entropy([0.9, 0.1])).toBeCloseTo(-0.9 * Math.log(0.9) - 0.1 * Math.log(0.1), 14);
  });

  it("refuses what is no list of probabilities", () => {
    expect(() => entropy([0.5, 0.4])).toThrow(/add up to 0\.9/);
    expect(() => entropy([1.5, -0.5])).toThrow(/0 or more/);
    expect(() => entropy([NaN, 1])).toThrow(RangeError);
  });
});

describe("Kullback-Leibler", () => {
  it("is (difference of means)^2 / (2 variance) for two normals of one spread", () => {
    const grid = lineGrid(-10, 12, 2200);
    const [p, q] = [masses(gaussian(0, 0.8), grid), masses(gaussian(1.5, 0.8), grid)];
    expect(klDivergence(p, q)).toBeCloseTo(1.5 ** 2 / (2 * 0.64), 9);
  });

  it("is not symmetric, 0 for one list with itself, infinite where q lacks what p has", () => {
    expect(klDivergence([0.5, 0.5], [0.9, 0.1])).not.toBeCloseTo(klDivergence([0.9, 0.1], [0.5, 0.5]), 2);
    expect(klDivergence([0.3, 0.7], [0.3, 0.7])).toBe(0);
    expect(klDivergence([0.5, 0.5], [1, 0])).toBe(Infinity);
    expect(klDivergence([1, 0], [0.5, 0.5])).toBeCloseTo(log2, 14);
    expect(() => klDivergence([1], [0.5, 0.5])).toThrow(/1 and 2/);
  });
});

describe("Jensen-Shannon, from entropies", () => {
  it("is 0 for identical and log 2 for disjoint pairs, to 1e-9", () => {
    const p = [0.2, 0.3, 0.5, 0, 0];
    expect(Math.abs(jensenShannon(p, p))).toBeLessThan(1e-9);
    expect(Math.abs(jensenShannon(p, [0, 0, 0, 0.4, 0.6]) - log2)).toBeLessThan(1e-9);
    const grid = lineGrid(-40, 40, 8000);
    const [left, right] = [-20, 20].map((mean) => masses(gaussian(mean, 1), grid)) as [number[], number[]];
    expect(Math.abs(jensenShannon(left, left))).toBeLessThan(1e-9);
    expect(Math.abs(jensenShannon(left, right) - log2)).toBeLessThan(1e-9);
  });

  it.each([0, 0.25, 0.5, 0.75, 1])(
    "is shift times log 2 for two boxes of width 1, shift %f, to 1e-9",
    (shift) => {
      const grid = lineGrid(-1, 3, 4000);
      const [p, q] = [masses(uniform(0, 1), grid), masses(uniform(shift, 1 + shift), grid)];
      expect(Math.abs(jensenShannon(p, q) - shift * log2)).toBeLessThan(1e-9);
    },
  );

  it.each(vectors.map((vector) => [vector.name, vector] as const))(
    "%s: to 1e-9",
    (_, { p, q, ...expected }) => {
      const grid = lineGrid(-20, 25, 4500);
      const [a, b] = [masses(normals(p), grid), masses(normals(q), grid)];
      expect(Math.abs(jensenShannon(a, b) - expected.jensenShannon)).toBeLessThan(1e-9);
      expect(Math.abs(klDivergence(a, b) - expected.kl)).toBeLessThan(1e-9);
      expect(Math.abs(generatorCriterion(a, b) - (2 * expected.jensenShannon - Math.log(4)))).toBeLessThan(
        2e-9,
      );
    },
  );
});
