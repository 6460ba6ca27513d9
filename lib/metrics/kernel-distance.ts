/**
 * Kernel distance: how far two sets of samples are apart, 0 when they come from one distribution.
 *
 * It is the unbiased estimate of the squared maximum mean discrepancy (MMD^2; Gretton et al., 2012) with the cubic
 * kernel k(x, y) = (x . y / d + 1)^3 of Binkowski, Sutherland, Arbel and Gretton (2018), arXiv:1801.01401. On Inception
 * features that paper calls it KID; on other features it must not be called so.
 */
import type { tf } from "../engine/tf";
import { cubicKernelSums } from "./cubic-kernel";
import { toMatrix, type Matrix } from "./matrix";

export interface KernelDistance {
  /** Unbiased MMD^2: about 0 for samples of one distribution, and sometimes a little below 0. */
  value: number;
  /** Standard error of the value by the jackknife (leave one sample out, of each set in turn). */
  standardError: number;
}

/**
 * Unbiased MMD^2 = mean over i != j of k(x_i, x_j) + mean over i != j of k(y_i, y_j) - 2 mean of k(x_i, y_j),
 * with k(x, y) = (x . y / d + 1)^3. All sums are taken in float64 over the full sets.
 *
 * The estimate has no bias, so its mean does not depend on the number of samples; its scatter does. Features of a
 * larger scale give larger values: compare only values on the same features.
 *
 * @param x Samples [m, d], m >= 3; tensors stay the caller's.
 * @param y Samples [n, d], n >= 3.
 * @throws RangeError when the widths differ, a set has fewer than 3 samples, or a number is not finite.
 * @see Binkowski et al. (2018), Demystifying MMD GANs, arXiv:1801.01401
 */
export function kernelDistance(x: tf.Tensor2D | Matrix, y: tf.Tensor2D | Matrix): KernelDistance {
  const [first, second] = [toMatrix(x), toMatrix(y)];
  assertComparable(first, second);
  const sums = cubicKernelSums(first, second);
  const own = (kernels: Float64Array) => total(kernels);
  const [m, n] = [first.rows, second.rows];
  const [xx, yy, xy] = [own(sums.withinX), own(sums.withinY), own(sums.crossX)];
  const estimate = (part: Parts) =>
    part.xx / pairs(part.m) + part.yy / pairs(part.n) - (2 * part.xy) / (part.m * part.n);
  const whole: Parts = { xx, yy, xy, m, n };
  const withoutX = Float64Array.from(sums.withinX, (within, i) =>
    estimate({ ...whole, xx: xx - 2 * within, xy: xy - sums.crossX[i]!, m: m - 1 }),
  );
  const withoutY = Float64Array.from(sums.withinY, (within, i) =>
    estimate({ ...whole, yy: yy - 2 * within, xy: xy - sums.crossY[i]!, n: n - 1 }),
  );
  const variance = jackknifeVariance(withoutX) + jackknifeVariance(withoutY);
  return { value: estimate(whole), standardError: Math.sqrt(variance) };
}

/** Sums of kernels over pairs (i, j), i != j, and over all pairs of x and y, with the sizes of the two sets. */
interface Parts {
  xx: number;
  yy: number;
  xy: number;
  m: number;
  n: number;
}

/** Ordered pairs of two different samples. */
function pairs(samples: number): number {
  return samples * (samples - 1);
}

/** (n - 1) / n * sum of squared deviations of the leave-one-out estimates (Efron and Stein, 1981). */
function jackknifeVariance(estimates: Float64Array): number {
  const mean = total(estimates) / estimates.length;
  const squares = estimates.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return (squares * (estimates.length - 1)) / estimates.length;
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function assertComparable(x: Matrix, y: Matrix): void {
  if (x.columns !== y.columns) {
    throw new RangeError(
      `kernelDistance: x has ${x.columns} features a sample but y has ${y.columns}. Use one feature extractor for both.`,
    );
  }
  if (x.rows < 3 || y.rows < 3) {
    throw new RangeError(
      `kernelDistance: ${x.rows} and ${y.rows} samples came. Each set needs 3 or more, and thousands for a steady value.`,
    );
  }
}
