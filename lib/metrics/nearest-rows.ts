/** The nearest points of a set, by Euclidean distance. */
import { tf } from "../engine/tf";

export interface Neighbour {
  /** Number of the reference picture in its source. */
  index: number;
  /** Euclidean distance: of all pixel values in [-1, 1], or of the features. 0 is a copy. */
  distance: number;
}

/**
 * The `count` nearest references of each query, nearest first.
 *
 * |q - r|^2 = |q|^2 + |r|^2 - 2 q . r finds candidates fast, but in float32 it loses the small distances, which matter
 * most: a copy would not come out as 0. So the best few are measured again, directly and in float64.
 *
 * @param queries [m, d]; not disposed.
 * @param references [n, d], n >= count; not disposed.
 */
export function nearestRows(queries: tf.Tensor2D, references: tf.Tensor2D, count: number): Neighbour[][] {
  const candidates = Math.min(references.shape[0], count + 8);
  const indices = tf.tidy(() => {
    const squares = tf.square(references).sum(1);
    const closeness = tf.matMul(queries, references, false, true).mul(2).sub(squares);
    return tf.topk(closeness, candidates).indices.dataSync();
  });
  const [queryValues, referenceValues] = [queries.dataSync(), references.dataSync()];
  const width = queries.shape[1];
  return Array.from({ length: queries.shape[0] }, (_, query) => {
    const q = queryValues.subarray(query * width, (query + 1) * width);
    const list = Array.from(indices.subarray(query * candidates, (query + 1) * candidates), (index) => {
      const r = referenceValues.subarray(index * width, (index + 1) * width);
      return { index, distance: euclidean(q, r) };
    });
    return list.sort((a, b) => a.distance - b.distance || a.index - b.index).slice(0, count);
  });
}

export function euclidean(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum);
}
