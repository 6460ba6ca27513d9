import { tf } from "../engine/tf";
import type { GanLoss } from "./types";

/**
 * Hinge loss: the discriminator works only on pictures that are not yet on their side of a margin of 1.
 *
 *     discriminator: mean(relu(1 - real)) + mean(relu(1 + fake))
 *     generator:     -mean(fake)
 *
 * @see Lim and Ye (2017), Geometric GAN, arXiv:1705.02894; Miyato et al. (2018), arXiv:1802.05957.
 */
export const hinge: GanLoss = {
  name: "hinge",
  discriminator: (realLogits, fakeLogits) =>
    tf.tidy(() => tf.add(tf.mean(tf.relu(tf.sub(1, realLogits))), tf.mean(tf.relu(tf.add(1, fakeLogits))))),
  generator: (fakeLogits) => tf.tidy(() => tf.neg(tf.mean<tf.Scalar>(fakeLogits))),
};
