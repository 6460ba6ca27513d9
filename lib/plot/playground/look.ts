/** Colours and sizes that the playground's page and its markup share. */
import { FAINT_INK, GRID, INK, PAPER, seriesStyle } from "../palette";
import type { BoardColours } from "./board";

/** For still figures, on paper of their own. */
export const paperColours: BoardColours = {
  paper: PAPER,
  ink: INK,
  faint: FAINT_INK,
  grid: GRID,
  real: seriesStyle(0).color,
  fake: seriesStyle(1).color,
  score: seriesStyle(2).color,
};

/** The same hues, lighter, on a dark ground. */
export const darkColours: BoardColours = {
  paper: "#1b1f24",
  ink: "#e6edf3",
  faint: "#9da7b3",
  grid: "#343b44",
  real: "#6cb6f5",
  fake: "#ff9a52",
  score: "#3fd0a0",
};

/** In the page the style sheet decides, by theme. */
export const pageColours = Object.fromEntries(
  Object.keys(paperColours).map((name) => [name, `var(--pg-${name})`]),
) as unknown as BoardColours;

/** Steps a second, by the place of the slider. */
export const SPEEDS: readonly number[] = [1, 2, 5, 10, 30, 60, 120, 300, 600];
export const FIRST_SPEED = 5;
