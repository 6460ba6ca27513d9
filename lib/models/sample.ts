import { rng } from "../engine/rng";
import { tf } from "../engine/tf";
import type { Gan } from "./types";

/** Pictures made at a time: enough to keep the engine busy, few enough for a small memory. */
const CHUNK = 64;

/** Latents z ~ N(0, I), [count, latentSize]; the first ones are the same whatever the count. The caller disposes. */
export function sampleLatents(gan: Gan, { count, seed }: { count: number; seed: number }): tf.Tensor2D {
  return rng(seed).stream("samples").normalTensor(count, gan.latentSize);
}

/**
 * Pictures for these latents, as after training: batch norm uses its moving statistics, so that a picture depends on
 * its own z only.
 *
 * @param z [count, latentSize], not disposed.
 * @returns [count, height, width, channels] in [-1, 1]; the caller disposes.
 */
export function generateImages(gan: Gan, z: tf.Tensor2D): tf.Tensor4D {
  return gan.generator.predict(z, { batchSize: CHUNK }) as tf.Tensor4D;
}

/** `count` pictures from the latents of a seed, [count, height, width, channels] in [-1, 1]; the caller disposes. */
export function sampleImages(gan: Gan, options: { count: number; seed: number }): tf.Tensor4D {
  return tf.tidy(() => generateImages(gan, sampleLatents(gan, options)));
}
