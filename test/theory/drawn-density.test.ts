/** Drawn densities against closed forms: the uniform, the triangle, and the inverse of the distribution function. */
import { describe, expect, it } from "vitest";
import { rng } from "../../lib/engine/rng";
import { drawnDensity } from "../../lib/theory/drawn-density";

describe("drawnDensity", () => {
  it("is the uniform density: mean in the middle, spread width / sqrt(12), quantiles even", () => {
    const uniform = drawnDensity([1, 2, 5], [7, 7, 7]);
    expect([uniform.at(1.5), uniform.at(5.1)]).toEqual([0.25, 0]);
    expect(uniform.mean).toBeCloseTo(3, 12);
    expect(uniform.spread).toBeCloseTo(4 / Math.sqrt(12), 12);
    for (const u of [0, 0.25, 0.5, 0.99]) expect(uniform.sample(u)).toBeCloseTo(1 + 4 * u, 12);
  });

  it("is the triangle: height 1, mean 0, variance 1/6, and quantiles by the square root", () => {
    const triangle = drawnDensity([-1, 0, 1], [0, 50, 0]);
    expect(triangle.at(0)).toBeCloseTo(1, 12);
    expect(triangle.at(0.5)).toBeCloseTo(0.5, 12);
    expect(triangle.mean).toBeCloseTo(0, 12);
    expect(triangle.spread ** 2).toBeCloseTo(1 / 6, 12);
    for (const u of [0.02, 0.3]) {
      expect(triangle.sample(u)).toBeCloseTo(-1 + Math.sqrt(2 * u), 12);
      expect(triangle.sample(1 - u)).toBeCloseTo(1 - Math.sqrt(2 * u), 12);
    }
  });

  it("samples what it says, and nothing where nothing is drawn", () => {
    const two = drawnDensity([-3, -2, -1, 0, 1, 2, 3], [0, 4, 0, 0, 0, 1, 0]);
    const { uniform } = rng(1);
    const drawn = Array.from({ length: 20_000 }, () => two.sample(uniform()));
    expect(drawn.filter((x) => x > -1 && x < 1)).toEqual([]);
    expect(drawn.filter((x) => x > 0).length / drawn.length).toBeCloseTo(0.2, 1);
    const mean = drawn.reduce((sum, x) => sum + x, 0) / drawn.length;
    expect(Math.abs(mean - two.mean)).toBeLessThan(0.05); // 4 standard errors
    expect(two.mean).toBeCloseTo(0.8 * -2 + 0.2 * 2, 12);
    expect(two.sample(1 - 2 ** -32)).toBeLessThanOrEqual(3);
  });

  it("refuses nothing drawn, heights below 0, and lists that do not fit", () => {
    expect(() => drawnDensity([0, 1], [0, 0])).toThrow(/nothing is drawn/);
    expect(() => drawnDensity([0, 1], [2, -1])).toThrow(/0 or more/);
    expect(() => drawnDensity([0, 1], [1])).toThrow(/2 nodes and 1 heights/);
  });
});
