/** A quantity over a plane. */
import { chart, type ChartOptions } from "./chart";
import type { Figure } from "./figure";
import { HEAT_SCALE } from "./palette";
import type { HeatmapTrace } from "./plotly";

export interface HeatGrid {
  /** What the colour stands for. */
  label: string;
  /** Centres of the cells, evenly spaced and ascending. */
  x: number[];
  y: number[];
  /** z[row][column] belongs to y[row] and x[column]. */
  z: number[][];
  /** The values of the lightest and the darkest colour; without it, the lowest and the highest. */
  range?: [number, number];
}

/**
 * Cells from light (low) to dark (high), with a scale beside them.
 *
 * @throws TypeError when the alt text is empty; RangeError when z does not have a row for each y and a value for each x.
 */
export function heatmap(grid: HeatGrid, options: ChartOptions): Figure {
  return chart([heatTrace(grid)], options);
}

/** The cells alone, for charts that draw something over them. */
export function heatTrace(grid: HeatGrid): HeatmapTrace {
  const { x, y, z, label } = grid;
  if (z.length !== y.length || z.some((row) => row.length !== x.length)) {
    throw new RangeError(
      `heatmap: z is [${z.length}, ${z[0]?.length ?? 0}], but there are ${y.length} y and ${x.length} x. ` +
        "Give a row for each y and in it a value for each x.",
    );
  }
  const values = z.flat().filter(Number.isFinite);
  const lowest = () => values.reduce((low, value) => Math.min(low, value), Infinity);
  const highest = () => values.reduce((high, value) => Math.max(high, value), -Infinity);
  const [zmin, zmax] = grid.range ?? [lowest(), highest()];
  const colorscale = HEAT_SCALE.map(([place, color]): [number, string] => [place, color]);
  const colorbar = { title: { text: label } };
  return { type: "heatmap", name: label, x, y, z, zmin, zmax, colorscale, colorbar };
}
