/** Mean and covariance of features, gathered a few pictures at a time and in float64. */
import type { tf } from "../engine/tf";
import type { FeatureExtractor } from "./features";
import { toMatrix, type Matrix } from "./matrix";
import type { PictureSource } from "./pictures";

/**
 * Mean and covariance of samples that need not be in memory together.
 *
 * Each batch is centred at its own mean, and two groups are joined by
 *
 *     mean    = mean_a + delta n_b / n,                delta = mean_b - mean_a,  n = n_a + n_b
 *     scatter = scatter_a + scatter_b + delta delta^T n_a n_b / n
 *
 * so that no large sum of squares is taken from another. The order of the batches matters only to rounding.
 *
 * @see Chan, Golub and LeVeque (1983), Algorithms for computing the sample variance, The American Statistician 37.
 */
export class FeatureStatistics {
  /** Samples so far. */
  count = 0;
  /** [size] */
  readonly mean: Float64Array;
  /** Sum of (x - mean)(x - mean)^T, [size, size]; only the part on and right of the diagonal is kept up. */
  readonly #scatter: Float64Array;

  /** @param size Features of a sample. */
  constructor(readonly size: number) {
    if (!Number.isInteger(size) || size < 1) {
      throw new RangeError(`FeatureStatistics: size is ${size}. Give the number of features, 1 or more.`);
    }
    this.mean = new Float64Array(size);
    this.#scatter = new Float64Array(size * size);
  }

  /**
   * Takes in more samples.
   *
   * @param samples [n, size]; a tensor stays the caller's.
   * @throws RangeError when the width differs, or a number is not finite.
   */
  add(samples: tf.Tensor2D | Matrix): this {
    const matrix = toMatrix(samples);
    if (matrix.columns !== this.size) {
      throw new RangeError(
        `FeatureStatistics: ${matrix.columns} features a sample came, but ${this.size} before. Use one extractor.`,
      );
    }
    if (matrix.rows === 0) return this;
    const batchMean = meanOf(matrix);
    addScatter(this.#scatter, centredRows(matrix, batchMean), this.size);
    const total = this.count + matrix.rows;
    const delta = batchMean.map((value, i) => value - this.mean[i]!);
    const pull = Math.sqrt((this.count * matrix.rows) / total);
    addScatter(this.#scatter, [delta.map((value) => value * pull)], this.size);
    for (let i = 0; i < this.size; i++) this.mean[i]! += (delta[i]! * matrix.rows) / total;
    this.count = total;
    return this;
  }

  /**
   * The unbiased covariance, scatter / (n - 1), [size, size].
   *
   * @throws RangeError for fewer than two samples.
   */
  covariance(): Matrix {
    const { size, count } = this;
    if (count < 2) throw new RangeError(`FeatureStatistics: ${count} samples came. A covariance needs two.`);
    const data = new Float64Array(size * size);
    for (let i = 0; i < size; i++) {
      for (let j = i; j < size; j++) {
        data[i * size + j] = data[j * size + i] = this.#scatter[i * size + j]! / (count - 1);
      }
    }
    return { rows: size, columns: size, data };
  }
}

/** Mean and covariance of the features of all pictures; no more than one batch is in memory. */
export async function statisticsOf(
  extractor: FeatureExtractor,
  { size, images }: PictureSource,
  batchSize = 250,
): Promise<FeatureStatistics> {
  const statistics = new FeatureStatistics(extractor.size);
  for (let from = 0; from < size; from += batchSize) {
    const pictures = images(from, Math.min(size, from + batchSize));
    const features = extractor.features(pictures);
    statistics.add(features);
    pictures.dispose();
    features.dispose();
    await new Promise(setImmediate);
  }
  return statistics;
}

/** Mean of the rows, in float64. */
export function meanOf({ rows, columns, data }: Matrix): Float64Array {
  const mean = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < columns; i++) mean[i]! += data[row * columns + i]!;
  }
  return mean.map((sum) => sum / rows);
}

/** Each row less the mean, in float64. */
export function centredRows({ rows, columns, data }: Matrix, mean: Float64Array): Float64Array[] {
  return Array.from({ length: rows }, (_, row) =>
    Float64Array.from(mean, (value, i) => data[row * columns + i]! - value),
  );
}

/** Adds x x^T of each row, on and right of the diagonal. */
function addScatter(scatter: Float64Array, rows: Float64Array[], size: number): void {
  for (const row of rows) {
    for (let i = 0; i < size; i++) {
      const factor = row[i]!;
      if (factor === 0) continue;
      for (let j = i, at = i * size + i; j < size; j++, at++) scatter[at]! += factor * row[j]!;
    }
  }
}
