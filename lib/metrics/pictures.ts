/** Many pictures, made or read a few at a time, so that a metric over thousands fits in memory. */
import type { Dataset } from "../datasets/types";
import { rng } from "../engine/rng";
import { tf } from "../engine/tf";
import type { FeatureExtractor } from "./features";
import { stackRows, toMatrix, type Matrix } from "./matrix";

/** Pictures by number, 0 .. size - 1; asked twice for the same numbers it gives the same pictures. */
export interface PictureSource {
  readonly size: number;
  /** Pictures number from .. to - 1, [to - from, height, width, channels] in [-1, 1]; the caller disposes. */
  readonly images: (from: number, to: number) => tf.Tensor4D;
}

/** The pictures of a data set, or those at the places given. */
export function realPictures(
  dataset: Dataset,
  indices: ArrayLike<number> = range(dataset.size),
): PictureSource {
  const places = Uint32Array.from(indices);
  return { size: places.length, images: (from, to) => dataset.images(places.subarray(from, to)) };
}

/**
 * What a generator makes of latents z ~ N(0, I), with its batch norms in inference mode. Picture i depends on the
 * seed and on i alone, not on how many are made at once.
 *
 * @param generator z [n, latentSize] -> pictures.
 */
export function generatedPictures(
  generator: tf.LayersModel,
  { size, seed }: { size: number; seed: number },
): PictureSource {
  const latentSize = generator.inputs[0]!.shape[1]!;
  const latents = (from: number, to: number) => {
    const rows = range(to - from).map((i) => {
      const stream = rng(seed).stream("picture", from + i);
      return Array.from({ length: latentSize }, () => stream.normal());
    });
    return tf.tensor2d(rows, [to - from, latentSize]);
  };
  return {
    size,
    images: (from, to) =>
      tf.tidy(() => generator.apply(latents(from, to), { training: false }) as tf.Tensor4D),
  };
}

/** Features of all pictures, [size, features]; between two groups of pictures the event loop gets a turn. */
export async function featuresOf(
  extractor: FeatureExtractor,
  { size, images }: PictureSource,
  batchSize = 250,
): Promise<Matrix> {
  const parts: Matrix[] = [];
  for (let from = 0; from < size; from += batchSize) {
    const pictures = images(from, Math.min(size, from + batchSize));
    const features = extractor.features(pictures);
    parts.push(toMatrix(features));
    tf.dispose([pictures, features]);
    await new Promise(setImmediate);
  }
  return stackRows(parts);
}

function range(size: number): number[] {
  return Array.from({ length: size }, (_, i) => i);
}
