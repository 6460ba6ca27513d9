import { tf } from "../engine/tf";

/**
 * R1: how steep the discriminator is at the real data. gamma / 2 times this, added to the discriminator's loss, holds it
 * flat where the generator should end, so that a good generator is not driven away again.
 *
 *     R1 = mean over real x of |d D(x) / d x|^2,     L_D <- L_D + (gamma / 2) R1
 *
 * D is the logit. Unlike the gradient penalty of WGAN-GP it asks for a slope of 0, not of 1, and only at real data. Its gradient by
 * the discriminator's weights is a second derivative.
 *
 * @param discriminator Examples [batch, ...] -> one logit for each, [batch, 1].
 * @param real Real examples; not disposed.
 * @returns A scalar, 0 or more, without the factor gamma / 2; owned by the caller.
 * @see Mescheder, Geiger and Nowozin (2018), Which training methods for GANs do actually converge?, equation 9,
 *   arXiv:1801.04406.
 */
export function r1Penalty<T extends tf.Tensor>(discriminator: (real: T) => tf.Tensor, real: T): tf.Scalar {
  return tf.tidy(() => {
    const slopes = tf.grad((at) => tf.sum(discriminator(at as T)))(real);
    return tf.div(tf.sum(tf.mul(slopes, slopes)), real.shape[0]);
  });
}
