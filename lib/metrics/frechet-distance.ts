/**
 * Fréchet distance between the Gaussians that have the means and covariances of two sets of samples.
 *
 * On Inception features Heusel et al. (2017), arXiv:1706.08500, call it FID; on other features it must not be called so.
 */
import type { tf } from "../engine/tf";
import { FeatureStatistics, centredRows, meanOf } from "./feature-statistics";
import { toMatrix, type Matrix } from "./matrix";
import { dot, singularValues } from "./singular-values";

export interface FrechetDistance {
  /** The squared distance, as is the custom: the sum of the two parts. 0 or more, but for rounding. */
  value: number;
  /** |mean1 - mean2|^2 */
  means: number;
  /** tr S1 + tr S2 - 2 |S1^(1/2) S2^(1/2)|_* */
  covariances: number;
}

/**
 * d^2 = |mean1 - mean2|^2 + tr S1 + tr S2 - 2 |S1^(1/2) S2^(1/2)|_*, where |.|_* is the nuclear norm, the sum of the
 * singular values, and S the unbiased covariance. It is the squared 2-Wasserstein distance of the two Gaussians.
 *
 * The usual form ends in -2 tr (S1 S2)^(1/2) and needs the square root of a matrix that is not symmetric, which is often
 * singular. It is not needed: with any factors S = F^T F the singular values of F1 F2^T are the square roots of the
 * eigenvalues of S1 S2. A factor is what a Cholesky decomposition gives; where there are fewer samples than features, the
 * centred samples over sqrt(n - 1) are one.
 *
 * It is biased: two finite samples of one distribution are always apart, and the fewer samples, the further. See
 * `frechetBias`. So compare only values of equal sample sizes, on the same extractor, with a control beside them.
 *
 * @param x Samples [m, d], or their statistics; tensors stay the caller's.
 * @param y Samples [n, d], or their statistics.
 * @throws RangeError when the widths differ, a set has fewer than 2 samples, or a number is not finite.
 * @see Fréchet (1957); Dowson and Landau (1982), The Fréchet distance between multivariate normal distributions.
 */
export function frechetDistance(
  x: tf.Tensor2D | Matrix | FeatureStatistics,
  y: tf.Tensor2D | Matrix | FeatureStatistics,
): FrechetDistance {
  const [first, second] = [gaussianOf(x), gaussianOf(y)];
  if (first.mean.length !== second.mean.length) {
    throw new RangeError(
      `frechetDistance: x has ${first.mean.length} features a sample but y has ${second.mean.length}. ` +
        "Use one feature extractor for both.",
    );
  }
  const shift = first.mean.map((value, i) => value - second.mean[i]!);
  const means = dot(shift, shift);
  const covariances = trace(first) + trace(second) - 2 * nuclearNorm(first.factor, second.factor);
  return { value: means + covariances, means, covariances };
}

/** A mean and rows F with covariance = F^T F. */
interface Gaussian {
  mean: Float64Array;
  factor: Float64Array[];
}

function gaussianOf(samples: tf.Tensor2D | Matrix | FeatureStatistics): Gaussian {
  const given = samples instanceof FeatureStatistics ? samples : toMatrix(samples);
  const count = given instanceof FeatureStatistics ? given.count : given.rows;
  if (count < 2) {
    throw new RangeError(
      `frechetDistance: a set of ${count} samples has no covariance. Give two or more, and thousands for a steady value.`,
    );
  }
  if (given instanceof FeatureStatistics || given.rows > given.columns) {
    const statistics =
      given instanceof FeatureStatistics ? given : new FeatureStatistics(given.columns).add(given);
    return { mean: statistics.mean, factor: choleskyFactor(statistics.covariance()) };
  }
  const mean = meanOf(given);
  const scale = 1 / Math.sqrt(given.rows - 1);
  return { mean, factor: centredRows(given, mean).map((row) => row.map((value) => value * scale)) };
}

/**
 * Rows f_1, f_2, ... with S = sum of f_k^T f_k. Each peels off the largest variance that is left (Cholesky with pivots);
 * what is left when only rounding is left is dropped, so a covariance without full rank gives fewer rows.
 */
export function choleskyFactor({ rows: size, data }: Matrix): Float64Array[] {
  const rest = Float64Array.from(data);
  const diagonal = (i: number) => rest[i * size + i]!;
  const places = Array.from({ length: size }, (_, i) => i);
  const smallest = size * Number.EPSILON * Math.max(...places.map(diagonal));
  const factor: Float64Array[] = [];
  while (factor.length < size) {
    const pivot = places.reduce((best, i) => (diagonal(i) > diagonal(best) ? i : best), 0);
    if (!(diagonal(pivot) > smallest)) break;
    const scale = 1 / Math.sqrt(diagonal(pivot));
    const row = rest.slice(pivot * size, (pivot + 1) * size).map((value) => value * scale);
    factor.push(row);
    subtractOuter(rest, row);
    for (const i of places) rest[i * size + pivot] = rest[pivot * size + i] = 0; // exactly, not but for rounding
  }
  return factor;
}

/** S - f^T f */
function subtractOuter(matrix: Float64Array, row: Float64Array): void {
  const size = row.length;
  for (let i = 0; i < size; i++) {
    const factor = row[i]!;
    if (factor === 0) continue;
    for (let j = 0, at = i * size; j < size; j++, at++) matrix[at]! -= factor * row[j]!;
  }
}

/** tr F^T F */
function trace({ factor }: Gaussian): number {
  return factor.reduce((sum, row) => sum + dot(row, row), 0);
}

/** Sum of the singular values of F1 F2^T, whose entries are the inner products of the rows. */
function nuclearNorm(first: Float64Array[], second: Float64Array[]): number {
  const [fewer, more] = first.length <= second.length ? [first, second] : [second, first];
  const product = fewer.map((f) => Float64Array.from(more, (g) => dot(f, g)));
  return singularValues(product).reduce((sum, value) => sum + value, 0);
}
