/** Oscillation: a quantity of the training that goes round in circles instead of settling. */

export interface Oscillation {
  /** Correlation of the series with itself one period later, from 0 (none) to 1 (a perfect repeat). */
  strength: number;
  /** Looks from one crest to the next; 0 where there is no oscillation. */
  period: number;
  /** Spread of the second half over that of the first: below 1 it dies out, above 1 it grows. */
  growth: number;
  /** Whether the strength is more than chance gives in a series of this length. */
  isOscillating: boolean;
}

/**
 * Looks for the lag at which a series repeats. The straight line through the series is taken out first, so that a slow
 * rise does not count; then, with s_t the rest,
 *
 *     r(lag) = [mean over t of s_t s_(t+lag)] / [mean over t of s_t^2],   lag = 0 ... n / 3
 *
 * and the period is the highest peak of r after r has first fallen below 0: a repeat has to be seen three times. In a series of n
 * independent numbers r scatters by about 1 / sqrt(n), so a strength above 4 / sqrt(n), and above 0.3, is taken for
 * real. (Numbers that wander, a random walk, are not independent: with few periods in view they can look like a repeat.)
 *
 * @param series A quantity at even intervals, such as D(x) - D(G(z)), or a coordinate of the mean sample; at least 17: with
 *   fewer the limit is 1 or more, and nothing could pass it.
 * @throws RangeError when the series is shorter or holds NaN or infinity.
 */
export function oscillation(series: readonly number[]): Oscillation {
  const n = series.length;
  if (n < 17 || !series.every(Number.isFinite)) {
    throw new RangeError(`oscillation: ${n} numbers. Give at least 17, all of them finite.`);
  }
  const rest = withoutLine(series);
  const power = meanSquare(rest);
  const half = Math.floor(n / 2);
  const growth = Math.sqrt(meanSquare(rest.slice(n - half)) / (meanSquare(rest.slice(0, half)) || 1)) || 0;
  const nothing = { strength: 0, period: 0, growth, isOscillating: false };
  if (power <= 1e-24 * meanSquare([...series])) return nothing;
  const r = Array.from({ length: Math.floor(n / 3) + 1 }, (_, lag) => correlation(rest, lag) / power);
  const fall = r.findIndex((value) => value < 0);
  if (fall < 0) return nothing;
  const period = r.reduce((best, value, lag) => (lag > fall && value > r[best]! ? lag : best), fall);
  const strength = Math.max(0, r[period]!);
  const isOscillating = strength > Math.max(0.3, 4 / Math.sqrt(n));
  return { strength, period: strength > 0 ? period : 0, growth, isOscillating };
}

/**
 * How much of the generator's output has changed its place from one look to the next, 0 (none) to 1 (all): the mean
 * total variation distance of successive histograms,
 *
 *     1/2 sum over bins of |p_bin(t + 1) - p_bin(t)|
 *
 * Two samples of n points from one distribution over b bins differ by about sqrt(b / (pi n)): that much is noise.
 *
 * @param looks Counts for each bin (a mode, a class) at each look; at least two looks.
 */
export function turnover(looks: readonly (readonly number[])[]): number {
  if (looks.length < 2) throw new RangeError(`turnover: ${looks.length} looks. Give at least two.`);
  const shares = looks.map((counts) => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    return counts.map((count) => (total === 0 ? 0 : count / total));
  });
  const moves = shares
    .slice(1)
    .map((now, t) => now.reduce((sum, p, bin) => sum + Math.abs(p - shares[t]![bin]!), 0) / 2);
  return moves.reduce((sum, move) => sum + move, 0) / moves.length;
}

/** The series minus its least-squares line. */
function withoutLine(series: readonly number[]): number[] {
  const n = series.length;
  const middle = (n - 1) / 2;
  const mean = series.reduce((sum, value) => sum + value, 0) / n;
  const slope =
    series.reduce((sum, value, t) => sum + (t - middle) * (value - mean), 0) / ((n * (n * n - 1)) / 12);
  return series.map((value, t) => value - mean - slope * (t - middle));
}

/** Mean over the overlap, so that a perfect repeat gives 1 at any lag. */
function correlation(rest: readonly number[], lag: number): number {
  let sum = 0;
  for (let t = 0; t + lag < rest.length; t++) sum += rest[t]! * rest[t + lag]!;
  return sum / (rest.length - lag);
}

function meanSquare(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value * value, 0) / Math.max(1, values.length);
}
