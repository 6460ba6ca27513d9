/** Nearest neighbours: which training pictures a generated one is most like, in pixels or in features. */
import { tf } from "../engine/tf";
import type { FeatureExtractor } from "./features";
import type { PictureSource } from "./pictures";

export interface Neighbour {
  /** Number of the reference picture in its source. */
  index: number;
  /** Euclidean distance: of all pixel values in [-1, 1], or of the features. 0 is a copy. */
  distance: number;
}

export interface NearestNeighboursOptions {
  /** Neighbours for each query. */
  count?: number;
  /** Compare features instead of pixels. */
  extractor?: FeatureExtractor;
}

/** Reference pictures that are compared at once. */
const chunkSize = 1000;

/**
 * The nearest reference pictures of each query, nearest first.
 *
 * @param queries Pictures [n, height, width, channels] in [-1, 1]; not disposed.
 * @param references Where to look, such as `realPictures(dataset)`.
 * @returns One list a query.
 */
export async function nearestNeighbours(
  queries: tf.Tensor4D,
  references: PictureSource,
  { count = 5, extractor }: NearestNeighboursOptions = {},
): Promise<Neighbour[][]> {
  if (count < 1 || count > references.size) {
    throw new RangeError(`nearestNeighbours: count is ${count}. Give a number from 1 to ${references.size}.`);
  }
  const points = (images: tf.Tensor4D) =>
    tf.tidy(() => extractor?.features(images) ?? images.reshape<tf.Tensor2D>([images.shape[0], -1]).clone());
  const own = points(queries);
  const best: Neighbour[][] = Array.from({ length: queries.shape[0] }, () => []);
  for (let from = 0; from < references.size; from += chunkSize) {
    const images = references.images(from, Math.min(references.size, from + chunkSize));
    const others = points(images);
    const found = nearestOf(own, others, Math.min(count, others.shape[0]));
    best.forEach((list, query) => {
      const merged = [
        ...list,
        ...found[query]!.map(({ index, distance }) => ({ index: from + index, distance })),
      ];
      best[query] = merged.sort((a, b) => a.distance - b.distance || a.index - b.index).slice(0, count);
    });
    tf.dispose([images, others]);
    await new Promise(setImmediate);
  }
  own.dispose();
  return best;
}

/**
 * |q - r|^2 = |q|^2 + |r|^2 - 2 q . r finds candidates fast, but in float32 it loses the small distances, which matter
 * most: a copy would not come out as 0. So the best few are measured again, directly and in float64.
 */
function nearestOf(queries: tf.Tensor2D, references: tf.Tensor2D, count: number): Neighbour[][] {
  const candidates = Math.min(references.shape[0], count + 8);
  const { indices, queryValues, referenceValues } = {
    indices: tf.tidy(() => {
      const squares = tf.square(references).sum(1);
      const closeness = tf.matMul(queries, references, false, true).mul(2).sub(squares);
      return tf.topk(closeness, candidates).indices.dataSync();
    }),
    queryValues: queries.dataSync(),
    referenceValues: references.dataSync(),
  };
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

function euclidean(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum);
}
