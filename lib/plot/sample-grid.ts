/** Pictures side by side, enlarged so that every pixel stays a square. */
import sharp from "sharp";
import { checkAlt, imageFigure, type Figure } from "./figure";
import { gridRaster, type GridOptions } from "./grid-raster";
import { pictureBytes, type PictureBytes, type Pictures } from "./pictures";

export interface SampleGridOptions extends GridOptions {
  /** What there is to see, in a sentence: what the pictures are and how good they look. */
  alt: string;
}

/** One row (or more, when `columns` is smaller than its number of pictures) of `comparisonGrid`. */
export interface GridRow {
  caption: string;
  images: Pictures;
}

/**
 * A grid of pictures as a PNG, enlarged by nearest neighbour.
 *
 * @param images [n, height, width, channels]: a tensor in [-1, 1], which is not disposed, or bytes.
 * @throws TypeError when the alt text is empty; RangeError for a shape that holds no pictures.
 */
export async function sampleGrid(images: Pictures, options: SampleGridOptions): Promise<Figure> {
  const alt = checkAlt(options.alt, "sampleGrid");
  return imageFigure(await gridFiles(images, options), alt);
}

/** The grid as two files of the same pixels, for who needs no figure. */
export async function gridFiles(
  images: Pictures,
  options: GridOptions,
): Promise<{ png: Buffer; webp: Buffer; width: number; height: number }> {
  const { pixels, width, height, text } = await gridRaster(images, options);
  const canvas = sharp(pixels, { raw: { width, height, channels: 3 } });
  if (text !== "") canvas.composite([{ input: Buffer.from(text) }]);
  const [png, webp] = await Promise.all([
    canvas.clone().png({ compressionLevel: 9 }).toBuffer(),
    canvas.clone().webp({ lossless: true }).toBuffer(),
  ]);
  return { png, webp, width, height };
}

/**
 * Rows of pictures to compare, each with its caption: real, generated, nearest neighbour, ... All of one size.
 *
 * @throws RangeError when a row's pictures have another size than the first row's.
 */
export async function comparisonGrid(rows: GridRow[], options: SampleGridOptions): Promise<Figure> {
  const parts = await Promise.all(rows.map((row) => pictureBytes(row.images)));
  const columns = options.columns ?? Math.max(1, ...parts.map((part) => part.shape[0]));
  const padded = parts.map((part, row) =>
    padRow(part, columns, { caption: rows[row]!.caption, first: parts[0]! }),
  );
  const [, height, width, channels] = parts[0]?.shape ?? [0, 0, 0, 0];
  const bytes = Buffer.concat(padded.map((part) => part.bytes));
  const count = padded.reduce((sum, part) => sum + part.shape[0], 0);
  const rowCaptions = padded.flatMap((part, row) => captionRows(rows[row]!.caption, part.shape[0] / columns));
  return sampleGrid({ bytes, shape: [count, height, width, channels] }, { ...options, columns, rowCaptions });
}

/** White pictures to the end of the last line, so that the next caption starts a line of its own. */
function padRow(
  part: PictureBytes,
  columns: number,
  row: { caption: string; first: PictureBytes },
): PictureBytes {
  const [count, ...size] = part.shape;
  const expected = row.first.shape.slice(1);
  if (size.join() !== expected.join()) {
    throw new RangeError(
      `comparisonGrid: the pictures of row "${row.caption}" are [${size.join(", ")}], those of the first row ` +
        `[${expected.join(", ")}]. Bring them to one size.`,
    );
  }
  const missing = Math.ceil(count / columns) * columns - count;
  const blank = Buffer.alloc(missing * size[0] * size[1] * size[2], 255);
  return { bytes: Buffer.concat([part.bytes, blank]), shape: [count + missing, ...size] };
}

function captionRows(caption: string, lines: number): string[] {
  return Array.from({ length: lines }, (_, line) => (line === 0 ? caption : ""));
}
