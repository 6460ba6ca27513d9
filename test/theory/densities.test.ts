/** Densities: their values against closed forms, their draws against their own cumulative sums. */
import * as pl from "nodejs-polars";
import { describe, expect, it } from "vitest";
import { rng } from "../../lib/engine/rng";
import { type Density, drawFrom, gaussian, mixture, uniform } from "../../lib/theory/densities";
import { densityTable, lineGrid, masses } from "../../lib/theory/line-grid";

const pair = mixture([
  { weight: 3, density: gaussian(-1, 0.5) },
  { weight: 2, density: gaussian(1.5, 0.6) },
]);

describe("densities", () => {
  it("have the values of their formulas", () => {
    expect(Math.exp(gaussian(1, 2).logPdf(1))).toBeCloseTo(1 / (2 * Math.sqrt(2 * Math.PI)), 15);
    expect(gaussian(1, 2).logPdf(5) - gaussian(1, 2).logPdf(1)).toBeCloseTo(-2, 14);
    expect(Math.exp(uniform(2, 4).logPdf(3))).toBeCloseTo(0.5, 15);
    expect([1.9, 4].map(uniform(2, 4).logPdf)).toEqual([-Infinity, -Infinity]);
    const at = (x: number, mean: number, spread: number) => Math.exp(gaussian(mean, spread).logPdf(x));
    expect(Math.exp(pair.logPdf(0.3))).toBeCloseTo(0.6 * at(0.3, -1, 0.5) + 0.4 * at(0.3, 1.5, 0.6), 15);
  });

  it("keep their logarithm where the density itself underflows", () => {
    expect(Math.exp(pair.logPdf(60))).toBe(0);
    expect(pair.logPdf(60)).toBeCloseTo(Math.log(0.4) + gaussian(1.5, 0.6).logPdf(60), 9);
  });

  it("add up to 1 on a grid that is wide enough", () => {
    const total = (density: Density) =>
      masses(density, lineGrid(-12, 12, 1200)).reduce((sum, mass) => sum + mass, 0);
    for (const density of [gaussian(0, 1), pair, uniform(-1, 2)]) expect(total(density)).toBeCloseTo(1, 12);
  });

  it.each([
    ["normal", gaussian(0.5, 1.25)],
    ["mixture", pair],
    ["uniform", uniform(-2, 1)],
  ] as const)("%s: draws follow the density (Kolmogorov's distance of 20,000)", (_, density) => {
    const draws = drawFrom(density, 20_000, rng(3).stream("draws")).sort((a, b) => a - b);
    const grid = lineGrid(-12, 12, 4800);
    let [below, furthest, seen] = [0, 0, 0];
    masses(density, grid).forEach((mass, i) => {
      below += mass;
      const edge = grid.x[i]! + grid.step / 2;
      while (seen < draws.length && draws[seen]! <= edge) seen++;
      furthest = Math.max(furthest, Math.abs(seen / draws.length - below));
    });
    expect(furthest).toBeLessThan(1.63 / Math.sqrt(20_000)); // exceeded once in 100 draws of 20,000
    expect(furthest).toBeGreaterThan(0);
  });

  it("refuse spreads and widths that are not above 0", () => {
    expect(() => gaussian(0, 0)).toThrow(/spread is 0/);
    expect(() => uniform(2, 2)).toThrow(/high - low is 0/);
    expect(() => mixture([])).toThrow(/no parts/);
    expect(() => mixture([{ weight: -1, density: pair }])).toThrow(/weight is -1/);
    expect(() => lineGrid(1, 0, 10)).toThrow(/low < high/);
  });

  it("stand in a float64 table with the best discriminator beside them", () => {
    const table = densityTable(gaussian(0, 1), gaussian(2, 1), lineGrid(-8, 10, 1800));
    expect(table.columns).toEqual(["x", "p", "q", "optimal"]);
    expect(table.dtypes.every((type) => type.equals(pl.Float64))).toBe(true);
    // log p - log q = 2 - 2x, so D* is 1/2 half way between the means.
    const rows = table.toRecords() as { x: number; optimal: number }[];
    for (const { x, optimal } of rows) expect(optimal).toBeCloseTo(1 / (1 + Math.exp(2 * x - 2)), 12);
  });
});
