/** What "ring-of-gaussians" records: chapter 04's failing setting and its cures, cell by cell. */
import type { ModeCoverage } from "./failures/mode-coverage";

/** Modes reached and share of samples within 3 sigma, at one moment of a training. */
export interface RingLook {
  step: number;
  /** With the generator's own weights of that step. */
  own: { modes: number; within: number };
  /** With the averaged weights. */
  averaged: { modes: number; within: number };
}

/** One setting with one seed. */
export interface RingCell {
  setting: string;
  seed: number;
  own: ModeCoverage;
  averaged: ModeCoverage;
  history: RingLook[];
  /** The first samples of the averaged generator, rounded, for a picture. */
  points: [x: number, y: number][];
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
