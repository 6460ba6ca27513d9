/** The numbers of the table. Blocks of two contestants that ran in the same round are a pair. */

/** @throws RangeError when there are no values. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Linear between the two nearest values (type 7 of Hyndman and Fan, 1996). */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError("quantile: there are no values.");
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)]!;
  return below + (sorted[Math.ceil(place)]! - below) * (place - Math.floor(place));
}

/** A ratio with its 95 % interval. */
export interface Ratio {
  value: number;
  low: number;
  high: number;
}

const RESAMPLES = 10_000;

/**
 * How many times faster one contestant is than another: the median over rounds of their ratio within the round, so that
 * what slows a whole round down cancels. The interval is the percentile bootstrap over rounds (Efron, 1979).
 *
 * @param own Seconds a step, one for each round.
 * @param other The same rounds of the other.
 * @param uniform Random numbers in [0, 1).
 * @throws RangeError when they ran different numbers of rounds.
 */
export function speedRatio(own: readonly number[], other: readonly number[], uniform: () => number): Ratio {
  if (own.length !== other.length) {
    throw new RangeError(
      `speedRatio: ${own.length} rounds and ${other.length}. Give the same rounds of both.`,
    );
  }
  const ratios = own.map((seconds, round) => other[round]! / seconds);
  const medians = Array.from({ length: RESAMPLES }, () =>
    median(ratios.map(() => ratios[Math.floor(uniform() * ratios.length)]!)),
  );
  return { value: median(ratios), low: quantile(medians, 0.025), high: quantile(medians, 0.975) };
}
