/** The two functions between a logit and a cross-entropy, in float64 and finite for every logit. */

/** sigmoid(a) = 1 / (1 + e^-a): any number becomes a probability. */
export function sigmoid(a: number): number {
  return 1 / (1 + Math.exp(-a));
}

/**
 * softplus(a) = log(1 + e^a), written as max(a, 0) + log(1 + e^-|a|), which never overflows.
 *
 * It is the cross-entropy of a logit: -log sigmoid(a) = softplus(-a), and -log(1 - sigmoid(a)) = softplus(a).
 */
export function softplus(a: number): number {
  return Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a)));
}
