/** The directions in which samples vary most. */
import { randomNormal } from "../engine/random";
import { rng } from "../engine/rng";
import { tf } from "../engine/tf";

/** Rounds of multiplication; the error of direction k shrinks each round by the ratio of two variances. */
const rounds = 8;

/** A column of a float32 product that is shorter than this share of what it was holds rounding, no direction. */
const float32Rounding = 1e-6;

/**
 * The `components` directions of largest variance, found by subspace iteration: multiply a random basis by
 * X^T X, make it orthonormal, repeat.
 *
 * @param centred Samples less their mean, [n, d]; not disposed.
 * @returns [d, components], orthonormal columns; the caller disposes.
 * @see Halko, Martinsson and Tropp (2011), Finding structure with randomness, algorithm 4.4.
 */
export function principalDirections(
  centred: tf.Tensor2D,
  { components, seed }: { components: number; seed: number },
): tf.Tensor2D {
  const [, width] = centred.shape;
  const columns = Math.min(width, components + 16); // a few more than asked for make the last ones exact sooner
  return tf.tidy(() => {
    let basis = randomNormal<tf.Rank.R2>([width, columns], rng(seed).stream("directions").seedPair());
    for (let round = 0; round < rounds; round++) {
      const product = tf.matMul<tf.Tensor2D>(centred, tf.matMul(centred, basis), true, false);
      basis = orthonormal(product);
    }
    return sortedByVariance(centred, basis).slice([0, 0], [width, components]);
  });
}

/** Turns the basis so that its columns are the directions themselves, the largest variance first. */
function sortedByVariance(centred: tf.Tensor2D, basis: tf.Tensor2D): tf.Tensor2D {
  const seen = tf.matMul(centred, basis);
  const small = tf.matMul<tf.Tensor2D>(seen, seen, true, false);
  let turn = orthonormal(small);
  for (let round = 0; round < 30; round++) turn = orthonormal(tf.matMul<tf.Tensor2D>(small, turn));
  return tf.matMul<tf.Tensor2D>(basis, turn);
}

/**
 * Gram and Schmidt, in float64 and twice, which keeps the columns orthogonal to rounding (Giraud et al., 2005). Samples
 * that fill fewer directions than there are columns leave nothing but rounding in the last ones; those become 0.
 */
function orthonormal(matrix: tf.Tensor2D): tf.Tensor2D {
  const [rows, columns] = matrix.shape;
  const vectors = columnsOf(matrix.transpose<tf.Tensor2D>());
  for (const [k, vector] of vectors.entries()) {
    const before = length(vector);
    for (let pass = 0; pass < 2; pass++) {
      for (let j = 0; j < k; j++) addMultiple(vector, vectors[j]!, -dot(vector, vectors[j]!));
    }
    const left = length(vector);
    const scale = left > float32Rounding * before ? 1 / left : 0;
    for (let i = 0; i < rows; i++) vector[i]! *= scale;
  }
  const values = new Float32Array(rows * columns);
  vectors.forEach((vector, k) => values.set(vector, k * rows));
  return tf.tensor2d(values, [columns, rows]).transpose<tf.Tensor2D>();
}

function columnsOf(transposed: tf.Tensor2D): Float64Array[] {
  const [columns, rows] = transposed.shape;
  const values = transposed.dataSync();
  return Array.from({ length: columns }, (_, k) =>
    Float64Array.from(values.subarray(k * rows, (k + 1) * rows)),
  );
}

function length(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function addMultiple(target: Float64Array, source: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i]! += factor * source[i]!;
}
