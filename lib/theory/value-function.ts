/**
 * The value function of a GAN, and the discriminator that is best for it, in float64.
 *
 *     V(D, G) = E[x ~ p] log D(x) + E[x ~ q] log(1 - D(x))          p: data, q: what the generator makes
 *
 * A discriminator stands here as its logit a(x), D = sigmoid(a), so that nothing is lost where D is near 0 or 1.
 *
 * @see Goodfellow et al. (2014), Generative adversarial nets, equation 1 and section 4, arXiv:1406.2661.
 */
import type { Density } from "./densities";

/** log(1 + e^a), finite for every a. */
export function softplus(a: number): number {
  return Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a)));
}

/** 1 / (1 + e^-a). */
export function sigmoid(a: number): number {
  return a >= 0 ? 1 / (1 + Math.exp(-a)) : Math.exp(a) / (1 + Math.exp(a));
}

/** The logit of the best discriminator: log p(x) - log q(x). NaN where neither density is: there any value is best. */
export function optimalLogit(p: Density, q: Density): (x: number) => number {
  return (x) => p.logPdf(x) - q.logPdf(x);
}

/** The best discriminator, p(x) / (p(x) + q(x)) (proposition 1), right also where both densities underflow. */
export function optimalDiscriminator(p: Density, q: Density): (x: number) => number {
  const logit = optimalLogit(p, q);
  return (x) => sigmoid(logit(x));
}

/**
 * V from masses: sum of p_i log D_i + q_i log(1 - D_i).
 *
 * @param logits a_i, with D_i = sigmoid(a_i), one for each cell. A cell without mass counts nothing, whatever its logit.
 */
export function valueOnMasses(p: readonly number[], q: readonly number[], logits: readonly number[]): number {
  return logits.reduce((sum, a, i) => sum - weighted(p[i]!, softplus(-a)) - weighted(q[i]!, softplus(a)), 0);
}

/**
 * V from samples: mean of log D over real ones plus mean of log(1 - D) over fakes, with its standard error.
 *
 * @throws RangeError when one of them has fewer than two.
 */
export function valueOnSamples(
  realLogits: ArrayLike<number>,
  fakeLogits: ArrayLike<number>,
): { value: number; standardError: number } {
  const real = meanAndVariance(Array.from(realLogits, (a) => -softplus(-a)));
  const fake = meanAndVariance(Array.from(fakeLogits, (a) => -softplus(a)));
  return {
    value: real.mean + fake.mean,
    standardError: Math.sqrt(real.variance / real.count + fake.variance / fake.count),
  };
}

/**
 * The smallest error that a given share of the mass does not exceed: "within 0.02 on 99 % of the mass" is
 * `errorOnMass(errors, masses, 0.99) <= 0.02`.
 *
 * @param errors 0 or more, one for each cell; NaN counts as beyond any bound.
 * @param mass   0 or more, one for each cell; divided by its sum.
 */
export function errorOnMass(errors: readonly number[], mass: readonly number[], share: number): number {
  const total = mass.reduce((sum, one) => sum + one, 0);
  const order = errors.map((error, i) => ({ error: Number.isNaN(error) ? Infinity : error, mass: mass[i]! }));
  order.sort((a, b) => a.error - b.error);
  let covered = 0;
  for (const cell of order) {
    covered += cell.mass;
    if (covered >= share * total * (1 - 1e-12)) return cell.error;
  }
  return Infinity;
}

/** 0 times infinity is 0 here: what has no mass counts nothing. */
const weighted = (mass: number, cost: number) => (mass === 0 ? 0 : mass * cost);

function meanAndVariance(values: readonly number[]) {
  const count = values.length;
  if (count < 2)
    throw new RangeError(`valueOnSamples: ${count} samples came. Give two or more of each kind.`);
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  return { count, mean, variance };
}
