import { tf } from "../engine/tf";
import type { GanLoss } from "./types";

/**
 * Least squares: the logits themselves are drawn to 1 for real pictures and to 0 for fakes.
 *
 *     discriminator: 1/2 mean((real - 1)^2) + 1/2 mean(fake^2)
 *     generator:     1/2 mean((fake - 1)^2)
 *
 * The paper's 0-1 coding (a = 0, b = c = 1). A logit far on the right side still has a gradient, which pulls fakes
 * towards the border between the two.
 *
 * @see Mao et al. (2017), Least squares generative adversarial networks, equation 9, arXiv:1611.04076.
 */
export const leastSquares: GanLoss = {
  name: "least-squares",
  discriminator: (realLogits, fakeLogits) =>
    tf.tidy(() => tf.add(halfMeanSquare(tf.sub(realLogits, 1)), halfMeanSquare(fakeLogits))),
  generator: (fakeLogits) => tf.tidy(() => halfMeanSquare(tf.sub(fakeLogits, 1))),
};

function halfMeanSquare(x: tf.Tensor): tf.Scalar {
  return tf.mul(tf.mean(tf.mul(x, x)), 0.5);
}
