/**
 * Pictures that no network made: what a score says of them tells what the score is worth. A generator that does not
 * beat a Gaussian over pixels has learned no more than averages.
 *
 * All are fitted to the same sample of a data set, held as one matrix X [n, pixels], with mean m and Xc = X - m.
 */
import type { Dataset, ImageShape } from "../datasets/types";
import { randomNormal } from "../engine/random";
import { rng } from "../engine/rng";
import { tf } from "../engine/tf";
import type { PictureSource } from "./pictures";
import { principalDirections } from "./principal-directions";

export interface BaselineOptions {
  /** Pictures to give. */
  size: number;
  seed: number;
}

export interface PictureBaselines {
  /** Pictures that the baselines were fitted to. */
  readonly fittedTo: number;
  /** The mean of the pictures, over and over. */
  meanPicture(options: BaselineOptions): PictureSource;
  /** Each number on its own: N(mean, variance) of that pixel and channel. */
  perPixelGaussian(options: BaselineOptions): PictureSource;
  /** The full Gaussian, projected on the `components` directions of largest variance around the mean. */
  pcaGaussian(options: BaselineOptions & { components: number }): PictureSource;
  /** N(m, Xc^T Xc / (n - 1)): every mean and every covariance of two pixels is that of the sample. */
  fullGaussian(options: BaselineOptions): PictureSource;
  /** Frees the matrix that they share. */
  dispose(): void;
}

/**
 * Fits the baselines to `sampleSize` pictures drawn from the data set.
 *
 * The full Gaussian needs no factor of its covariance: with g ~ N(0, I) of length n, m + Xc^T g / sqrt(n - 1) has
 * exactly that covariance. What leaves [-1, 1] is cut off, as it would be when saved as a picture.
 *
 * @param sampleSize More than the numbers in a picture (3,072 for CIFAR-10), or the covariance has no full rank.
 * @throws RangeError when the data set has not so many pictures.
 */
export function fitBaselines(
  dataset: Dataset,
  { sampleSize, seed }: { sampleSize: number; seed: number },
): PictureBaselines {
  if (sampleSize < 2 || sampleSize > dataset.size) {
    throw new RangeError(
      `fitBaselines: sampleSize is ${sampleSize}. Give a number from 2 to ${dataset.size}, the size of ${dataset.name}.`,
    );
  }
  const places = rng(seed).stream("baselines").permutation(dataset.size).subarray(0, sampleSize);
  const { mean, centred } = tf.tidy(() => {
    const samples = dataset.images(places).reshape<tf.Tensor2D>([sampleSize, -1]);
    const mean = samples.mean<tf.Tensor2D>(0, true);
    return { mean, centred: tf.sub<tf.Tensor2D>(samples, mean) };
  });
  const deviation = tf.tidy(() =>
    tf.sqrt<tf.Tensor2D>(
      tf
        .square(centred)
        .sum(0, true)
        .div<tf.Tensor2D>(sampleSize - 1),
    ),
  );
  const owned: tf.Tensor[] = [mean, centred, deviation];
  const width = mean.shape[1];
  const source = (
    { size, seed }: BaselineOptions,
    deviate: (count: number, seed: [number, number]) => tf.Tensor2D,
  ) => around(mean, { size, seed, imageShape: dataset.imageShape, deviate });
  const mix = (count: number, pair: [number, number]) =>
    tf
      .matMul<tf.Tensor2D>(randomNormal([count, sampleSize], pair), centred)
      .div<tf.Tensor2D>(Math.sqrt(sampleSize - 1));
  return {
    fittedTo: sampleSize,
    meanPicture: (options) => source(options, (count) => tf.zeros([count, width])),
    perPixelGaussian: (options) =>
      source(options, (count, pair) =>
        tf.mul<tf.Tensor2D>(randomNormal<tf.Rank.R2>([count, width], pair), deviation),
      ),
    pcaGaussian: ({ components, ...options }) => {
      const directions = principalDirections(centred, { components, seed: options.seed });
      owned.push(directions);
      return source(options, (count, pair) =>
        tf.matMul<tf.Tensor2D>(tf.matMul<tf.Tensor2D>(mix(count, pair), directions), directions, false, true),
      );
    },
    fullGaussian: (options) => source(options, mix),
    dispose: () => tf.dispose(owned),
  };
}

/** A few pictures of a data set, over and over: what a generator gives that has learned them by heart. */
export function repeatedPictures(
  dataset: Dataset,
  { pictures, size, seed }: BaselineOptions & { pictures: number },
): PictureSource {
  const places = rng(seed).stream("repeated").permutation(dataset.size).subarray(0, pictures);
  return {
    size,
    images: (from, to) =>
      dataset.images(Uint32Array.from({ length: to - from }, (_, i) => places[(from + i) % pictures]!)),
  };
}

interface Around extends BaselineOptions {
  imageShape: ImageShape;
  deviate: (count: number, seed: [number, number]) => tf.Tensor2D;
}

function around(mean: tf.Tensor2D, { size, seed, imageShape, deviate }: Around): PictureSource {
  return {
    size,
    images: (from, to) =>
      tf.tidy(() => {
        const pair = rng(seed).stream("pictures", from, to).seedPair();
        const flat = tf.add(mean, deviate(to - from, pair));
        return tf.clipByValue(flat, -1, 1).reshape<tf.Tensor4D>([to - from, ...imageShape]);
      }),
  };
}
