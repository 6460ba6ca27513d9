/** What there is to see of a GAN on single numbers at one moment: three curves and some samples. */
import { kernelDensity } from "./kernel-density";
import type { TinyGan } from "./tiny-gan";

export interface GameView {
  /** Where the curves are worked out: rising, evenly spaced. */
  grid: number[];
  /** Density of what is real, and of what the generator makes. */
  real: number[];
  fake: number[];
  /** D(x), the probability of real. */
  scores: number[];
  /** Some generated numbers, and how strongly each is pushed: minus the slope of its own cost. */
  samples: { x: number; push: number }[];
}

export interface GameViewOptions {
  /** The density of the real numbers. */
  density: (x: number) => number;
  /** The latents to generate from. The same ones each time make two views comparable. */
  latents: Float64Array;
  /** Ends of the grid. */
  low?: number;
  high?: number;
  /** How many of the samples get an arrow. */
  arrows?: number;
}

const POINTS = 161;
const BUMP = 0.12;

export function viewGame(
  gan: TinyGan,
  { density, latents, low = -4, high = 4, arrows = 24 }: GameViewOptions,
): GameView {
  const grid = Array.from({ length: POINTS }, (_, i) => low + ((high - low) * i) / (POINTS - 1));
  const generated = gan.generate(latents);
  // Every so many of the sorted ones, so that the few stand for all.
  const sorted = Float64Array.from(generated).sort();
  const few = Float64Array.from(
    { length: arrows },
    (_, i) => sorted[quantilePlace(i, arrows, sorted.length)]!,
  );
  const slopes = gan.sampleSlopes(few);
  return {
    grid,
    real: grid.map(density),
    fake: [...kernelDensity(generated, grid, BUMP)],
    scores: [...gan.scores(Float64Array.from(grid))],
    samples: Array.from(few, (x, i) => ({ x, push: -slopes[i]! })),
  };
}

const quantilePlace = (i: number, of: number, length: number) => Math.floor(((i + 0.5) / of) * length);

/**
 * The area that two densities share: 1 where they are the same, 0 where they do not touch.
 *
 *     overlap = integral of min(p, q)        (1 minus the total variation distance)
 */
export function overlap({ grid, real, fake }: GameView): number {
  const step = grid[1]! - grid[0]!;
  return real.reduce((sum, value, i) => sum + Math.min(value, fake[i]!), 0) * step;
}

/** Mean and standard deviation (divided by n). */
export function meanAndSpread(values: ArrayLike<number>): { mean: number; spread: number } {
  const list = Array.from(values);
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  const variance = list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / list.length;
  return { mean, spread: Math.sqrt(variance) };
}
