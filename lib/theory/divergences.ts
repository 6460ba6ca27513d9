/** How far apart two lists of probabilities are, in nats and float64. */

/** Sums that are further from 1 than this are a mistake, not rounding or the tail of a density. */
const SUM_TOLERANCE = 1e-6;

/** Shannon's entropy, -sum p_i log p_i, with 0 log 0 = 0. From 0 (one sure outcome) to log n (n equal ones). */
export function entropy(p: readonly number[]): number {
  checkProbabilities("entropy", p);
  return rawEntropy(p);
}

/**
 * The Kullback-Leibler divergence, KL(p || q) = sum p_i log(p_i / q_i): 0 where p = q, Infinity where p has mass that q has
 * not. Not symmetric.
 */
export function klDivergence(p: readonly number[], q: readonly number[]): number {
  checkPair("klDivergence", p, q);
  return p.reduce((sum, mass, i) => (mass === 0 ? sum : sum + mass * Math.log(mass / q[i]!)), 0);
}

/**
 * The Jensen-Shannon divergence, from entropies: with m = (p + q) / 2,
 *
 *     JSD(p, q) = H(m) - (H(p) + H(q)) / 2 = (KL(p || m) + KL(q || m)) / 2.
 *
 * From 0 (p = q) to log 2 (no outcome in common). For densities give the masses of the cells of a grid: the width of the
 * cells cancels, and the result is the midpoint rule for the integral.
 *
 * @see Lin (1991), Divergence measures based on the Shannon entropy, IEEE Transactions on Information Theory 37, 145.
 */
export function jensenShannon(p: readonly number[], q: readonly number[]): number {
  checkPair("jensenShannon", p, q);
  const middle = p.map((mass, i) => (mass + q[i]!) / 2);
  return rawEntropy(middle) - (rawEntropy(p) + rawEntropy(q)) / 2;
}

/**
 * What is left of the game for the generator when the discriminator is at its best:
 *
 *     C(G) = max over D of V(D, G) = -log 4 + 2 JSD(p, q),   from -log 4 to 0.
 *
 * @see Goodfellow et al. (2014), equations 4 to 6, arXiv:1406.2661.
 */
export function generatorCriterion(p: readonly number[], q: readonly number[]): number {
  return -Math.log(4) + 2 * jensenShannon(p, q);
}

const rawEntropy = (p: readonly number[]) =>
  p.reduce((sum, mass) => (mass === 0 ? sum : sum - mass * Math.log(mass)), 0);

function checkPair(caller: string, p: readonly number[], q: readonly number[]): void {
  checkProbabilities(caller, p);
  checkProbabilities(caller, q);
  if (p.length !== q.length) {
    throw new RangeError(
      `${caller}: the lists have ${p.length} and ${q.length} outcomes. Give two of one length.`,
    );
  }
}

function checkProbabilities(caller: string, p: readonly number[]): void {
  const sum = p.reduce((total, mass) => total + mass, 0);
  if (p.some((mass) => !(mass >= 0)) || !(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
    throw new RangeError(
      `${caller}: expected numbers of 0 or more that add up to 1; these add up to ${sum}. ` +
        "Divide counts by their sum, or make the grid wider.",
    );
  }
}
