/** Charts as data: the frame that all of them share. */
import { checkAlt, PLOTLY, type Figure } from "./figure";
import { FAINT_INK, FONT, GRID, INK, PAPER } from "./palette";
import type { PlotlyAnnotation, PlotlyAxis, PlotlyFigure, PlotlyLayout, PlotlyShape, Trace } from "./plotly";
import { svgChart } from "./svg-chart";

export interface ChartOptions {
  /** What there is to see, in a sentence or two: the quantities, where they go, what stands out. */
  alt: string;
  title?: string;
  xLabel?: string;
  yLabel?: string;
  xRange?: [number, number];
  yRange?: [number, number];
  /** Logarithmic axes. */
  xLog?: boolean;
  yLog?: boolean;
  /** One unit is as long across as up, as for points in a plane. */
  isSquare?: boolean;
  /** Dashed lines across the chart, such as "chance" at 0.5. */
  guides?: { y: number; label: string }[];
  /** Pixels; without a width the interactive chart takes the width of the page and the still one 640. */
  width?: number;
  height?: number;
}

/**
 * Traces as a figure in two forms: interactive (Plotly) and still (SVG), from the same data.
 *
 * @throws TypeError when the alt text is empty.
 */
export function chart(data: Trace[], options: ChartOptions): Figure {
  const alt = checkAlt(options.alt, "chart");
  const figure: PlotlyFigure = {
    data,
    layout: chartLayout(data, options),
    config: { displaylogo: false },
  };
  const svg = svgChart(figure, alt);
  figure.layout.annotations.push(spokenText(alt));
  return { kind: "chart", alt, bundle: { [PLOTLY]: figure, "image/svg+xml": svg, "text/plain": alt } };
}

function chartLayout(data: Trace[], options: ChartOptions): PlotlyLayout {
  const named = data.filter((trace) => trace.showlegend !== false && trace.type !== "heatmap");
  return {
    title: { text: options.title ?? "", x: 0.01, xanchor: "left", font: { size: 16, weight: 600 } },
    ...(options.width === undefined ? {} : { width: options.width }),
    height: options.height ?? 360,
    xaxis: axis(options.xLabel, {
      isLog: options.xLog,
      range: options.xRange,
      isCategory: data[0]?.type === "bar",
    }),
    yaxis: {
      ...axis(options.yLabel, { isLog: options.yLog, range: options.yRange }),
      ...(options.isSquare ? { scaleanchor: "x" as const } : {}),
    },
    showlegend: named.length > 1,
    legend: { orientation: "h", x: 0, y: 1.02, xanchor: "left", yanchor: "bottom" },
    margin: { l: 64, r: 24, t: options.title ? 72 : 40, b: 52 },
    shapes: (options.guides ?? []).map(guideLine),
    annotations: (options.guides ?? []).map(guideName),
    paper_bgcolor: PAPER,
    plot_bgcolor: PAPER,
    font: { family: FONT, size: 13, color: INK },
  };
}

function axis(
  label: string | undefined,
  kind: { isLog?: boolean; range?: [number, number]; isCategory?: boolean },
): PlotlyAxis {
  const range = kind.isLog ? (kind.range?.map(Math.log10) as [number, number] | undefined) : kind.range;
  return {
    title: { text: label ?? "", font: { size: 13 }, standoff: 8 },
    type: kind.isCategory ? "category" : kind.isLog ? "log" : "linear",
    ...(range === undefined ? {} : { range }),
    gridcolor: GRID,
    zeroline: false,
    linecolor: FAINT_INK,
  };
}

function guideLine({ y }: { y: number }): PlotlyShape {
  return {
    type: "line",
    xref: "paper",
    x0: 0,
    x1: 1,
    y0: y,
    y1: y,
    line: { color: FAINT_INK, dash: "dot", width: 1.5 },
  };
}

function guideName({ y, label }: { y: number; label: string }): PlotlyAnnotation {
  const place = { xref: "paper", yref: "y", x: 1, y, xanchor: "right", yanchor: "bottom" } as const;
  return { text: label, ...place, showarrow: false, font: { size: 12, color: FAINT_INK } };
}

/**
 * Plotly has no alt text. Text that is drawn but cannot be seen is read by screen readers, in every viewer that runs
 * Plotly, and does not cost the cell a second output.
 */
function spokenText(alt: string): PlotlyAnnotation {
  const place = { xref: "paper", yref: "paper", x: 0, y: 0, xanchor: "left", yanchor: "bottom" } as const;
  return {
    text: alt.replace(/</g, "&lt;"),
    ...place,
    showarrow: false,
    opacity: 0,
    font: { size: 1, color: PAPER },
  };
}
