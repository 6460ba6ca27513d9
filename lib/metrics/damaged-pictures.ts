/** Real pictures with a known fault: which way a score should move is clear before it is measured. */
import { randomNormal } from "../engine/random";
import { rng } from "../engine/rng";
import { tf } from "../engine/tf";
import type { PictureSource } from "./pictures";

/**
 * Each point becomes the mean of the 3 x 3 points around it (at the border, of those that exist), so many times over.
 *
 * @param passes 0 leaves the pictures as they are.
 */
export function blurredPictures({ size, images }: PictureSource, passes: number): PictureSource {
  const blur = (pictures: tf.Tensor4D) =>
    Array.from({ length: passes }).reduce<tf.Tensor4D>((now) => tf.avgPool(now, 3, 1, "same"), pictures);
  return { size, images: (from, to) => tf.tidy(() => blur(images(from, to))) };
}

/** Adds N(0, amount^2) to each number, and cuts off what leaves [-1, 1]. Picture i has noise of its own. */
export function noisyPictures(
  { size, images }: PictureSource,
  { amount, seed }: { amount: number; seed: number },
): PictureSource {
  const noise = (from: number, to: number, shape: number[]) =>
    tf.stack(
      Array.from({ length: to - from }, (_, i) =>
        randomNormal(
          shape,
          rng(seed)
            .stream("noise", from + i)
            .seedPair(),
        ),
      ),
    );
  return {
    size,
    images: (from, to) =>
      tf.tidy(() => {
        const pictures = images(from, to);
        const changed = tf.add(pictures, noise(from, to, pictures.shape.slice(1)).mul(amount));
        return tf.clipByValue(changed, -1, 1) as tf.Tensor4D;
      }),
  };
}
