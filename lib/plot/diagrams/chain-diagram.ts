/** A calculation as a chain: values go to the right, slopes come back to the left. */
import { checkAlt, type Figure } from "../figure";
import { element, escapeText } from "../markup";
import { FAINT_INK, FONT, INK, PAPER, seriesStyle } from "../palette";
import { svgFigure } from "./svg-figure";

export interface ChainValue {
  /** Its name: "x", "logit". */
  name: string;
  value: number;
  /** Slope of the end of the chain by this value. */
  slope: number;
}

export interface ChainStep {
  /** What makes the next value out of the one before: "a z + b". */
  formula: string;
  /** Slope of the next value by the one before, as text: "w = 0.8". */
  local: string;
}

const BOX = { width: 92, height: 62 };
const ARROW = 144;
const MARGIN = 12;
const TOP = 30;

/**
 * Boxes with values, from left to right; over each arrow its formula and below it what the slope is multiplied by on its way back.
 *
 * @param values One more than steps.
 * @throws TypeError when the alt text is empty; RangeError when the numbers of values and steps do not fit.
 */
export function chainDiagram(values: ChainValue[], steps: ChainStep[], options: { alt: string }): Figure {
  const alt = checkAlt(options.alt, "chainDiagram");
  if (values.length !== steps.length + 1) {
    throw new RangeError(
      `chainDiagram: ${values.length} values and ${steps.length} steps. Give one value more than steps.`,
    );
  }
  const leftOf = (place: number) => MARGIN + place * (BOX.width + ARROW);
  const [width, height] = [leftOf(steps.length) + BOX.width + MARGIN, TOP + BOX.height + 40];
  const root = { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}` };
  const drawn = [
    ...values.map((value, i) => box(value, leftOf(i))),
    ...steps.map((step, i) => arrows(step, leftOf(i) + BOX.width)),
  ];
  const paper = element("rect", { width, height, fill: PAPER });
  return svgFigure(element("svg", { ...root, "font-family": FONT, "font-size": 13 }, paper, ...drawn), alt);
}

const there = seriesStyle(0).color;
const back = seriesStyle(1).color;

function box({ name, value, slope }: ChainValue, left: number): string {
  const middle = left + BOX.width / 2;
  const text = (y: number, words: string, fill: string) =>
    element("text", { x: middle, y: TOP + y, "text-anchor": "middle", fill }, escapeText(words));
  const frame = { x: left, y: TOP, ...BOX, rx: 6, fill: "none", stroke: INK };
  return [
    element("rect", frame),
    text(24, `${name} = ${signed(value)}`, there),
    text(48, `slope ${signed(slope)}`, back),
  ].join("");
}

/** One line there, one dashed line back. */
function arrows({ formula, local }: ChainStep, left: number): string {
  const [from, to] = [left + 6, left + ARROW - 6];
  const [upper, lower] = [TOP + 20, TOP + 44];
  const text = (y: number, words: string) =>
    element(
      "text",
      { x: (from + to) / 2, y, "text-anchor": "middle", "font-size": 12, fill: INK },
      escapeText(words),
    );
  const line = { fill: "none", "stroke-width": 2 };
  return [
    element("path", { d: `M${from} ${upper}H${to}m-7 -5l7 5l-7 5`, stroke: there, ...line }),
    element("path", { d: `M${to} ${lower}H${from}`, stroke: back, ...line, "stroke-dasharray": "7 4" }),
    element("path", { d: `M${from + 7} ${lower - 5}l-7 5l7 5`, stroke: back, ...line }),
    text(upper - 8, formula),
    element(
      "text",
      { x: (from + to) / 2, y: lower + 16, "text-anchor": "middle", "font-size": 12, fill: FAINT_INK },
      escapeText(`times ${local}`),
    ),
  ].join("");
}

const signed = (value: number) => String(Number(value.toFixed(3))).replace("-", "−");
