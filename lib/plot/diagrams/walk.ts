/** A kernel's walk over a picture, one place after the other, moved by a slider. */
import { convolve, padForSame, stamp } from "../../theory/convolution";
import { checkAlt, html, imgTag, type Figure } from "../figure";
import { element, escapeText } from "../markup";
import { FONT, INK } from "../palette";
import { gridPlaces, numberGridsMarkup, type NumberGrid } from "./number-grids";

/** One stop of the walk: what is framed in which grid, and what is calculated there. */
interface Stop {
  frames: { grid: number; top: number; left: number; side: number }[];
  caption: string;
}

export interface WalkOptions {
  /** Rows of numbers, square. */
  input: number[][];
  kernel: number[][];
  stride: number;
  /** What there is to see, in a sentence. */
  alt: string;
}

/**
 * A convolution as a walk: the kernel stands at each place of the padded picture, and the sum of products is written out.
 *
 * @throws TypeError when the alt text is empty.
 */
export function convolutionWalk(options: WalkOptions & { padding: "same" | "valid" }): Figure {
  const { input, kernel, stride } = options;
  const { padded, border } = padForSame(input, {
    kernelSize: options.padding === "same" ? kernel.length : 1,
    stride,
  });
  const result = convolve(padded, kernel, stride);
  const stops = places(result.length).map(([row, column]) => {
    const [top, left] = [row * stride, column * stride];
    const terms = kernel.flatMap((weights, i) =>
      weights.map((weight, j) => `${padded[top + i]![left + j]!}·${bracket(weight)}`),
    );
    const frames = [
      { grid: 0, top, left, side: kernel.length },
      { grid: 2, top: row, left: column, side: 1 },
    ];
    return { frames, caption: `${terms.join(" + ")} = ${result[row]![column]!}` };
  });
  const grids = [{ title: "picture", values: padded, padding: border }, ...kernelAnd(kernel, result)];
  return walk(grids, stops, options.alt);
}

/**
 * A transposed convolution (padding "valid") as a walk: each number of the input stamps the kernel onto the result.
 *
 * @throws TypeError when the alt text is empty.
 */
export function stampWalk(options: WalkOptions): Figure {
  const { input, kernel, stride } = options;
  const result = stamp(input, kernel, stride);
  const stops = places(input.length).map(([row, column]) => ({
    frames: [
      { grid: 0, top: row, left: column, side: 1 },
      { grid: 2, top: row * stride, left: column * stride, side: kernel.length },
    ],
    caption: `${input[row]![column]!} stamps ${input[row]![column]!} × the kernel here`,
  }));
  return walk([{ title: "input", values: input }, ...kernelAnd(kernel, result)], stops, options.alt);
}

const kernelAnd = (kernel: number[][], result: number[][]): NumberGrid[] => [
  { title: "kernel", values: kernel },
  { title: "result", values: result },
];

const bracket = (weight: number) => (weight < 0 ? `(−${-weight})` : String(weight));

function places(side: number): [number, number][] {
  return Array.from({ length: side * side }, (_, i) => [Math.floor(i / side), i % side]);
}

const CELL = 30;
const CAPTION = 26;

/** The grids once, and for each stop a light drawing laid over them; the slider shows one of these. */
function walk(grids: NumberGrid[], stops: Stop[], alt: string): Figure {
  const words = checkAlt(alt, "walk");
  const base = svgImage(numberGridsMarkup(grids, CELL), words);
  const { width, height, corners } = gridPlaces(grids, CELL);
  const size = { width: Math.max(width, 560), height: height + CAPTION };
  const overlays = stops.map((stop, i) => {
    const drawing = overlay(stop, corners, { ...size, baseline: height + CAPTION - 8 });
    const hidden = i === 0 ? "" : " hidden";
    return `<div class="stop"${hidden} style="position:absolute;top:0;left:0">${svgImage(drawing, stop.caption)}</div>`;
  });
  const slide =
    "var me=this;me.closest('.walk').querySelectorAll('.stop').forEach(function(s,i){s.hidden=i!=me.value})";
  const slider = element("input", {
    type: "range",
    min: 0,
    max: stops.length - 1,
    value: 0,
    step: 1,
    oninput: slide,
    "aria-label": "place of the kernel",
    style: "width:320px",
  });
  const stage = `position:relative;width:${size.width}px;height:${size.height}px;background:#fff`;
  return html(
    `<div class="walk" role="group" aria-label="${escapeText(words)}"><div style="${stage}">${base}${overlays.join("")}</div>` +
      `<label>Move the kernel: ${slider}</label></div>`,
    { alt: words },
  );
}

function overlay(
  stop: Stop,
  corners: { left: number; top: number }[],
  size: { width: number; height: number; baseline: number },
): string {
  const frames = stop.frames.map(({ grid, top, left, side }) => {
    const corner = corners[grid]!;
    const place = { x: corner.left + left * CELL, y: corner.top + top * CELL };
    return element("rect", {
      ...place,
      width: side * CELL,
      height: side * CELL,
      fill: "none",
      stroke: "#D55E00",
      "stroke-width": 3,
    });
  });
  const text = element(
    "text",
    { x: 6, y: size.baseline, "font-size": 13, fill: INK },
    escapeText(stop.caption),
  );
  const { width, height } = size;
  return element(
    "svg",
    { xmlns: "http://www.w3.org/2000/svg", width, height, "font-family": FONT },
    ...frames,
    text,
  );
}

function svgImage(markup: string, alt: string): string {
  const width = Number(/\bwidth="([\d.]+)"/.exec(markup)?.[1]);
  return imgTag({ bytes: Buffer.from(markup), type: "image/svg+xml", alt, width }).replace(
    "max-width:100%;",
    "max-width:none;",
  );
}
