/**
 * The picture of a game on single numbers: both densities, the discriminator's curve, and an arrow on each sample. Pure text,
 * so that a notebook's figure and the playground's page draw the same.
 */
import type { GameView } from "../../theory/game-view";
import { element, escapeText } from "../markup";

export interface BoardColours {
  paper: string;
  ink: string;
  faint: string;
  grid: string;
  real: string;
  fake: string;
  score: string;
}

export interface BoardStyle {
  width: number;
  colours: BoardColours;
  font: string;
  title?: string;
  /** How far a push of 1 reaches, in units of x. */
  reach?: number;
}

/** Pixels from top to bottom; a title takes more. */
const HEIGHT = { legend: 26, densities: 130, gap: 18, scores: 84, samples: 64, axis: 34 };
const TITLE = 24;
/** Pixels beside the axis. */
export const BOARD_LEFT = 40;
export const BOARD_RIGHT = 12;
const SAMPLE_ROWS = 6;
const LONGEST = 1.5;

interface Frame extends BoardStyle {
  view: GameView;
  x: (value: number) => number;
}

/** One `<svg>` element, with a size in pixels and its own background. */
export function boardMarkup(view: GameView, style: BoardStyle): string {
  const { width, colours, font, title = "" } = style;
  const [low, high] = [view.grid[0]!, view.grid.at(-1)!];
  const frame: Frame = {
    ...style,
    view,
    x: (value) => BOARD_LEFT + ((value - low) / (high - low)) * (width - BOARD_LEFT - BOARD_RIGHT),
  };
  const top = (title === "" ? 4 : TITLE) + HEIGHT.legend;
  const scoresTop = top + HEIGHT.densities + HEIGHT.gap;
  const samplesTop = scoresTop + HEIGHT.scores + 8;
  const bottom = samplesTop + HEIGHT.samples;
  const height = bottom + HEIGHT.axis;
  const root = {
    xmlns: "http://www.w3.org/2000/svg",
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    "font-family": font,
    "font-size": 12,
    fill: colours.ink,
  };
  return element(
    "svg",
    root,
    element("rect", { width, height, fill: colours.paper, rx: 4 }),
    title === ""
      ? ""
      : element("text", { x: 10, y: 18, "font-size": 14, "font-weight": 600 }, escapeText(title)),
    legend(frame, top - 12),
    axis(frame, { top, bottom }),
    densities(frame, top),
    scores(frame, scoresTop),
    samples(frame, samplesTop),
  );
}

function legend({ colours, width }: Frame, y: number): string {
  const parts: [string, string, string | undefined][] = [
    ["real", colours.real, undefined],
    ["generated", colours.fake, "7 4"],
    ["D(x)", colours.score, "2 3"],
  ];
  const slot = Math.min(130, (width - BOARD_LEFT) / 3);
  return parts
    .map(([name, stroke, dash], i) => {
      const x = BOARD_LEFT + i * slot;
      const line = { d: `M${x} ${y}h22`, stroke, "stroke-width": 2.5, "stroke-dasharray": dash };
      return element("path", line) + element("text", { x: x + 28, y: y + 4 }, name);
    })
    .join("");
}

function axis({ view, x, colours }: Frame, { top, bottom }: { top: number; bottom: number }): string {
  const [low, high] = [Math.ceil(view.grid[0]!), Math.floor(view.grid.at(-1)!)];
  const ticks = Array.from({ length: high - low + 1 }, (_, i) => low + i);
  const lines = ticks.map((tick) =>
    element("path", { d: `M${x(tick).toFixed(1)} ${top}V${bottom}`, stroke: colours.grid }),
  );
  const labels = ticks.map((tick) =>
    element(
      "text",
      { x: x(tick), y: bottom + 15, "text-anchor": "middle", fill: colours.faint },
      String(tick).replace("-", "−"),
    ),
  );
  const end = { x: x(high), y: bottom + 29, "text-anchor": "end", fill: colours.faint };
  return [...lines, ...labels, element("text", end, "a number x")].join("");
}

function densities(frame: Frame, top: number): string {
  const { view, x, colours } = frame;
  const bottom = top + HEIGHT.densities;
  // The scale is the real density's, so that it stands still while the other one moves.
  const highest = 1.6 * Math.max(...view.real, 0.05);
  const y = (value: number) => bottom - (value / highest) * HEIGHT.densities;
  const real = line(view.grid.map((at, i) => [x(at), y(view.real[i]!)]));
  const fake = line(view.grid.map((at, i) => [x(at), y(view.fake[i]!)]));
  const area = `${real}V${bottom}H${x(view.grid[0]!).toFixed(1)}Z`;
  const dashed = { stroke: colours.fake, "stroke-width": 2.5, "stroke-dasharray": "7 4" };
  return [
    element("path", { d: area, fill: colours.real, opacity: 0.15 }),
    element("path", { d: real, fill: "none", stroke: colours.real, "stroke-width": 2.5 }),
    cutOff(element("path", { d: fake, fill: "none", ...dashed }), { top, width: frame.width }),
    element("path", { d: `M${BOARD_LEFT} ${bottom}H${frame.width - BOARD_RIGHT}`, stroke: colours.faint }),
    side(frame, "density", (top + bottom) / 2),
  ].join("");
}

/** A nested svg ends at its edges: a peak that is too high goes out at the top. */
function cutOff(marks: string, { top, width }: { top: number; width: number }): string {
  const height = HEIGHT.densities + 2;
  const box = { x: 0, y: top, width, height, viewBox: `0 ${top} ${width} ${height}`, overflow: "hidden" };
  return element("svg", box, marks);
}

function scores(frame: Frame, top: number): string {
  const { view, x, colours, width } = frame;
  const bottom = top + HEIGHT.scores;
  const y = (score: number) => bottom - score * HEIGHT.scores;
  const marks = [0, 0.5, 1].map(
    (score) =>
      element("path", {
        d: `M${BOARD_LEFT} ${y(score)}H${width - BOARD_RIGHT}`,
        stroke: score === 0.5 ? colours.faint : colours.grid,
      }) +
      element(
        "text",
        { x: BOARD_LEFT - 5, y: y(score) + 4, "text-anchor": "end", fill: colours.faint },
        String(score),
      ),
  );
  const d = line(view.grid.map((at, i) => [x(at), y(view.scores[i]!)]));
  const curve = { d, fill: "none", stroke: colours.score, "stroke-width": 2.5, "stroke-dasharray": "2 3" };
  return [...marks, element("path", curve), side(frame, "D(x)", (top + bottom) / 2)].join("");
}

/** Dots in a few rows, so that neighbours do not hide each other; an arrow goes where the sample is pushed. */
function samples(frame: Frame, top: number): string {
  const { view, x, colours, reach = 1.5 } = frame;
  const [low, high] = [view.grid[0]!, view.grid.at(-1)!];
  const inside = (value: number) => Math.min(high, Math.max(low, value));
  const drawn = view.samples.map(({ x: at, push }, i) => {
    const y = top + 8 + ((i % SAMPLE_ROWS) + 0.5) * ((HEIGHT.samples - 10) / SAMPLE_ROWS);
    const way = Math.max(-LONGEST, Math.min(LONGEST, push * reach));
    const [from, to] = [x(inside(at)), x(inside(at + way))];
    return (
      arrow({ from, to, y }, colours.ink) + element("circle", { cx: from, cy: y, r: 3, fill: colours.fake })
    );
  });
  return [...drawn, side(frame, "pushes", top + HEIGHT.samples / 2)].join("");
}

/** Nothing for an arrow that is too short to be seen. */
function arrow({ from, to, y }: { from: number; to: number; y: number }, stroke: string): string {
  const length = Math.abs(to - from);
  if (length < 1.5) return "";
  const head = Math.min(4, length) * Math.sign(to - from);
  const [a, b, c] = [from, to, y].map((value) => value.toFixed(1));
  const tip = `M${(to - head).toFixed(1)} ${(y - 3).toFixed(1)}L${b} ${c}L${(to - head).toFixed(1)} ${(y + 3).toFixed(1)}`;
  return element("path", { d: `M${a} ${c}H${b}${tip}`, fill: "none", stroke, "stroke-width": 1.3 });
}

function side({ colours }: Frame, words: string, y: number): string {
  const place = { x: 12, y, transform: `rotate(-90 12 ${y})`, "text-anchor": "middle", fill: colours.faint };
  return element("text", place, words);
}

function line(points: [number, number][]): string {
  return points.map(([px, py], i) => `${i === 0 ? "M" : "L"}${px.toFixed(1)} ${py.toFixed(1)}`).join("");
}
