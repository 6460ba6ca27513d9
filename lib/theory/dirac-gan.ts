/**
 * The smallest GAN there is. All data lie at 0, the generator makes the one point theta, and the discriminator is a line
 * through 0 with slope psi:
 *
 *     D(x) = sigmoid(psi x)        V(theta, psi) = log D(0) + log(1 - D(theta)) = -log 2 - log(1 + e^(psi theta))
 *
 * At theta = 0 and psi = 0 nobody wants to move. With the penalty (gamma / 2) E[x ~ data] (d logit / dx)^2, called R1, the
 * discriminator maximises V - (gamma / 2) psi^2.
 *
 * @see Mescheder, Geiger and Nowozin (2018), Which training methods for GANs do actually converge?, arXiv:1801.04406. Their
 *      discriminator has the other sign; the paths are the same with psi turned over.
 */
import type { Complex, Field } from "./games";
import { sigmoid } from "./value-function";

export interface DiracOptions {
  /** Weight of the R1 penalty, 0 or more; without it 0. */
  gamma?: number;
  /** "saturating": the generator minimises V; "non-saturating": it minimises -log D(theta). */
  generatorLoss?: "saturating" | "non-saturating";
}

/** The direction of play at [theta, psi]: the generator's number first. */
export function diracField({ gamma = 0, generatorLoss = "saturating" }: DiracOptions = {}): Field {
  return ([theta, psi]) => {
    const fakeScore = sigmoid(psi * theta);
    const push = generatorLoss === "saturating" ? fakeScore : 1 - fakeScore;
    return [push * psi, -fakeScore * theta - gamma * psi];
  };
}

/**
 * The eigenvalues of the field's Jacobian at the equilibrium, in closed form, for either loss of the generator:
 *
 *     lambda = (-gamma +- sqrt(gamma^2 - 1)) / 2,    without penalty +-i / 2,    from [[0, 1/2], [-1/2, -gamma]].
 */
export function diracEigenvalues(gamma: number): [Complex, Complex] {
  const under = gamma ** 2 - 1;
  const root = Math.sqrt(Math.abs(under)) / 2;
  const middle = -gamma / 2;
  return under >= 0
    ? [
        { re: middle + root, im: 0 },
        { re: middle - root, im: 0 },
      ]
    : [
        { re: middle, im: root },
        { re: middle, im: -root },
      ];
}
