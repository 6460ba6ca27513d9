/** Nearest neighbours: which training pictures a generated one is most like, in pixels or in features. */
import { tf } from "../engine/tf";
import type { FeatureExtractor } from "./features";
import { nearestRows, type Neighbour } from "./nearest-rows";
import type { PictureSource } from "./pictures";

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
    const found = nearestRows(own, others, Math.min(count, others.shape[0]));
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
