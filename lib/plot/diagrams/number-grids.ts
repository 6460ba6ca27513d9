/** Small tables of numbers drawn as squares, dark for small and light for large: pictures that one can calculate with. */
import { checkAlt, type Figure } from "../figure";
import { element, escapeText } from "../markup";
import { FONT, INK, PAPER } from "../palette";
import { svgFigure } from "./svg-figure";

export interface NumberGrid {
  title: string;
  /** Rows of numbers, all of one length. */
  values: number[][];
  /** A rectangle to frame, such as the place where the kernel stands. */
  frame?: { top: number; left: number; height: number; width: number };
  /** A border of padding around the picture, drawn hatched: how many rows and columns on each side. */
  padding?: { top: number; left: number; bottom: number; right: number };
}

export interface NumberGridsOptions {
  /** What there is to see, in a sentence. */
  alt: string;
  /** Screen pixels of one square. */
  cell?: number;
}

const GAP = 36;
const TITLE = 24;
const MARGIN = 6;

/**
 * Grids of numbers side by side, each number written into its square.
 *
 * @throws TypeError when the alt text is empty; RangeError when a grid has no numbers or rows of different lengths.
 */
export function numberGrids(grids: NumberGrid[], options: NumberGridsOptions): Figure {
  return svgFigure(numberGridsMarkup(grids, options.cell), checkAlt(options.alt, "numberGrids"));
}

/** The same as SVG text, for figures that are put together from several. */
export function numberGridsMarkup(grids: NumberGrid[], cell = 30): string {
  for (const grid of grids) checkGrid(grid);
  const { width, height, corners } = gridPlaces(grids, cell);
  const drawn = grids.map((grid, i) => drawGrid(grid, { ...corners[i]!, cell }));
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      "font-family": FONT,
    },
    element("rect", { width, height, fill: PAPER }),
    ...drawn,
  );
}

/** Size of the whole drawing, and where each grid's first square stands, in pixels. */
export function gridPlaces(grids: NumberGrid[], cell: number) {
  const rows = Math.max(...grids.map((grid) => grid.values.length));
  const corners: { left: number; top: number }[] = [];
  let left = MARGIN;
  for (const grid of grids) {
    corners.push({ left, top: MARGIN + TITLE + ((rows - grid.values.length) * cell) / 2 });
    left += gridWidth(grid, cell) + GAP;
  }
  return { width: left - GAP + MARGIN, height: TITLE + rows * cell + 2 * MARGIN, corners };
}

function checkGrid({ title, values }: NumberGrid): void {
  const columns = values[0]?.length ?? 0;
  if (columns === 0 || values.some((row) => row.length !== columns)) {
    throw new RangeError(
      `numberGrids: "${title}" has no numbers, or rows of different lengths. Give a rectangle.`,
    );
  }
}

const gridWidth = (grid: NumberGrid, cell: number) =>
  Math.max(grid.values[0]!.length * cell, grid.title.length * 7.2);

function drawGrid(
  grid: NumberGrid,
  { left, top, cell }: { left: number; top: number; cell: number },
): string {
  const title = element("text", { x: left, y: top - 8, "font-size": 13, fill: INK }, escapeText(grid.title));
  const limits = { low: Math.min(0, ...grid.values.flat()), high: Math.max(0, ...grid.values.flat()) };
  const squares = grid.values.flatMap((row, r) =>
    row.map((value, c) => {
      const box = { x: left + c * cell, y: top + r * cell, cell };
      return isPadding(grid, r, c) ? paddingSquare(box) : numberSquare(value, box, limits);
    }),
  );
  return title + squares.join("") + frameOf(grid, { left, top, cell });
}

function isPadding({ padding, values }: NumberGrid, row: number, column: number): boolean {
  if (padding === undefined) return false;
  const { top, left, bottom, right } = padding;
  const inRows = row >= top && row < values.length - bottom;
  return !(inRows && column >= left && column < values[0]!.length - right);
}

interface Box {
  x: number;
  y: number;
  cell: number;
}

/** Below the middle the square is dark and its number white. */
function numberSquare(value: number, { x, y, cell }: Box, limits: { low: number; high: number }): string {
  const share = limits.high === limits.low ? 0.5 : (value - limits.low) / (limits.high - limits.low);
  const grey = Math.round(40 + 205 * share);
  const fill = `rgb(${grey},${grey},${grey})`;
  const ink = share < 0.5 ? "#ffffff" : INK;
  const square = element("rect", {
    x,
    y,
    width: cell,
    height: cell,
    fill,
    stroke: "#8b949e",
    "stroke-width": 1,
  });
  return square + numberText(value, { x, y, cell }, ink);
}

function paddingSquare({ x, y, cell }: Box): string {
  const dashes = { fill: "#f3f4f6", stroke: "#8b949e", "stroke-width": 1, "stroke-dasharray": "3 2" };
  return (
    element("rect", { x, y, width: cell, height: cell, ...dashes }) + numberText(0, { x, y, cell }, "#8b949e")
  );
}

function numberText(value: number, { x, y, cell }: Box, fill: string): string {
  const text = Number.isInteger(value) ? String(value) : value.toFixed(cell < 34 ? 1 : 2);
  const size = text.length > 3 ? 11 : 13;
  const place = { x: x + cell / 2, y: y + cell / 2 + size * 0.36, "text-anchor": "middle" };
  return element("text", { ...place, "font-size": size, fill }, text.replace("-", "−"));
}

function frameOf(
  { frame }: NumberGrid,
  { left, top, cell }: { left: number; top: number; cell: number },
): string {
  if (frame === undefined) return "";
  const place = { x: left + frame.left * cell, y: top + frame.top * cell };
  const size = { width: frame.width * cell, height: frame.height * cell };
  return element("rect", { ...place, ...size, fill: "none", stroke: "#D55E00", "stroke-width": 3 });
}
