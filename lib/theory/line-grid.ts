/** The line cut into equal cells, so that integrals become sums (midpoint rule). */
import * as pl from "nodejs-polars";
import type { Density } from "./densities";
import { optimalDiscriminator } from "./value-function";

export interface LineGrid {
  /** Middles of the cells, ascending. */
  readonly x: readonly number[];
  /** Width of a cell. */
  readonly step: number;
}

/**
 * `cells` equal cells from `low` to `high`. For smooth densities that have died away at both ends the midpoint rule is
 * exact to float64 from a few cells a standard deviation on (Trefethen and Weideman, 2014, SIAM Review 56, 385);
 * for uniform ones when their edges are edges of cells.
 *
 * @throws RangeError when high is not above low, or cells is not a whole number above 0.
 */
export function lineGrid(low: number, high: number, cells: number): LineGrid {
  if (!(high > low) || !Number.isInteger(cells) || cells < 1) {
    throw new RangeError(
      `lineGrid: from ${low} to ${high} in ${cells} cells. Give low < high and a whole number of cells.`,
    );
  }
  const step = (high - low) / cells;
  return { x: Array.from({ length: cells }, (_, i) => low + (i + 0.5) * step), step };
}

/** The mass of each cell, density times width: a list of probabilities that adds up to 1 where the grid is wide enough. */
export function masses(density: Density, grid: LineGrid): number[] {
  return grid.x.map((x) => Math.exp(density.logPdf(x)) * grid.step);
}

/**
 * Two densities over a grid as a polars table of float64: `x`, the masses `p` (data) and `q` (generator) of each cell, and
 * `optimal`, the best discriminator p / (p + q).
 */
export function densityTable(p: Density, q: Density, grid: LineGrid): pl.DataFrame {
  const best = optimalDiscriminator(p, q);
  const column = (name: string, values: readonly number[]) => pl.Series(name, [...values], pl.Float64);
  return pl.DataFrame([
    column("x", grid.x),
    column("p", masses(p, grid)),
    column("q", masses(q, grid)),
    column("optimal", grid.x.map(best)),
  ]);
}
