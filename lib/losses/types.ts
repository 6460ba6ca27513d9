/**
 * The one shape of a GAN loss. A discriminator gives logits [batch, 1], any real number; higher means more real.
 * Both functions give a scalar to be minimised, owned by the caller; they do not dispose their arguments.
 */
import type { tf } from "../engine/tf";

export interface GanLoss {
  readonly name: string;
  readonly discriminator: (realLogits: tf.Tensor2D, fakeLogits: tf.Tensor2D) => tf.Scalar;
  readonly generator: (fakeLogits: tf.Tensor2D) => tf.Scalar;
}
