import { tf } from "../engine/tf";
import type { GanLoss } from "./types";

/**
 * The loss with which GANs are trained in practice, and the article's: binary cross-entropy for both players, with
 * the discriminator's sigmoid inside the loss. With D = sigmoid(logit):
 *
 *     discriminator: -mean(log D(x)) - mean(log(1 - D(G(z)))) = mean(softplus(-real)) + mean(softplus(fake))
 *     generator:     -mean(log D(G(z)))                       = mean(softplus(-fake))
 *
 * softplus(a) = log(1 + e^a) is finite for every float32 logit, where log(sigmoid(a)) is not. The sum of the two
 * discriminator terms is twice Keras's mean over the joined batch. At logits 0: 2 log 2 and log 2.
 *
 * @see Goodfellow et al. (2014), Generative adversarial nets, section 3, arXiv:1406.2661.
 */
export const nonSaturating: GanLoss = {
  name: "non-saturating",
  discriminator: (realLogits, fakeLogits) =>
    tf.tidy(() => tf.add(tf.mean(tf.softplus(tf.neg(realLogits))), tf.mean(tf.softplus(fakeLogits)))),
  generator: (fakeLogits) => tf.tidy(() => tf.mean(tf.softplus(tf.neg(fakeLogits)))),
};
