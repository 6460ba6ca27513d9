/** The course as a map: which chapters there are, what belongs together, and where the reader stands. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { cloneFolder } from "../../datasets/data-folder";
import type { Figure } from "../figure";
import { element, escapeText } from "../markup";
import { FAINT_INK, FONT, INK, PAPER } from "../palette";
import { svgFigure } from "./svg-figure";

interface Part {
  name: string;
  /** What one asks there. */
  asks: string;
  colour: string;
  chapters: [number: string, title: string][];
}

export const coursePlan: readonly Part[] = [
  {
    name: "Begin",
    asks: "What is this, and why does it matter?",
    colour: "#F2F2F2",
    chapters: [
      ["00", "start here"],
      ["01", "what is at stake"],
    ],
  },
  {
    name: "Understand",
    asks: "Why should two networks learn a distribution?",
    colour: "#D6E9F5",
    chapters: [
      ["02", "two networks"],
      ["03", "minimax"],
      ["04", "when training fails"],
    ],
  },
  {
    name: "Build and measure",
    asks: "Does it work, and how would we know?",
    colour: "#DDF0E6",
    chapters: [
      ["05", "a DCGAN"],
      ["06", "the published listing"],
      ["07", "measuring"],
    ],
  },
  {
    name: "Systems",
    asks: "What did those do who came after?",
    colour: "#FBE9CF",
    chapters: [
      ["08", "control"],
      ["09", "growth and style"],
      ["10", "translation"],
      ["11", "looking inside"],
      ["12", "tokens"],
    ],
  },
  {
    name: "People",
    asks: "Who gains, who is harmed, what helps?",
    colour: "#F5DFEA",
    chapters: [
      ["13", "ownership"],
      ["14", "advertising"],
      ["15", "privacy"],
      ["16", "medicine"],
      ["17", "education, fairness"],
    ],
  },
  {
    name: "Decide",
    asks: "Release it or not? And what comes next?",
    colour: "#F2F2F2",
    chapters: [
      ["18", "balance"],
      ["19", "what next"],
    ],
  },
];

const ROW = 76;
const LABEL = 214;
const [BOX, GAP, HIGH] = [146, 10, 48];
const MARGIN = 14;
const TOP = 12;

/**
 * @param options `here`: number of the chapter that the reader reads, such as "01".
 * @returns Boxes in rows, one row a part. A chapter that is not written yet has a dashed border and says so.
 * @throws RangeError when there is no such chapter.
 */
export function courseMap({ here }: { here: string }): Figure {
  const numbers = coursePlan.flatMap(({ chapters }) => chapters.map(([number]) => number));
  if (!numbers.includes(here))
    throw new RangeError(`courseMap: there is no chapter "${here}". Give one of ${numbers.join(", ")}.`);
  const written = writtenChapters();
  const most = Math.max(...coursePlan.map(({ chapters }) => chapters.length));
  const width = MARGIN + LABEL + most * (BOX + GAP) + MARGIN;
  const height = TOP + coursePlan.length * ROW;
  const rows = coursePlan.map((part, row) => partRow(part, { top: TOP + row * ROW, width, here, written }));
  const arrows = coursePlan.slice(1).map((_, row) => arrowDown(TOP + (row + 1) * ROW));
  const root = { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}` };
  const paper = element("rect", { width, height, fill: PAPER });
  return svgFigure(
    element("svg", { ...root, "font-family": FONT }, paper, ...rows, ...arrows),
    inWords(here, written),
  );
}

/** Numbers of the chapters whose notebooks are there. */
function writtenChapters(): string[] {
  const folder = join(cloneFolder(), "notebooks");
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => /^(\d\d)-.*\.ipynb$/.exec(name)?.[1] ?? []);
}

interface RowPlace {
  top: number;
  width: number;
  here: string;
  written: string[];
}

function partRow(part: Part, { top, width, here, written }: RowPlace): string {
  const band = { x: 0, y: top, width, height: ROW - 12, fill: part.colour };
  const text = (y: number, words: string, style: Record<string, string | number>) =>
    element("text", { x: MARGIN, y: top + y, ...style }, escapeText(words));
  const boxes = part.chapters.map((chapter, place) =>
    chapterBox(chapter, {
      left: MARGIN + LABEL + place * (BOX + GAP),
      top: top + (ROW - 12 - HIGH) / 2,
      isHere: chapter[0] === here,
      isWritten: written.includes(chapter[0]),
    }),
  );
  const asks = halves(part.asks).map((line, i) => text(37 + 14 * i, line, { "font-size": 11.5, fill: INK }));
  return [
    element("rect", band),
    text(20, part.name, { "font-size": 14, "font-weight": 650, fill: INK }),
    ...asks,
    ...boxes,
  ].join("");
}

/** In two lines, cut at the space nearest to the middle. */
function halves(words: string): string[] {
  if (words.length <= 30) return [words];
  const spaces = [...words.matchAll(/ /g)].map(({ index }) => index);
  const middle = words.length / 2;
  const cut = spaces.reduce((best, one) => (Math.abs(one - middle) < Math.abs(best - middle) ? one : best));
  return [words.slice(0, cut), words.slice(cut + 1)];
}

interface BoxPlace {
  left: number;
  top: number;
  isHere: boolean;
  isWritten: boolean;
}

function chapterBox([number, title]: [string, string], { left, top, isHere, isWritten }: BoxPlace): string {
  const border = {
    stroke: INK,
    "stroke-width": isHere ? 3 : 1,
    "stroke-dasharray": isWritten ? undefined : "4 3",
  };
  const text = (y: number, words: string, style: Record<string, string | number>) =>
    element("text", { x: left + 9, y: top + y, ...style }, escapeText(words));
  const note = isHere ? " · you are here" : isWritten ? "" : " · planned";
  return [
    element("rect", { x: left, y: top, width: BOX, height: HIGH, rx: 6, fill: PAPER, ...border }),
    text(19, number + note, {
      "font-size": 11.5,
      fill: isHere ? INK : FAINT_INK,
      "font-weight": isHere ? 650 : 400,
    }),
    text(37, title, { "font-size": 12.5, fill: INK }),
  ].join("");
}

/** Between two rows, on the left. */
function arrowDown(y: number): string {
  const x = MARGIN + LABEL + BOX / 2;
  return element("path", {
    d: `M${x} ${y - 16}v12m-5 -5l5 5l5 -5`,
    fill: "none",
    stroke: INK,
    "stroke-width": 2,
  });
}

function inWords(here: string, written: string[]): string {
  const rows = coursePlan.map(({ name, asks, chapters }) => {
    const list = chapters.map(
      ([number, title]) =>
        `${number} ${title}${number === here ? " (you are here)" : written.includes(number) ? "" : " (planned)"}`,
    );
    return `${name} (${asks}): ${list.join(", ")}.`;
  });
  return `A map of the course in ${coursePlan.length} parts, one below the other. ${rows.join(" ")}`;
}
