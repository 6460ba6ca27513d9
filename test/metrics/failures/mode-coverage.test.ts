import { describe, expect, it } from "vitest";
import { gridOfGaussians, ringOfGaussians } from "../../../lib/datasets/points/mixture";
import { rng } from "../../../lib/engine/rng";
import { modeCoverage } from "../../../lib/metrics/failures/mode-coverage";

const ring = ringOfGaussians();

describe("modeCoverage", () => {
  it("finds all modes of the true mixture, and 1 - exp(-9/2) of its points within 3 sigma", () => {
    const points = ring.points(40_000, rng(1));
    const { counts, modes, within } = modeCoverage(points, ring);
    expect(modes).toBe(8);
    // The standard error of a share of 0.989 in 40,000 is 0.0005.
    expect(Math.abs(within - (1 - Math.exp(-9 / 2)))).toBeLessThan(0.0021);
    for (const count of counts) expect(Math.abs(count - 40_000 / 8)).toBeLessThan(4 * Math.sqrt(5000));
  });

  it("counts a generator that only knows two modes", () => {
    const points = ring.points(4000, rng(2)).filter(([x, y]) => x > 1 && y > -0.5);
    expect(modeCoverage(points, ring).modes).toBe(2);
  });

  it("loses a mode that gets less than a tenth of its fair share, and keeps one with a tenth", () => {
    const at = (mode: number, count: number) => Array.from({ length: count }, () => ring.centres[mode]!);
    const rest = [2, 3, 4, 5, 6, 7].flatMap((mode) => at(mode, 10));
    // 80 points: a fair share is 10, a tenth of it is 1.
    expect(modeCoverage([...at(0, 20), ...rest], ring)).toMatchObject({ modes: 7, within: 1 });
    expect(modeCoverage([...at(0, 19), ...at(1, 1), ...rest], ring).modes).toBe(8);
  });

  it("does not count points between the modes, nor beyond 3 sigma, and gives each point to one mode", () => {
    const [[x, y]] = ring.centres as [readonly [number, number]];
    const points: [number, number][] = [[0, 0], [x + 0.299, y], [x, y + 0.301], [x, y]]; // prettier-ignore
    expect(modeCoverage(points, ring)).toEqual({ counts: [2, 0, 0, 0, 0, 0, 0, 0], modes: 1, within: 0.5 });
  });

  it("refuses nothing", () => {
    expect(() => modeCoverage([], ring)).toThrow("0 points");
    expect(() => modeCoverage([[0, 0]], { centres: [], sigma: 1 })).toThrow("0 centres");
  });

  it("serves the grid too", () => {
    const grid = gridOfGaussians();
    expect(modeCoverage(grid.points(5000, rng(3)), grid).modes).toBe(25);
  });
});
