import { tf } from "../engine/tf";
import { nonSaturating } from "./non-saturating";
import type { GanLoss } from "./types";

/**
 * The minimax value function as both players' loss. With D = sigmoid(logit):
 *
 *     discriminator: as in `nonSaturating`
 *     generator:     mean(log(1 - D(G(z)))) = -mean(softplus(fake))
 *
 * The generator minimises what the discriminator maximises, a true zero-sum game. Its gradient, -D(G(z)) for each
 * logit, vanishes where the discriminator is sure of a fake: when the generator is bad and needs it most.
 *
 * @see Goodfellow et al. (2014), Generative adversarial nets, equation 1, arXiv:1406.2661.
 */
export const saturating: GanLoss = {
  name: "saturating",
  discriminator: nonSaturating.discriminator,
  generator: (fakeLogits) => tf.tidy(() => tf.neg(tf.mean<tf.Scalar>(tf.softplus(fakeLogits)))),
};
