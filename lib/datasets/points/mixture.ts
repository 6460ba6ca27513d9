/** Points in the plane whose density is known everywhere: what a generator makes of them can be judged exactly. */
import { randomNormal, randomUniform } from "../../engine/random";
import type { Seed } from "../../engine/random";
import type { Rng } from "../../engine/rng";
import { tf } from "../../engine/tf";

export type Point = readonly [x: number, y: number];

/** Equal round Gaussians, one around each centre. */
export interface Mixture {
  readonly name: string;
  /** The middle of each Gaussian, a mode of the density. */
  readonly centres: readonly Point[];
  /** Standard deviation of each Gaussian, the same along both axes. */
  readonly sigma: number;
  /**
   * p(x) = mean over the centres c of exp(-|x - c|^2 / (2 sigma^2)) / (2 pi sigma^2), in float64.
   */
  density(at: Point): number;
  /** Points drawn on the host, in float64. */
  points(count: number, random: Rng): [x: number, y: number][];
  /**
   * Points as a tensor, [count, 2], owned by the caller; can be part of a compiled step.
   *
   * @param seeds `which` chooses the centre of each point, `where` its place around it.
   */
  batch(count: number, seeds: { which: Seed; where: Seed }): tf.Tensor2D;
}

/** `modes` Gaussians, evenly spaced on a circle around 0, the first at angle 0. */
export function ringOfGaussians({ modes = 8, radius = 2, sigma = 0.1 } = {}): Mixture {
  requireCount("modes", modes);
  requirePositive({ radius, sigma });
  const centres = Array.from({ length: modes }, (_, k): Point => {
    const angle = (2 * Math.PI * k) / modes;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  return mixture(`ring of ${modes} Gaussians`, centres, sigma);
}

/** `side` times `side` Gaussians on a square grid around 0, `spacing` apart. */
export function gridOfGaussians({ side = 5, spacing = 1, sigma = 0.05 } = {}): Mixture {
  requireCount("side", side);
  requirePositive({ spacing, sigma });
  const places = Array.from({ length: side }, (_, k) => (k - (side - 1) / 2) * spacing);
  const centres = places.flatMap((y) => places.map((x): Point => [x, y]));
  return mixture(`grid of ${side * side} Gaussians`, centres, sigma);
}

function mixture(name: string, centres: readonly Point[], sigma: number): Mixture {
  const variance = sigma * sigma;
  return {
    name,
    centres,
    sigma,
    density: ([x, y]) => {
      const bells = centres.map(([cx, cy]) => Math.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * variance)));
      return bells.reduce((sum, bell) => sum + bell, 0) / (centres.length * 2 * Math.PI * variance);
    },
    points: (count, random) =>
      Array.from({ length: count }, () => {
        const [x, y] = centres[random.integer(centres.length)]!;
        return [x + sigma * random.normal(), y + sigma * random.normal()];
      }),
    batch: (count, { which, where }) =>
      tf.tidy(() => {
        const place = tf.floor(tf.mul(randomUniform([count], which), centres.length));
        const middle = tf.gather(tf.tensor2d(centres.flat(), [centres.length, 2]), tf.cast(place, "int32"));
        return tf.add<tf.Tensor2D>(middle, tf.mul(randomNormal([count, 2], where), sigma));
      }),
  };
}

function requireCount(name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new RangeError(`${name} is ${value}. Give a whole number, 1 or more.`);
}

function requirePositive(values: Record<string, number>): void {
  for (const [name, value] of Object.entries(values)) {
    if (!(value > 0 && value < Infinity)) throw new RangeError(`${name} is ${value}. Give a number above 0.`);
  }
}
