/** The marks of a chart: lines, points, bars, heat. */
import { element, escapeText, short } from "./markup";
import { INK, type Dash, type MarkerSymbol } from "./palette";
import type { BarTrace, HeatmapTrace, ScatterTrace } from "./plotly";
import type { PlotArea } from "./svg-scale";
import { thinCurve } from "./thin";

export const DASHES: Record<Dash, string | undefined> = {
  solid: undefined,
  dash: "7 4",
  dot: "1.5 3.5",
  dashdot: "8 3 1.5 3",
  longdash: "12 4",
};

/** More points than this do not change a picture that is some 600 pixels wide. */
const MOST_POINTS = 1200;

export function drawScatter(trace: ScatterTrace, area: PlotArea): string {
  const { x, y } = trace.mode === "lines" ? thinCurve(trace.x, trace.y, MOST_POINTS) : trace;
  const points = x.map((value, index) => [area.x.place(value), area.y.place(y[index]!)] as const);
  const parts = [];
  if (trace.fill !== undefined) parts.push(drawFill(points, trace, area));
  if (trace.mode !== "markers") parts.push(drawLine(points, trace));
  if (trace.mode !== "lines" && trace.marker !== undefined) {
    const d = points
      .map(([px, py]) => symbolPath(trace.marker!.symbol, [px, py], trace.marker!.size / 2))
      .join("");
    parts.push(element("path", { d, fill: trace.marker.color }));
  }
  return element("g", { opacity: trace.opacity }, ...parts);
}

type Points = (readonly [number, number])[];

function drawLine(points: Points, trace: ScatterTrace): string {
  const { color, dash, width } = trace.line ?? { color: INK, dash: "solid", width: 2 };
  const stroke = {
    stroke: color,
    "stroke-width": width,
    "stroke-dasharray": DASHES[dash],
    "stroke-linejoin": "round",
  };
  return element("path", { d: linePath(points, trace.line?.shape === "hv"), fill: "none", ...stroke });
}

/** A new "M" after each gap, so that a missing value is seen as one. */
function linePath(points: Points, isSteps: boolean): string {
  let isPenDown = false;
  const words = points.map(([x, y]) => {
    if (!Number.isFinite(x) || !Number.isFinite(y)) {
      isPenDown = false;
      return "";
    }
    const word = isPenDown
      ? isSteps
        ? `H${short(x)}V${short(y)}`
        : `L${short(x)} ${short(y)}`
      : `M${short(x)} ${short(y)}`;
    isPenDown = true;
    return word;
  });
  return words.join("");
}

function drawFill(points: Points, trace: ScatterTrace, area: PlotArea): string {
  const [first, last] = [points[0], points[points.length - 1]];
  if (first === undefined || last === undefined) return "";
  const ground = short(Math.min(area.bottom, area.y.place(0)));
  const d = `${linePath(points, trace.line?.shape === "hv")}V${ground}H${short(first[0])}Z`;
  return element("path", { d, fill: trace.fillcolor ?? trace.line?.color ?? INK });
}

/** A filled symbol around a point, as path data; empty for a point that has no place. */
export function symbolPath(symbol: MarkerSymbol, [x, y]: [number, number], r: number): string {
  if (!Number.isFinite(x) || !Number.isFinite(y)) return "";
  const at = (dx: number, dy: number) => `${short(x + dx * r)} ${short(y + dy * r)}`;
  const polygon = (...corners: [number, number][]) => `M${corners.map(([dx, dy]) => at(dx, dy)).join("L")}Z`;
  switch (symbol) {
    case "square":
      return polygon([-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]);
    case "triangle-up":
      return polygon([0, -1.1], [1.05, 0.8], [-1.05, 0.8]);
    case "diamond":
      return polygon([0, -1.3], [1.1, 0], [0, 1.3], [-1.1, 0]);
    case "cross":
      return plus(at, (dx, dy) => [dx, dy]);
    case "x":
      return plus(at, (dx, dy) => [(dx - dy) * 0.75, (dx + dy) * 0.75]);
    default:
      return `M${at(-1, 0)}a${short(r)} ${short(r)} 0 1 0 ${short(2 * r)} 0a${short(r)} ${short(r)} 0 1 0 ${short(-2 * r)} 0Z`;
  }
}

/** The twelve corners of a plus sign, each moved by `turn`. */
function plus(
  at: (dx: number, dy: number) => string,
  turn: (dx: number, dy: number) => [number, number],
): string {
  const w = 0.32;
  const arm: [number, number][] = [[-w, -w], [-w, -1.2], [w, -1.2]]; // prettier-ignore
  const corners = [0, 1, 2, 3].flatMap((quarter) =>
    arm.map(([dx, dy]) => {
      const [cos, sin] = [[1, 0], [0, 1], [-1, 0], [0, -1]][quarter] as [number, number]; // prettier-ignore
      return at(...turn(dx * cos - dy * sin, dx * sin + dy * cos));
    }),
  );
  return `M${corners.join("L")}Z`;
}

/** Bars side by side within their category, with error bars and numbers where there are any. */
export function drawBars(trace: BarTrace, area: PlotArea, group: { place: number; of: number }): string {
  const width = (area.x.band * 0.7) / group.of;
  const ground = area.y.place(0);
  return trace.x
    .map((category, index) => {
      const center = area.x.place(category) + (group.place - (group.of - 1) / 2) * width;
      const top = area.y.place(trace.y[index]!);
      const bar = {
        x: center - width * 0.46,
        y: Math.min(top, ground),
        width: width * 0.92,
        height: Math.abs(ground - top),
      };
      return (
        element("rect", { ...bar, fill: trace.marker.color }) + barNotes(trace, index, { area, center, top })
      );
    })
    .join("");
}

function barNotes(
  trace: BarTrace,
  index: number,
  at: { area: PlotArea; center: number; top: number },
): string {
  const reach = trace.error_y?.array[index];
  const value = trace.y[index]!;
  const [high, low] = [value + (reach ?? 0), value - (reach ?? 0)].map((edge) => at.area.y.place(edge)) as [
    number,
    number,
  ];
  const c = short(at.center);
  const d = `M${c} ${short(low)}V${short(high)}m-4 0h8M${c} ${short(low)}m-4 0h8`;
  const bar =
    reach === undefined ? "" : element("path", { d, stroke: INK, "stroke-width": 1.5, fill: "none" });
  const text = trace.text?.[index];
  const place = { x: at.center, y: Math.min(high, at.top) - 5, "text-anchor": "middle" };
  return bar + (text === undefined ? "" : element("text", place, escapeText(text)));
}

const LEVELS = 32;

/** Cells in 32 levels of colour, one path a level and neighbours joined, so that 100 x 100 cells stay small. */
export function drawHeatmap(trace: HeatmapTrace, area: PlotArea): string {
  const paths = new Map<number, string>();
  trace.z.forEach((row, index) => {
    const [top, bottom] = cellEdges(trace.y, index)
      .map((edge) => area.y.place(edge))
      .sort((a, b) => a - b) as [number, number];
    for (let start = 0, end = 0; start < row.length; start = end) {
      const level = heatLevel(row[start]!, trace);
      while (end < row.length && heatLevel(row[end]!, trace) === level) end++;
      const left = area.x.place(cellEdges(trace.x, start)[0]);
      const right = area.x.place(cellEdges(trace.x, end - 1)[1]);
      // Half a pixel of overlap hides the seams between cells.
      const cell = `M${short(left)} ${short(top)}H${short(right + 0.5)}V${short(bottom + 0.5)}H${short(left)}Z`;
      paths.set(level, (paths.get(level) ?? "") + cell);
    }
  });
  const marks = [...paths].map(([level, d]) =>
    element("path", { d, fill: heatColor(level / (LEVELS - 1), trace) }),
  );
  return marks.join("") + colorbar(trace, area);
}

function heatLevel(value: number, { zmin, zmax }: HeatmapTrace): number {
  const share = (value - zmin) / (zmax - zmin || 1);
  return Math.round(Math.min(1, Math.max(0, Number.isFinite(share) ? share : 0)) * (LEVELS - 1));
}

function heatColor(share: number, { colorscale }: HeatmapTrace): string {
  const upper = Math.max(
    1,
    colorscale.findIndex(([place]) => place >= share),
  );
  const [[low, from], [high, to]] = [colorscale[upper - 1]!, colorscale[upper]!];
  const mix = (start: number) => {
    const [a, b] = [from, to].map((hex) => parseInt(hex.slice(start, start + 2), 16)) as [number, number];
    return Math.round(a + ((b - a) * (share - low)) / (high - low));
  };
  return `rgb(${mix(1)},${mix(3)},${mix(5)})`;
}

function cellEdges(centers: number[], index: number): [number, number] {
  const step = centers.length > 1 ? centers[1]! - centers[0]! : 1;
  return [centers[index]! - step / 2, centers[index]! + step / 2];
}

function colorbar(trace: HeatmapTrace, area: PlotArea): string {
  const [x, height] = [area.right + 12, area.bottom - area.top];
  const steps = Array.from({ length: LEVELS }, (_, level) => {
    const y = area.bottom - ((level + 1) / LEVELS) * height;
    return element("rect", {
      x,
      y,
      width: 12,
      height: height / LEVELS + 0.5,
      fill: heatColor(level / (LEVELS - 1), trace),
    });
  });
  const ends = [
    element("text", { x: x + 17, y: area.top + 10 }, endOfBar(trace.zmax, trace)),
    element("text", { x: x + 17, y: area.bottom - 1 }, endOfBar(trace.zmin, trace)),
  ];
  const name = trace.colorbar.title.text;
  const middle = (area.top + area.bottom) / 2;
  const place = {
    x: x + 30,
    y: middle,
    transform: `rotate(-90 ${x + 30} ${middle})`,
    "text-anchor": "middle",
  };
  return [...steps, ...ends, element("text", place, escapeText(name))].join("");
}

/** To three digits of the bar's length: beside -1.39 an end at -0.00003 is 0. */
function endOfBar(value: number, { zmin, zmax }: HeatmapTrace): string {
  const length = zmax - zmin || Math.abs(zmax) || 1;
  const unit = 10 ** (Math.floor(Math.log10(length)) - 2);
  return String(Number((Math.round(value / unit) * unit).toPrecision(12)) + 0);
}
