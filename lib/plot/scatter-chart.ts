/** Points in a plane. */
import { chart, type ChartOptions } from "./chart";
import type { Figure } from "./figure";
import { seriesStyle } from "./palette";

export interface PointSeries {
  name: string;
  x: number[];
  y: number[];
}

/**
 * Clouds of points, each with its own colour and marker; a later one lies over an earlier one.
 *
 * @throws TypeError when the alt text is empty; RangeError when x and y of a series have different lengths.
 */
export function scatterChart(series: PointSeries[], options: ChartOptions): Figure {
  const traces = series.map(({ name, x, y }, place) => {
    if (x.length !== y.length) {
      throw new RangeError(
        `scatterChart: series "${name}" has ${x.length} x and ${y.length} y. Give as many of each.`,
      );
    }
    const { color, symbol } = seriesStyle(place);
    const marker = { color, symbol, size: x.length > 300 ? 4 : 7 };
    return { type: "scatter" as const, mode: "markers" as const, name, x, y, opacity: 0.7, marker };
  });
  return chart(traces, options);
}
