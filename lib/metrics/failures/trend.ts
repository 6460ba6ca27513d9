/** A number that only ever grows: a critic without a leash, or tensors that nobody frees. */

export interface Trend {
  /** The middle of the slopes between all pairs of looks: change for each look. Outliers do not move it. */
  slope: number;
  /** Share of all pairs of looks in which the later value is higher, minus the share in which it is lower: -1 to 1. */
  agreement: number;
}

/**
 * The Theil-Sen slope of a series, and Kendall's tau against time.
 *
 *     slope = median over s < t of (x_t - x_s) / (t - s)        agreement = mean over s < t of sign(x_t - x_s)
 *
 * @param series At even intervals, 3 to 2,000 numbers.
 * @throws RangeError when there are fewer or more, or one is not finite.
 * @see Sen (1968), Estimates of the regression coefficient based on Kendall's tau, JASA 63.
 */
export function trend(series: readonly number[]): Trend {
  if (series.length < 3 || series.length > 2000 || !series.every(Number.isFinite)) {
    throw new RangeError(`trend: ${series.length} numbers. Give from 3 to 2,000, all of them finite.`);
  }
  const slopes: number[] = [];
  series.forEach((from, s) => series.slice(s + 1).forEach((to, k) => slopes.push((to - from) / (k + 1))));
  slopes.sort((a, b) => a - b);
  const middle = slopes.length / 2;
  return {
    slope: (slopes[Math.ceil(middle) - 1]! + slopes[Math.floor(middle)]!) / 2,
    agreement: slopes.reduce((sum, slope) => sum + Math.sign(slope), 0) / slopes.length,
  };
}

/**
 * Tensors that each round leaves behind: 0 where memory is in order. Runs `round` a few times first, because the first
 * rounds make what stays (an optimiser's state, a cache).
 *
 * @param counted How many tensors exist now, such as `() => tf.memory().numTensors`.
 */
export async function leakedPerRound(
  round: () => void | Promise<void>,
  counted: () => number,
  { warmUp = 2, rounds = 6 } = {},
): Promise<number> {
  for (let i = 0; i < warmUp; i++) await round();
  const counts = [counted()];
  for (let i = 0; i < rounds; i++) {
    await round();
    counts.push(counted());
  }
  return trend(counts).slope;
}
