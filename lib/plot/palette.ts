/**
 * Colours, dashes and markers of the charts. The colours are those of Okabe and Ito (2008), which people with any common
 * form of colour blindness can tell apart; yellow is left out because it is too light for a line on white.
 * Each place in the list also has its own dash and marker, so that nothing is told by colour alone.
 */
export type Dash = "solid" | "dash" | "dot" | "dashdot" | "longdash";
export type MarkerSymbol = "circle" | "square" | "triangle-up" | "diamond" | "cross" | "x";

export interface SeriesStyle {
  readonly color: string;
  readonly dash: Dash;
  readonly symbol: MarkerSymbol;
}

const STYLES: readonly SeriesStyle[] = [
  { color: "#0072B2", dash: "solid", symbol: "circle" }, // blue
  { color: "#D55E00", dash: "dash", symbol: "square" }, // vermilion
  { color: "#009E73", dash: "dot", symbol: "triangle-up" }, // bluish green
  { color: "#CC79A7", dash: "dashdot", symbol: "diamond" }, // reddish purple
  { color: "#000000", dash: "longdash", symbol: "cross" },
  { color: "#E69F00", dash: "solid", symbol: "x" }, // orange
  { color: "#56B4E9", dash: "dash", symbol: "circle" }, // sky blue
];

/** The style of the series at this place; after the last the list begins again. */
export function seriesStyle(index: number): SeriesStyle {
  return STYLES[index % STYLES.length]!;
}

/** Light to dark in even steps of lightness, so that it reads in grey too (viridis; Smith and van der Walt, 2015). */
export const HEAT_SCALE: readonly [place: number, color: string][] = [
  [0, "#fde725"],
  [0.25, "#5ec962"],
  [0.5, "#21918c"],
  [0.75, "#3b528b"],
  [1, "#440154"],
];

/** Colours of everything that is not data. Figures paint their own background and so read in a dark theme too. */
export const PAPER = "#ffffff";
export const INK = "#1f2328";
export const FAINT_INK = "#59636e";
export const GRID = "#e3e6ea";
export const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";
