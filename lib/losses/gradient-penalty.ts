import { tf } from "../engine/tf";

/** Under the root, so that a critic that is flat has a gradient too; far below any slope that counts. */
const TINY = 1e-12;

/**
 * Gradient penalty: how far the critic's slopes are from 1 at points between real pictures and fakes. Ten times this,
 * added to the critic's loss, keeps the critic about 1-Lipschitz, so that the Wasserstein loss estimates a distance.
 *
 *     x^ = share x + (1 - share) G(z)        penalty = mean over x^ of (|d critic(x^) / d x^| - 1)^2
 *
 * Its gradient by the critic's weights is a second derivative. Batch norm in the critic would mix the slopes of the
 * pictures of a batch (section 4 of the paper): use a critic without.
 *
 * @param critic Pictures [batch, height, width, channels], or points [batch, 2] -> one number for each, [batch, 1].
 * @param real Real pictures, and `fake` ones of the same shape; neither is disposed.
 * @param share One number in [0, 1) for each picture, uniform, [batch, 1, 1, 1], or [batch, 1] for points; not disposed.
 * @returns A scalar, 0 or more; owned by the caller.
 * @see Gulrajani et al. (2017), Improved training of Wasserstein GANs, equation 3, arXiv:1704.00028.
 */
export function gradientPenalty<T extends tf.Tensor>(
  critic: (images: T) => tf.Tensor,
  { real, fake, share }: { real: T; fake: T; share: tf.Tensor },
): tf.Scalar {
  return tf.tidy(() => {
    const between = tf.add(fake, tf.mul(share, tf.sub(real, fake)));
    const slopes = tf.grad((at) => tf.sum(critic(at as T)))(between);
    const axes = slopes.shape.map((_, axis) => axis).slice(1);
    const steepness = tf.sqrt(tf.add(tf.sum(tf.square(slopes), axes), TINY));
    return tf.mean(tf.square(tf.sub(steepness, 1)));
  });
}
