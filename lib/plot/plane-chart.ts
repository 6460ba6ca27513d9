/** A plane with what moves in it: a direction at each place, the paths that follow, heat below. */
import { chart, type ChartOptions } from "./chart";
import type { Figure } from "./figure";
import { heatTrace, type HeatGrid } from "./heatmap";
import { FAINT_INK, PAPER, seriesStyle } from "./palette";
import type { ScatterTrace, Trace } from "./plotly";

export interface PlanePath {
  name: string;
  /** Places in the order in which they were visited; the first gets a marker. */
  points: readonly (readonly [number, number])[];
}

export interface PlaneArrows {
  /** The direction at a place. */
  field: (state: [number, number]) => readonly [number, number];
  name?: string;
  /** Arrows along each axis. */
  count?: number;
}

export interface PlaneLayers {
  heat?: HeatGrid;
  arrows?: PlaneArrows;
  paths?: readonly PlanePath[];
}

export interface PlaneOptions extends Omit<ChartOptions, "xRange" | "yRange"> {
  xRange: [number, number];
  yRange: [number, number];
}

/** A path with more points is thinned evenly: x goes to and fro, so that peaks cannot be kept as in a curve. */
const MOST_POINTS = 900;

/**
 * A vector field as arrows, paths over it, and a heat map below, each of them if it is given. The longest arrow spans one
 * cell of the arrows' grid; shorter ones are drawn by the square root of their length, so that slow places are seen too.
 *
 * @throws TypeError when the alt text is empty; RangeError when there is nothing to draw.
 */
export function planeChart(layers: PlaneLayers, options: PlaneOptions): Figure {
  const { heat, arrows, paths = [] } = layers;
  if (heat === undefined && arrows === undefined && paths.length === 0) {
    throw new RangeError("planeChart: there is nothing to draw. Give heat, arrows or paths.");
  }
  const traces: Trace[] = [
    ...(heat === undefined ? [] : [heatTrace(heat)]),
    ...(arrows === undefined ? [] : [arrowTrace(arrows, options)]),
    ...paths.flatMap((path, place) => pathTraces(path, { place, isOverHeat: heat !== undefined })),
  ];
  return chart(traces, { height: 460, ...options });
}

/** All arrows as one line with gaps: shaft, then both barbs of the head. */
function arrowTrace({ field, name = "direction of play", count = 13 }: PlaneArrows, options: PlaneOptions) {
  const { xRange, yRange } = options;
  const [stepX, stepY] = [xRange, yRange].map(([low, high]) => (high - low) / count) as [number, number];
  const places = range(count).flatMap((row) =>
    range(count).map((column): [number, number] => [
      xRange[0] + (column + 0.5) * stepX,
      yRange[0] + (row + 0.5) * stepY,
    ]),
  );
  // In units of a cell, so that an arrow keeps its angle in the picture when the axes differ.
  const directions = places.map((place) => {
    const [dx, dy] = field(place);
    return [dx / stepX, dy / stepY] as const;
  });
  const longest = Math.max(...directions.map(([dx, dy]) => Math.hypot(dx, dy)));
  const x: number[] = [];
  const y: number[] = [];
  places.forEach(([px, py], i) => {
    for (const [ax, ay] of arrow(directions[i]!, longest)) {
      x.push(round(px + ax * stepX));
      y.push(round(py + ay * stepY));
    }
  });
  return {
    type: "scatter",
    mode: "lines",
    name,
    x,
    y,
    hoverinfo: "skip",
    line: { color: FAINT_INK, dash: "solid", width: 1.2 },
  } satisfies ScatterTrace;
}

/** Corners of one arrow around its middle, in cells; NaN lifts the pen. A place where nothing moves gets none. */
function arrow([dx, dy]: readonly [number, number], longest: number): [number, number][] {
  const length = Math.hypot(dx, dy);
  if (!(length > 0)) return [];
  const size = 0.85 * Math.sqrt(length / longest);
  const [ux, uy] = [dx / length, dy / length];
  const tip: [number, number] = [(ux * size) / 2, (uy * size) / 2];
  const barb = (side: number): [number, number] => [
    tip[0] - 0.22 * (0.9 * ux - side * 0.5 * uy),
    tip[1] - 0.22 * (0.9 * uy + side * 0.5 * ux),
  ];
  return [[-tip[0], -tip[1]], tip, barb(1), tip, barb(-1), [NaN, NaN]];
}

/** The path, a marker at its start, and over heat a white line below it so that it is seen on every colour. */
function pathTraces(path: PlanePath, { place, isOverHeat }: { place: number; isOverHeat: boolean }) {
  const { color, dash, symbol } = seriesStyle(place);
  const every = Math.max(1, Math.ceil(path.points.length / MOST_POINTS));
  const kept = path.points.filter((_, i) => i % every === 0 || i === path.points.length - 1);
  const [x, y] = [0, 1].map((axis) => kept.map((point) => round(point[axis]!))) as [number[], number[]];
  const line = (width: number, ink: string): ScatterTrace => ({
    type: "scatter",
    mode: "lines",
    name: path.name,
    x,
    y,
    line: { color: ink, dash, width },
  });
  const start: ScatterTrace = {
    type: "scatter",
    mode: "markers",
    name: `start of ${path.name}`,
    x: x.slice(0, 1),
    y: y.slice(0, 1),
    showlegend: false,
    marker: { color, symbol, size: 10 },
  };
  const halo = {
    ...line(5, PAPER),
    showlegend: false,
    line: { color: PAPER, dash: "solid" as const, width: 5 },
  };
  return [...(isOverHeat ? [halo] : []), line(2.5, color), start];
}

const range = (count: number) => Array.from({ length: count }, (_, i) => i);
const round = (value: number) => Number(value.toPrecision(6));
