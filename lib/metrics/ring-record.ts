/** What "ring-of-gaussians" records: chapter 04's failing setting and its cures, cell by cell. */
import type { ModeCoverage } from "./failures/mode-coverage";

/** One setting with one seed. */
export interface RingCell {
  setting: string;
  seed: number;
  /** With the generator's own weights after the last step. */
  own: ModeCoverage;
  /** With the averaged weights. */
  averaged: ModeCoverage;
  /** The first samples of the averaged generator, for a picture; `ringPoints` reads them. */
  points: string;
  minutes: number;
}

export interface RingRecord {
  data: string;
  /** Samples that were counted, each time. */
  samples: number;
  steps: number;
  /** `cures`: how many of them it takes, 0 to 2. */
  settings: { name: string; change: string; cures: number }[];
  cells: RingCell[];
}

/** Points in one line of text, to two digits, which a file can hold by the thousand. */
export function pointsAsText(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y]) => `${x.toFixed(2)} ${y.toFixed(2)}`).join(",");
}

/** The points of a recorded cell. */
export function ringPoints({ points }: Pick<RingCell, "points">): [x: number, y: number][] {
  return points.split(",").map((pair) => pair.split(" ").map(Number) as [number, number]);
}
