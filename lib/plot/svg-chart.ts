/** Draws a Plotly figure of the course as a still picture, an SVG that needs no script and no library. */
import { element, escapeText } from "./markup";
import { FAINT_INK, FONT, GRID, INK, PAPER } from "./palette";
import type { PlotlyFigure, Trace } from "./plotly";
import { drawBars, drawHeatmap, drawScatter } from "./svg-marks";
import { layoutLegend } from "./svg-legend";
import { makeScale, squareRanges, type PlotArea } from "./svg-scale";

const WIDTH = 640;

/**
 * @param alt Goes into the SVG's label and `<desc>`, where screen readers find it.
 * @returns The SVG, with its own white background; its fonts are the reader's.
 */
export function svgChart(figure: PlotlyFigure, alt: string): string {
  const { layout, data } = figure;
  const width = layout.width ?? WIDTH;
  const heading = layout.title.text === "" ? 8 : 34;
  const legend = layoutLegend(data, { x: 12, y: heading, width: width - 24, shown: layout.showlegend });
  const area = plotArea(figure, { width, top: heading + legend.height + 8 });
  const frame = {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `0 0 ${width} ${layout.height}`,
    width,
    height: layout.height,
    role: "img",
    "aria-label": alt,
    "font-family": FONT,
    "font-size": 12,
    fill: INK,
  };
  return element(
    "svg",
    frame,
    element("title", {}, escapeText(layout.title.text || alt)),
    element("desc", {}, escapeText(alt)),
    element("rect", { width, height: layout.height, fill: PAPER, rx: 4 }),
    titleText(layout.title.text),
    legend.markup,
    axes(figure, area),
    clip(area, shapes(figure, area) + data.map((trace) => drawTrace(trace, data, area)).join("")),
  );
}

function drawTrace(trace: Trace, all: Trace[], area: PlotArea): string {
  if (trace.type === "scatter") return drawScatter(trace, area);
  if (trace.type === "heatmap") return drawHeatmap(trace, area);
  const bars = all.filter((other) => other.type === "bar");
  return drawBars(trace, area, { place: bars.indexOf(trace), of: bars.length });
}

function titleText(text: string): string {
  if (text === "") return "";
  return element("text", { x: 12, y: 24, "font-size": 15, "font-weight": 600 }, escapeText(text));
}

function plotArea(figure: PlotlyFigure, space: { width: number; top: number }): PlotArea {
  const { xaxis, yaxis, height } = figure.layout;
  const hasColorbar = figure.data.some((trace) => trace.type === "heatmap");
  const { top } = space;
  const bottom = height - (xaxis.title.text === "" ? 28 : 46);
  const draft = makeScale(figure, "y", { from: bottom, to: top });
  const widest = Math.max(0, ...draft.ticks.map((tick) => tick.label.length)) * 7;
  const left = 12 + widest + 8 + (yaxis.title.text === "" ? 0 : 20);
  const right = space.width - (hasColorbar ? 86 : 16);
  const ranges =
    yaxis.scaleanchor === "x"
      ? squareRanges(figure, { width: right - left, height: bottom - top })
      : undefined;
  const x = makeScale(figure, "x", { from: left, to: right, range: ranges?.x });
  const y = makeScale(figure, "y", { from: bottom, to: top, range: ranges?.y });
  return { left, right, top, bottom, x, y };
}

function axes(figure: PlotlyFigure, area: PlotArea): string {
  const { left, right, top, bottom } = area;
  const line = { stroke: GRID, "stroke-width": 1 };
  const xTicks = area.x.ticks.map(({ at, label }) =>
    element("text", { x: at, y: bottom + 17, "text-anchor": "middle", fill: FAINT_INK }, escapeText(label)),
  );
  const yTicks = area.y.ticks.map(
    ({ at, label }) =>
      element("line", { x1: left, x2: right, y1: at, y2: at, ...line }) +
      element("text", { x: left - 7, y: at + 4, "text-anchor": "end", fill: FAINT_INK }, escapeText(label)),
  );
  const base = element("line", { x1: left, x2: right, y1: bottom, y2: bottom, stroke: FAINT_INK });
  const middle = (top + bottom) / 2;
  const names = [
    { x: (left + right) / 2, y: bottom + 37, text: figure.layout.xaxis.title.text },
    { x: 18, y: middle, text: figure.layout.yaxis.title.text, transform: `rotate(-90 18 ${middle})` },
  ].map(({ text, ...place }) => element("text", { ...place, "text-anchor": "middle" }, escapeText(text)));
  return [...yTicks, base, ...xTicks, ...names].join("");
}

/** Reference lines, and the annotations that name them. */
function shapes(figure: PlotlyFigure, area: PlotArea): string {
  const lines = figure.layout.shapes.map(({ y0, line }) => {
    const at = area.y.place(y0);
    const stroke = { stroke: line.color, "stroke-width": line.width, "stroke-dasharray": "3 4" };
    return element("line", { x1: area.left, x2: area.right, y1: at, y2: at, ...stroke });
  });
  const words = figure.layout.annotations
    .filter((note) => note.opacity !== 0)
    .map((note) => {
      const place = {
        x: area.right - 4,
        y: area.y.place(note.y) - 5,
        "text-anchor": "end",
        fill: note.font.color,
      };
      return element("text", place, escapeText(note.text));
    });
  return [...lines, ...words].join("");
}

/** A nested svg cuts off what lies outside the axes, without an id that another figure of the page could share. */
function clip(area: PlotArea, marks: string): string {
  const { left, right, top, bottom } = area;
  const [width, height] = [right - left, bottom - top];
  // Two pixels of air, so that a line along an edge keeps its full width.
  const box = { x: left - 2, y: top - 2, width: width + 90, height: height + 4 };
  const viewBox = [box.x, box.y, box.width, box.height].map((value) => Math.round(value * 10) / 10).join(" ");
  return element("svg", { ...box, viewBox, overflow: "hidden" }, marks);
}
