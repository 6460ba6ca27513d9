/** A network as a row of blocks: how high and wide its pictures are, and how many channels they have. */
import { checkAlt, type Figure } from "../figure";
import { element, escapeText } from "../markup";
import { FAINT_INK, FONT, INK, PAPER } from "../palette";
import { svgFigure } from "./svg-figure";

export interface NetworkBlock {
  /** What the numbers are: "latent z", "picture", ... or the shape itself. */
  title: string;
  /** [height, width, channels], or [size] for a plain list of numbers. */
  shape: number[];
  /** The layers that lead to the next block. */
  next?: string;
}

const BLOCK_TOP = 46;
const DEEPEST = 130;
const FACE = 3; // pixels on the screen for one pixel of a picture
const ARROW = 104;
const MARGIN = 10;
const CHARACTER = 6.8; // width of an average character at 12 pixels

/**
 * Blocks from left to right: the face is as large as the picture, the depth grows with the number of channels.
 *
 * @throws TypeError when the alt text is empty; RangeError for no blocks.
 */
export function networkShapes(blocks: NetworkBlock[], options: { alt: string }): Figure {
  const alt = checkAlt(options.alt, "networkShapes");
  if (blocks.length === 0)
    throw new RangeError("networkShapes: there are no blocks. Give one for each shape.");
  const highest = Math.max(...blocks.map((block) => boxOf(block).height));
  const drawn: string[] = [];
  let left = MARGIN;
  for (const block of blocks) {
    drawn.push(drawBlock(block, { left, middle: BLOCK_TOP + highest / 2 }));
    left += slotWidth(block) + (block.next === undefined ? MARGIN : ARROW);
  }
  const [width, height] = [left, BLOCK_TOP + highest + 44];
  const root = { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}` };
  const paper = element("rect", { width, height, fill: PAPER });
  return svgFigure(element("svg", { ...root, "font-family": FONT }, paper, ...drawn), alt);
}

/** A picture is drawn from the side: as high as the picture, as wide as it has channels (by the square root). */
function boxOf({ shape }: NetworkBlock): { width: number; height: number } {
  if (shape.length === 1) return { width: 14, height: Math.min(DEEPEST, 20 + Math.sqrt(shape[0]!)) };
  return { width: 10 + 4 * Math.sqrt(shape[2]!), height: shape[0]! * FACE };
}

/** Room for the block and the words above and below it. */
function slotWidth(block: NetworkBlock): number {
  const words = Math.max(block.title.length, shapeText(block).length) * CHARACTER;
  return Math.max(boxOf(block).width, words);
}

const shapeText = ({ shape }: NetworkBlock) => shape.join(" × ");

function drawBlock(block: NetworkBlock, { left, middle }: { left: number; middle: number }): string {
  const { width, height } = boxOf(block);
  const slot = slotWidth(block);
  const centre = left + slot / 2;
  const box = { x: centre - width / 2, y: middle - height / 2, width, height, rx: 3 };
  const text = (y: number, words: string, fill = INK) =>
    element("text", { x: centre, y, "font-size": 12, "text-anchor": "middle", fill }, escapeText(words));
  return [
    element("rect", {
      ...box,
      fill: block.shape.length === 1 ? "#E69F00" : "#56B4E9",
      stroke: INK,
      "stroke-width": 1,
    }),
    text(middle - height / 2 - 8, block.title),
    text(middle + height / 2 + 16, shapeText(block)),
    block.next === undefined ? "" : arrow(block.next, left + slot, middle),
  ].join("");
}

function arrow(words: string, left: number, middle: number): string {
  const [from, to] = [left + 8, left + ARROW - 8];
  const line = {
    d: `M${from} ${middle}H${to}m-7 -5l7 5l-7 5`,
    fill: "none",
    stroke: FAINT_INK,
    "stroke-width": 2,
  };
  const lines = words.split("\n").map((text, i, all) => {
    const y = middle - 8 - 14 * (all.length - 1 - i);
    return element(
      "text",
      { x: (from + to) / 2, y, "font-size": 11, "text-anchor": "middle", fill: FAINT_INK },
      escapeText(text),
    );
  });
  return element("path", line) + lines.join("");
}
