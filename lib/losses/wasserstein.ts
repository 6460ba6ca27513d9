import { tf } from "../engine/tf";
import type { GanLoss } from "./types";

/**
 * The critic's estimate of the Wasserstein-1 distance, with its sign turned so that both players minimise.
 *
 *     discriminator (the paper's critic): mean(fake) - mean(real)
 *     generator:                          -mean(fake)
 *
 * It estimates a distance only while the critic is 1-Lipschitz. This file does not see to that: without a gradient
 * penalty, spectral norm or clipped weights the critic's loss falls without end.
 *
 * @see Arjovsky, Chintala and Bottou (2017), Wasserstein GAN, arXiv:1701.07875.
 */
export const wasserstein: GanLoss = {
  name: "wasserstein",
  discriminator: (realLogits, fakeLogits) => tf.tidy(() => tf.sub(tf.mean(fakeLogits), tf.mean(realLogits))),
  generator: (fakeLogits) => tf.tidy(() => tf.neg(tf.mean<tf.Scalar>(fakeLogits))),
};
