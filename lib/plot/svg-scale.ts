/** From data to pixels. */
import type { PlotlyAxis, PlotlyFigure, Trace } from "./plotly";
import { extent, linearTicks, logTicks } from "./ticks";

export interface Scale {
  /** The pixel of a value; NaN for what has no place, such as 0 on a log axis. */
  place(value: number | string): number;
  ticks: { at: number; label: string }[];
  /** Pixels that one category takes; 0 on other axes. */
  band: number;
}

/** Everything a mark needs to find its place. */
export interface PlotArea {
  left: number;
  right: number;
  top: number;
  bottom: number;
  x: Scale;
  y: Scale;
}

/** The pixels of an axis, and its range where that is not the axis' own or the data's. */
interface Span {
  from: number;
  to: number;
  range?: [number, number];
}

/** The scale of one axis over the pixels `from` .. `to`. */
export function makeScale(figure: PlotlyFigure, name: "x" | "y", span: Span): Scale {
  const axis = name === "x" ? figure.layout.xaxis : figure.layout.yaxis;
  if (axis.type === "category") return categoryScale(figure.data, span);
  return numberScale(axis, span.range ?? rangeOf(figure, name), span);
}

/** Ranges about the same middles, the narrower one widened until a unit is as long across as up. */
export function squareRanges(
  figure: PlotlyFigure,
  size: { width: number; height: number },
): { x: [number, number]; y: [number, number] } {
  const [x, y] = [rangeOf(figure, "x"), rangeOf(figure, "y")];
  const unit = Math.max((x[1] - x[0]) / size.width, (y[1] - y[0]) / size.height); // of data, in one pixel
  const about = ([low, high]: [number, number], pixels: number): [number, number] => [
    (low + high - unit * pixels) / 2,
    (low + high + unit * pixels) / 2,
  ];
  return { x: about(x, size.width), y: about(y, size.height) };
}

function rangeOf(figure: PlotlyFigure, name: "x" | "y"): [number, number] {
  const axis = name === "x" ? figure.layout.xaxis : figure.layout.yaxis;
  return axis.range ?? dataRange(figure.data, name, axis.type === "log");
}

function numberScale(axis: PlotlyAxis, range: [number, number], pixels: { from: number; to: number }): Scale {
  const isLog = axis.type === "log";
  const room = Math.abs(pixels.to - pixels.from);
  const count = Math.max(2, room / (pixels.from < pixels.to ? 90 : 45));
  const { low, high, ticks } = isLog ? logTicks(...range) : linearTicks(...range, count);
  const at = (value: number) => pixels.from + ((value - low) / (high - low)) * (pixels.to - pixels.from);
  return {
    place: (value) => at(isLog ? Math.log10(Number(value)) : Number(value)),
    ticks: ticks.map(({ value, label }) => ({ at: at(value), label })),
    band: 0,
  };
}

function categoryScale(data: Trace[], pixels: { from: number; to: number }): Scale {
  const names = [...new Set(data.flatMap((trace) => (trace.type === "bar" ? trace.x : [])))];
  const band = (pixels.to - pixels.from) / Math.max(1, names.length);
  const place = (value: number | string) => pixels.from + band * (names.indexOf(String(value)) + 0.5);
  return { place, ticks: names.map((label) => ({ at: place(label), label })), band };
}

/** What the data reach, with air; bars and filled curves reach down to 0. */
function dataRange(data: Trace[], name: "x" | "y", isLog: boolean): [number, number] {
  const values = data.flatMap((trace) => traceValues(trace, name));
  const [low, high] = extent(isLog ? values.map(Math.log10) : values);
  if (data.some((trace) => trace.type === "heatmap")) return edges(values);
  const fromZero = name === "y" && data.some((trace) => trace.type === "bar" || "fill" in trace);
  return fromZero && !isLog ? [Math.min(0, low === high ? 0 : lowest(values)), high] : [low, high];
}

function traceValues(trace: Trace, name: "x" | "y"): number[] {
  if (trace.type !== "bar") return trace[name];
  const reach = trace.error_y?.array ?? [];
  const room = trace.text === undefined ? 1 : 1.06; // for the number above the bar
  return name === "x" ? [] : trace.y.flatMap((value, index) => [value, room * (value + (reach[index] ?? 0))]);
}

function lowest(values: number[]): number {
  return values.reduce((low, value) => (value < low ? value : low), Infinity);
}

/** Heatmap cells reach half a step beyond their centres. */
function edges(values: number[]): [number, number] {
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  const half = sorted.length > 1 ? (sorted[1]! - sorted[0]!) / 2 : 0.5;
  return [sorted[0]! - half, sorted[sorted.length - 1]! + half];
}
