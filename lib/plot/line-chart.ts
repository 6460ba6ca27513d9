/** Curves. */
import { chart, type ChartOptions } from "./chart";
import type { Figure } from "./figure";
import { seriesStyle, type SeriesStyle } from "./palette";
import type { ScatterTrace } from "./plotly";
import { thinCurve, trailingMean } from "./thin";

export interface LineSeries {
  name: string;
  /** Ascending; without it 1, 2, 3, ... */
  x?: number[];
  /** A value that is not finite makes a gap. */
  y: number[];
}

export interface LineChartOptions extends ChartOptions {
  /**
   * Draws the mean of this many last values as the curve, and the values themselves as a faint line behind it.
   * The legend says so. The mean looks only backwards.
   */
  smooth?: number;
}

/** A curve with more points is thinned to its peaks, or notebooks would grow by megabytes. */
const MOST_POINTS = 1000;
/** Up to here each point gets its marker. */
const MOST_MARKERS = 30;

/**
 * One or more curves over one axis. Long curves are thinned so that every peak stays.
 *
 * @throws TypeError when the alt text is empty; RangeError when x and y of a series have different lengths.
 */
export function lineChart(series: LineSeries[], options: LineChartOptions): Figure {
  const window = Math.max(1, Math.round(options.smooth ?? 1));
  const complete = series.map((one) => ({
    name: one.name,
    y: one.y,
    x: one.x ?? one.y.map((_, index) => index + 1),
  }));
  complete.forEach(checkLengths);
  const faint = window === 1 ? [] : complete.map((one, place) => faintLine(one, place, window));
  const lines = complete.map((one, place) => boldLine(one, seriesStyle(place), window));
  return chart([...faint, ...lines], options);
}

function checkLengths({ name, x, y }: Required<LineSeries>): void {
  if (x.length !== y.length) {
    throw new RangeError(
      `lineChart: series "${name}" has ${x.length} x and ${y.length} y. Give as many of each.`,
    );
  }
}

function boldLine({ name, x, y }: Required<LineSeries>, style: SeriesStyle, window: number): ScatterTrace {
  const { color, dash, symbol } = style;
  return {
    type: "scatter",
    mode: y.length <= MOST_MARKERS ? "lines+markers" : "lines",
    name,
    ...roundCurve(thinCurve(x, trailingMean(y, window), MOST_POINTS)),
    line: { color, dash, width: 2.5 },
    marker: { color, symbol, size: 8 },
  };
}

/** The first faint line carries the note for all of them. */
function faintLine({ x, y }: Required<LineSeries>, place: number, window: number): ScatterTrace {
  return {
    type: "scatter",
    mode: "lines",
    name: `faint: each value; bold: mean of the last ${window}`,
    ...roundCurve(thinCurve(x, y, MOST_POINTS)),
    opacity: 0.3,
    showlegend: place === 0,
    legendrank: 1001, // after the series, although drawn before them
    hoverinfo: "skip",
    line: { color: seriesStyle(place).color, dash: "solid", width: 1 },
  };
}

/** Five digits are more than a screen shows, and a third of the bytes. */
function roundCurve({ x, y }: { x: number[]; y: number[] }): { x: number[]; y: number[] } {
  return { x, y: y.map((value) => Number(value.toPrecision(5))) };
}
