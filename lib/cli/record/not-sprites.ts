/** Pictures that are no sprites, for a classifier that must know when to say "none of them". */
import type { Rng } from "../../engine/rng";
import { randomNormal, randomUniform } from "../../engine/random";
import { tf } from "../../engine/tf";
import { buildDcgan } from "../../models/dcgan";
import type { Gan } from "../../models/types";

/** The ways in which `notSprites` makes a picture. */
export const notSpriteKinds = ["noise", "clouds", "blend", "shuffle", "mean", "untrained"] as const;
export type NotSpriteKind = (typeof notSpriteKinds)[number];

/**
 * Pictures of one kind, made out of real sprites where the kind needs them:
 *
 * - noise: each number at random, around the sprites' mean with a random spread;
 * - clouds: noise on a coarse grid, enlarged smoothly;
 * - blend: the mean of two sprites, in which neither is to be seen as it was;
 * - shuffle: a sprite cut into 64 tiles, in random order;
 * - mean: the mean of 16 sprites;
 * - untrained: what a DCGAN with fresh weights gives.
 *
 * @param images Real sprites [n, 32, 32, 3]; not disposed.
 * @returns [n, 32, 32, 3] in [-1, 1]; the caller disposes.
 */
export function notSprites(images: tf.Tensor4D, kind: NotSpriteKind, stream: Rng): tf.Tensor4D {
  return tf.tidy(() => tf.clipByValue(makers[kind](images, stream), -1, 1));
}

const makers: Record<NotSpriteKind, (images: tf.Tensor4D, stream: Rng) => tf.Tensor4D> = {
  noise: (images, stream) => {
    const spread = randomUniform<tf.Rank.R4>([images.shape[0], 1, 1, 1], stream.seedPair()).mul(1.2).add(0.1);
    return tf.add(
      tf.mean(images, 0, true),
      spread.mul(randomNormal<tf.Rank.R4>(images.shape, stream.seedPair())),
    );
  },
  clouds: (images, stream) => {
    const [n, height, width, channels] = images.shape;
    const cells = 2 + stream.integer(11);
    const coarse = randomNormal<tf.Rank.R4>([n, cells, cells, channels], stream.seedPair()).mul<tf.Tensor4D>(
      0.5,
    );
    return tf.add(tf.mean(images, 0, true), tf.image.resizeBilinear(coarse, [height, width]));
  },
  blend: (images) => tf.add<tf.Tensor4D>(images, tf.reverse(images, 0)).div(2),
  shuffle: (images, stream) => shuffleTiles(images, stream),
  mean: (images, stream) => {
    const picks = Array.from({ length: 16 }, () => tf.gather(images, randomOrder(images.shape[0], stream)));
    return tf.addN(picks).div(16);
  },
  untrained: (images, stream) => {
    const [n, height, width, channels] = images.shape;
    const form = stream.integer(2) === 0 ? "article" : "paper";
    const gan = buildDcgan({ imageShape: [height, width, channels], width: 8, form, seed: stream.uint32() });
    const pictures = untrainedPictures(gan, n, stream);
    gan.dispose();
    return pictures;
  },
};

/** In inference mode or with the statistics of the batch, at random: chapters look at both. */
function untrainedPictures(gan: Gan, count: number, stream: Rng): tf.Tensor4D {
  const z = stream.normalTensor(count, gan.latentSize);
  return gan.generator.apply(z, { training: stream.integer(2) === 0 }) as tf.Tensor4D;
}

/** One order of the tiles for the whole batch; each tile is 4 pixels wide and high. */
function shuffleTiles(images: tf.Tensor4D, stream: Rng): tf.Tensor4D {
  const [n, height, width, channels] = images.shape;
  const [rows, columns] = [height / 4, width / 4];
  const tiles = images.reshape([n, rows, 4, columns, 4, channels]).transpose([0, 1, 3, 2, 4, 5]);
  const order = randomOrder(rows * columns, stream);
  const shuffled = tf.gather(tiles.reshape([n, rows * columns, 4, 4, channels]), order, 1);
  return shuffled
    .reshape([n, rows, columns, 4, 4, channels])
    .transpose([0, 1, 3, 2, 4, 5])
    .reshape(images.shape);
}

function randomOrder(size: number, stream: Rng): tf.Tensor1D {
  return tf.tensor1d(Int32Array.from(stream.permutation(size)), "int32");
}
