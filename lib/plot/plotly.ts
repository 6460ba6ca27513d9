/**
 * The part of Plotly's figure format that the course uses, as plain data. JupyterLab draws it, and `svg-chart.ts`
 * draws the same data as a still picture.
 *
 * @see https://plotly.com/javascript/reference/
 */
import type { Dash, MarkerSymbol } from "./palette";

export interface ScatterTrace {
  type: "scatter";
  mode: "lines" | "markers" | "lines+markers";
  name: string;
  x: number[];
  y: number[];
  opacity?: number;
  showlegend?: boolean;
  /** Place in the legend; 1000 when it is left out, and equals keep their order. */
  legendrank?: number;
  hoverinfo?: "skip";
  fill?: "tozeroy";
  fillcolor?: string;
  /** Shape "hv" draws steps: to the right, then up or down. */
  line?: { color: string; dash: Dash; width: number; shape?: "linear" | "hv" };
  marker?: { color: string; symbol: MarkerSymbol; size: number };
}

export interface BarTrace {
  type: "bar";
  name: string;
  x: string[];
  y: number[];
  /** Half-lengths of the error bars. */
  error_y?: { type: "data"; array: number[] };
  /** What is written on each bar, and where. */
  textposition?: "outside";
  text?: string[];
  showlegend?: boolean;
  marker: { color: string };
}

export interface HeatmapTrace {
  type: "heatmap";
  name: string;
  x: number[];
  y: number[];
  /** Row i belongs to y[i]. */
  z: number[][];
  zmin: number;
  zmax: number;
  colorscale: [number, string][];
  colorbar: { title: { text: string } };
  showlegend?: boolean;
}

export type Trace = ScatterTrace | BarTrace | HeatmapTrace;

export interface PlotlyAxis {
  title: { text: string; font: { size: number }; standoff: number };
  type: "linear" | "log" | "category";
  /** On a log axis the exponents of ten. */
  range?: [number, number];
  /** Keeps one unit as long as one unit of that axis. */
  scaleanchor?: "x";
  showgrid?: boolean;
  gridcolor?: string;
  zeroline?: boolean;
  linecolor?: string;
}

/** A dashed line across the plot, such as "chance" at 0.5. */
export interface PlotlyShape {
  type: "line";
  xref: "paper";
  x0: 0;
  x1: 1;
  y0: number;
  y1: number;
  line: { color: string; dash: Dash; width: number };
}

export interface PlotlyAnnotation {
  text: string;
  xref: "paper" | "x";
  yref: "paper" | "y";
  x: number;
  y: number;
  xanchor: "left" | "right";
  yanchor: "bottom" | "top";
  showarrow: false;
  opacity?: number;
  font: { size: number; color: string };
}

export interface PlotlyLayout {
  title: { text: string; x: number; xanchor: "left"; font: { size: number; weight: number } };
  width?: number;
  height: number;
  xaxis: PlotlyAxis;
  yaxis: PlotlyAxis;
  showlegend: boolean;
  legend: { orientation: "h"; x: number; y: number; xanchor: "left"; yanchor: "bottom" };
  margin: { l: number; r: number; t: number; b: number };
  shapes: PlotlyShape[];
  annotations: PlotlyAnnotation[];
  paper_bgcolor: string;
  plot_bgcolor: string;
  font: { family: string; size: number; color: string };
}

export interface PlotlyFigure {
  data: Trace[];
  layout: PlotlyLayout;
  /** Not `responsive`: with it, JupyterLab's charts lose their height when the window changes its size. */
  config: { displaylogo: false };
}
