/** The growth figure: two rows (speed, memory) of two charts (batch, width) in one SVG. */
import { lineChart } from "ganbook";
import { element } from "ganbook/dist/plot/markup";
import type { GrowthPoint } from "./growth";

const WIDTH = 560;
const HEIGHT = 340;

/** @returns The SVG, with words for those who do not see it. */
export function growthFigure(points: readonly GrowthPoint[]): string {
  const panels = (["speed", "memory"] as const).flatMap((what, row) =>
    (["batch", "width"] as const).map((axis, column) => {
      const svg = panel(points, axis, what);
      return svg.replace("<svg ", `<svg x="${column * WIDTH}" y="${row * HEIGHT}" `);
    }),
  );
  const [width, height] = [2 * WIDTH, 2 * HEIGHT];
  const frame = { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}` };
  return `${element("svg", { ...frame, role: "img", "aria-label": describe(points) }, ...panels)}\n`;
}

function panel(points: readonly GrowthPoint[], axis: GrowthPoint["axis"], what: "speed" | "memory"): string {
  const own = points.filter((point) => point.axis === axis);
  const value = (point: GrowthPoint) =>
    what === "speed" ? point.imagesPerSecond : (point.peakMegabytes ?? NaN) / 1000;
  const series = titlesOf(own).map((name) => {
    const curve = own.filter(({ title }) => title === name);
    return { name, x: curve.map(({ size }) => size), y: curve.map(value) };
  });
  const words = { speed: "Images a second", memory: "Peak memory in GB" }[what];
  // Speed falls by the square of the width, so that only ratios can be read there.
  const isLog = what === "speed" && axis === "width";
  const most = Math.max(...own.map(value).filter(Number.isFinite));
  const figure = lineChart(series, {
    alt: `${words} against ${axis}`,
    title: `${words} by ${axis}`,
    xLabel: axis === "batch" ? "batch (width 64)" : "width (batch 64)",
    xLog: true,
    yLog: isLog,
    yRange: isLog ? undefined : [0, 1.05 * most],
    width: WIDTH,
    height: HEIGHT,
  });
  return figure.bundle["image/svg+xml"] as string;
}

/** The ends of each curve, in words. */
function describe(points: readonly GrowthPoint[]): string {
  const sentences = (["batch", "width"] as const).flatMap((axis) => {
    const own = points.filter((point) => point.axis === axis);
    return titlesOf(own).map((name) => {
      const curve = own.filter(({ title }) => title === name);
      const [first, last] = [curve[0]!, curve.at(-1)!];
      const speeds = [first, last].map(({ imagesPerSecond }) => imagesPerSecond.toFixed(0));
      return `${name}: ${speeds[0]} images a second at ${axis} ${first.size}, ${speeds[1]} at ${last.size}.`;
    });
  });
  return ["Speed and memory of a training step by batch and by width of the networks.", ...sentences].join(
    " ",
  );
}

function titlesOf(points: readonly GrowthPoint[]): string[] {
  return [...new Set(points.map(({ title }) => title))];
}
