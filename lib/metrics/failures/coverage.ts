/** Mode collapse where nobody knows the modes: how much of the real data has a generated neighbour. */
import type { tf } from "../../engine/tf";
import { toMatrix, type Matrix } from "../matrix";

/**
 * Coverage: the share of real samples that have a generated sample nearer than their k-th nearest real one.
 *
 * Near 1 - 2^-k when both sets are of one size and come from one distribution; near 0 when the generator makes one thing only. It does
 * not say whether the samples are good: a generator that adds rubbish keeps its coverage. Exactly, with n real and m
 * generated samples of one continuous distribution, its mean is
 *
 *     1 - [(n - 1)(n - 2) ... (n - k)] / [(n + m - 1)(n + m - 2) ... (n + m - k)]
 *
 * @param real Samples [n, d], n > k: points, or features of pictures; tensors stay the caller's.
 * @param generated Samples [m, d].
 * @throws RangeError when the widths differ or there are too few real samples.
 * @see Naeem, Oh, Uh, Choi and Yoo (2020), Reliable fidelity and diversity metrics for generative models, section 3.2
 *   and lemma 2, arXiv:2002.09797.
 */
export function coverage(real: tf.Tensor2D | Matrix, generated: tf.Tensor2D | Matrix, k = 5): number {
  const [own, others] = [toMatrix(real), toMatrix(generated)];
  if (own.columns !== others.columns) {
    throw new RangeError(
      `coverage: rows of ${own.columns} and of ${others.columns} numbers. Give two sets of one kind.`,
    );
  }
  if (!Number.isInteger(k) || k < 1 || own.rows <= k) {
    throw new RangeError(
      `coverage: k is ${k} with ${own.rows} real samples. Give a whole number from 1, and more samples than k.`,
    );
  }
  let covered = 0;
  for (let i = 0; i < own.rows; i++) {
    const radius = kthSmallest(squares(own, i, own), k + 1); // the sample itself, at 0, comes first
    if (squares(own, i, others).some((square) => square < radius)) covered += 1;
  }
  return covered / own.rows;
}

/** What `coverage` is on average for two sets of one distribution. */
export function expectedCoverage(real: number, generated: number, k = 5): number {
  let missed = 1;
  for (let j = 1; j <= k; j++) missed *= (real - j) / (real + generated - j);
  return 1 - missed;
}

/** Squared distances of row i to all rows of the other matrix. */
function squares(from: Matrix, i: number, to: Matrix): Float64Array {
  const { columns } = from;
  const result = new Float64Array(to.rows);
  for (let j = 0; j < to.rows; j++) {
    let sum = 0;
    for (let c = 0; c < columns; c++) sum += (from.data[i * columns + c]! - to.data[j * columns + c]!) ** 2;
    result[j] = sum;
  }
  return result;
}

function kthSmallest(values: Float64Array, k: number): number {
  return Float64Array.from(values).sort()[k - 1]!;
}
