/** How often which values occur. */
import { chart, type ChartOptions } from "./chart";
import type { Figure } from "./figure";
import { seriesStyle } from "./palette";
import type { ScatterTrace } from "./plotly";
import { extent } from "./ticks";

export interface HistogramSeries {
  name: string;
  values: ArrayLike<number>;
}

export interface HistogramOptions extends ChartOptions {
  bins?: number;
  /** Lowest and highest edge; without it, those of all values together. */
  range?: [number, number];
}

/**
 * Histograms over common bins, as outlines that may cross: the share of a series' values that falls into each bin. Values
 * outside the range are left out, and the legend says how many.
 *
 * @throws TypeError when the alt text is empty; RangeError when bins is not a whole number above 0.
 */
export function histogram(series: HistogramSeries[], options: HistogramOptions): Figure {
  const { bins = 40 } = options;
  if (!Number.isInteger(bins) || bins < 1) {
    throw new RangeError(`histogram: bins is ${bins}. Give a whole number, 1 or more.`);
  }
  const [low, high] = options.range ?? extent(series.flatMap(({ values }) => Array.from(values)));
  const traces = series.map((one, place) => outline(one, { low, high, bins, place }));
  return chart(traces, { yLabel: "share of values", ...options });
}

function outline(
  { name, values }: HistogramSeries,
  { low, high, bins, place }: { low: number; high: number; bins: number; place: number },
): ScatterTrace {
  const { color, dash } = seriesStyle(place);
  const shares = binShares(values, { low, high, bins });
  const outside = Math.round((1 - shares.reduce((sum, share) => sum + share, 0)) * values.length);
  const edges = Array.from({ length: bins + 1 }, (_, edge) => low + ((high - low) * edge) / bins);
  return {
    type: "scatter",
    mode: "lines",
    name: outside > 0 ? `${name} (${outside} outside)` : name,
    // Up at the first edge, along the bins, down at the last.
    x: [low, ...edges],
    y: [0, ...shares, 0],
    fill: "tozeroy",
    fillcolor: `${color}26`,
    line: { color, dash, width: 2, shape: "hv" },
  };
}

/** The share of all values in each of `bins` equal bins; the last one holds its upper edge too. */
export function binShares(
  values: ArrayLike<number>,
  { low, high, bins }: { low: number; high: number; bins: number },
): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    if (!(value >= low && value <= high)) continue;
    const bin = Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins));
    counts[bin] = counts[bin]! + 1;
  }
  return counts.map((count) => count / values.length);
}
