/** Densities on the line whose every value is known, in float64: the ground truth that chapter 03 measures against. */
import type { Rng } from "../engine/rng";

export interface Density {
  /** log of the density at x; -Infinity where there is none. */
  logPdf(x: number): number;
  /** One draw. */
  sample(random: Rng): number;
}

/**
 * The normal density with the given mean and standard deviation.
 *
 * @param spread Above 0.
 */
export function gaussian(mean: number, spread: number): Density {
  requirePositive("gaussian: spread", spread);
  const constant = -Math.log(spread) - Math.log(2 * Math.PI) / 2;
  return {
    logPdf: (x) => constant - ((x - mean) / spread) ** 2 / 2,
    sample: (random) => mean + spread * random.normal(),
  };
}

/**
 * The density 1 / (high - low) on [low, high), and 0 elsewhere.
 *
 * @throws RangeError when high is not above low.
 */
export function uniform(low: number, high: number): Density {
  requirePositive("uniform: high - low", high - low);
  return {
    logPdf: (x) => (x >= low && x < high ? -Math.log(high - low) : -Infinity),
    sample: (random) => low + (high - low) * random.uniform(),
  };
}

/**
 * The mixture: each draw takes one part at random, with the chance given by its weight.
 *
 * @param parts Weights above 0; they are divided by their sum.
 */
export function mixture(parts: readonly { weight: number; density: Density }[]): Density {
  if (parts.length === 0) throw new RangeError("mixture: there are no parts. Give one or more.");
  for (const { weight } of parts) requirePositive("mixture: weight", weight);
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  return {
    logPdf: (x) =>
      logSumExp(parts.map(({ weight, density }) => Math.log(weight / total) + density.logPdf(x))),
    sample: (random) => {
      let left = random.uniform() * total;
      const chosen = parts.find(({ weight }) => (left -= weight) < 0) ?? parts[parts.length - 1]!;
      return chosen.density.sample(random);
    },
  };
}

/** As many draws as asked for. */
export function drawFrom(density: Density, count: number, random: Rng): number[] {
  return Array.from({ length: count }, () => density.sample(random));
}

/** log(e^a + e^b + ...) without overflow and without underflow. */
function logSumExp(terms: readonly number[]): number {
  const highest = Math.max(...terms);
  if (highest === -Infinity) return -Infinity;
  return highest + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - highest), 0));
}

function requirePositive(what: string, value: number): void {
  if (!(value > 0 && value < Infinity)) {
    throw new RangeError(`${what} is ${value}. Give a finite number above 0.`);
  }
}
