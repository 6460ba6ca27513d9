/** Vanishing gradient: how much of the discriminator's opinion reaches the samples. */
import { tf } from "../../engine/tf";
import type { GanLoss } from "../../losses/types";

export interface GeneratorSignal {
  /** Mean length of d logit / d x at the samples: whether the discriminator has a slope there at all. */
  slope: number;
  /** Mean size of d loss / d logit, one sample at a time: how much of the slope the loss lets through. */
  passed: number;
  /** Mean length of d loss / d x, the product of the two for each sample: what the generator learns from. */
  signal: number;
}

/**
 * The gradient that reaches each generated sample x, taken apart by the chain rule:
 *
 *     d L / d x = (d L / d logit) (d logit / d x)
 *
 * with L the loss of one sample (the batch's loss is a mean; its gradient is divided by the batch). With D = sigmoid(logit) the first factor has the
 * size D for the saturating loss, 1 - D for the non-saturating one, |logit - 1| for least squares, and 1 for Wasserstein
 * and hinge.
 *
 * @param discriminator Samples [batch, ...] -> logits [batch, 1].
 * @param samples Generated pictures or points; not disposed.
 */
export function generatorSignal(
  discriminator: (samples: tf.Tensor) => tf.Tensor,
  loss: GanLoss,
  samples: tf.Tensor,
): GeneratorSignal {
  return tf.tidy(() => {
    const batch = samples.shape[0];
    const logits = discriminator(samples) as tf.Tensor2D;
    const slopes = tf.grad((x) => tf.sum(discriminator(x)))(samples);
    const pushes = tf.mul(tf.grad((x) => loss.generator(x as tf.Tensor2D))(logits), batch);
    const lengths = tf.norm(tf.reshape(slopes, [batch, -1]), "euclidean", 1);
    const sizes = tf.abs(tf.reshape(pushes, [batch]));
    const mean = (x: tf.Tensor) => tf.mean(x).dataSync()[0]!;
    return { slope: mean(lengths), passed: mean(sizes), signal: mean(tf.mul(lengths, sizes)) };
  });
}
