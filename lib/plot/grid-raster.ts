/** Lays pictures out in rows and paints them, pixel by pixel. */
import { element, escapeText } from "./markup";
import { FAINT_INK, FONT, INK } from "./palette";
import { pictureBytes, type PictureBytes, type Pictures } from "./pictures";

export interface GridOptions {
  /** Pictures in a row; without it the grid is as square as it can be. */
  columns?: number;
  /** Screen pixels for one pixel of a picture; without it the grid becomes at most about 680 pixels wide. */
  scale?: number;
  /** White pixels between the pictures. */
  gap?: number;
  /** White pixels around the grid. */
  margin?: number;
  /** A word under each picture, in order. */
  labels?: string[];
  /** A line above the grid. */
  title?: string;
  /** A word to the left of each row. */
  rowCaptions?: string[];
}

export interface GridRaster {
  /** [height, width, 3], 0 .. 255. */
  pixels: Buffer;
  width: number;
  height: number;
  /** The words over the pictures, as an SVG of the same size; empty when there are none. */
  text: string;
}

/** Where everything stands, in screen pixels. */
interface GridLayout {
  columns: number;
  rows: number;
  scale: number;
  gap: number;
  margin: number;
  left: number;
  top: number;
  cellWidth: number;
  cellHeight: number;
}

const CHARACTER = 7; // width of an average character at 13 pixels
const LABEL_HEIGHT = 20;
/** Without a scale the pictures fill about this many pixels, which a page of JupyterLab has. */
const GRID_WIDTH = 680;

function layoutGrid(shape: PictureBytes["shape"], options: GridOptions): GridLayout {
  const [count, height, width] = shape;
  const columns = Math.min(count, Math.max(1, Math.floor(options.columns ?? Math.ceil(Math.sqrt(count)))));
  const fitting = Math.max(1, Math.min(8, Math.floor(GRID_WIDTH / (columns * width))));
  const scale = Math.max(1, Math.floor(options.scale ?? fitting));
  const { gap = 2, margin = 8 } = options;
  const longest = Math.max(0, ...(options.rowCaptions ?? []).map((caption) => caption.length));
  return {
    columns,
    rows: Math.ceil(count / columns),
    scale,
    gap,
    margin,
    left: margin + (longest > 0 ? longest * CHARACTER + 8 : 0),
    top: margin + (options.title ? 26 : 0),
    cellWidth: width * scale,
    cellHeight: height * scale + (options.labels ? LABEL_HEIGHT : 0),
  };
}

/** The pixels [height, width, 3] of the grid, and the text over them as SVG ("" when there is none). */
export async function gridRaster(images: Pictures, options: GridOptions): Promise<GridRaster> {
  const { bytes, shape } = await pictureBytes(images);
  const layout = layoutGrid(shape, options);
  const { columns, rows, gap } = layout;
  const gridWidth = columns * (layout.cellWidth + gap) - gap;
  const titleWidth = (options.title?.length ?? 0) * 8.5;
  const width = Math.ceil(layout.left + Math.max(gridWidth, titleWidth) + layout.margin);
  const height = layout.top + rows * (layout.cellHeight + gap) - gap + layout.margin;
  const pixels = Buffer.alloc(width * height * 3, 255);
  for (let index = 0; index < shape[0]; index++) {
    const place = cellPlace(layout, index);
    paintPicture({ bytes, shape, index, scale: layout.scale }, { pixels, width, ...place });
  }
  return { pixels, width, height, text: gridText(layout, { width, height, ...options }) };
}

function cellPlace(layout: GridLayout, index: number): { x: number; y: number } {
  return {
    x: layout.left + (index % layout.columns) * (layout.cellWidth + layout.gap),
    y: layout.top + Math.floor(index / layout.columns) * (layout.cellHeight + layout.gap),
  };
}

function paintPicture(
  picture: PictureBytes & { index: number; scale: number },
  canvas: { pixels: Buffer; width: number; x: number; y: number },
): void {
  const { bytes, index, scale } = picture;
  const [, height, width, channels] = picture.shape;
  const start = index * height * width * channels;
  for (let row = 0; row < height * scale; row++) {
    const line = start + Math.floor(row / scale) * width * channels;
    let target = ((canvas.y + row) * canvas.width + canvas.x) * 3;
    for (let column = 0; column < width * scale; column++) {
      const source = line + Math.floor(column / scale) * channels;
      for (let channel = 0; channel < 3; channel++) {
        canvas.pixels[target++] = bytes[source + (channels === 3 ? channel : 0)]!; // grey goes to all three
      }
    }
  }
}

function gridText(layout: GridLayout, options: GridOptions & { width: number; height: number }): string {
  const { title, labels = [], rowCaptions = [], width, height } = options;
  const pictureHeight = layout.cellHeight - (labels.length > 0 ? LABEL_HEIGHT : 0);
  const heading = { x: layout.left, y: layout.margin + 15, "font-weight": 600, "font-size": 15 };
  const texts = [
    ...(title ? [element("text", heading, escapeText(title))] : []),
    ...labels.map((label, index) => {
      const { x, y } = cellPlace(layout, index);
      const place = { x: x + layout.cellWidth / 2, y: y + pictureHeight + 14, "text-anchor": "middle" };
      const size = Math.min(12, layout.cellWidth / (label.length * 0.58)); // a long word is set smaller, not cut
      return element("text", { ...place, fill: FAINT_INK, "font-size": size }, escapeText(label));
    }),
    ...rowCaptions.map((caption, row) => {
      const { y } = cellPlace(layout, row * layout.columns);
      return element("text", { x: layout.margin, y: y + pictureHeight / 2 + 4 }, escapeText(caption));
    }),
  ];
  if (texts.length === 0) return "";
  const size = { width, height };
  const style = { fill: INK, "font-family": FONT, "font-size": 13 };
  return element("svg", { xmlns: "http://www.w3.org/2000/svg", ...size, ...style }, ...texts);
}
