/**
 * What the Fréchet distance of two finite samples of one and the same Gaussian is on average, to first order in 1/m, 1/n:
 *
 *     (1/m + 1/n) sum_i v_i  +  (1/(m - 1) + 1/(n - 1)) / 2 * ( sum_i v_i + sum over i != j of v_i v_j / (v_i + v_j) )
 *
 * where v_i are the variances along the principal directions (the eigenvalues of the covariance). The first term is the
 * mean square of the difference of two sample means, and exact for any distribution. The second comes from the second-order
 * expansion of the covariance part, 1/2 sum_ij E_ij^2 / (v_i + v_j), with the variance v_i v_j (1 + [i = j]) (1/(m - 1) +
 * 1/(n - 1)) that the entries of E = S1 - S2 have for Gaussian samples. For d equal variances v and m = n it is
 *
 *     v ( 2d / n + d (d + 1) / (2 (n - 1)) ),
 *
 * so it grows with the square of the number of features. It holds while n is several times d: where it does not, the true
 * value is smaller.
 *
 * @param variances Eigenvalues of the covariance, 0 or more.
 * @param m Samples on one side, 2 or more.
 * @param n Samples on the other side, 2 or more.
 */
export function frechetBias(variances: ArrayLike<number>, m: number, n: number): number {
  if (!(m >= 2 && n >= 2)) {
    throw new RangeError(`frechetBias: ${m} and ${n} samples. Give two or more on each side.`);
  }
  const values = Array.from(variances);
  const bad = values.find((value) => !(value >= 0 && Number.isFinite(value)));
  if (bad !== undefined)
    throw new RangeError(`frechetBias: a variance is ${bad}. Give numbers of 0 or more.`);
  let [total, pairs] = [0, 0];
  values.forEach((v, i) => {
    total += v;
    for (let j = 0; j < i; j++) if (v + values[j]! > 0) pairs += (2 * v * values[j]!) / (v + values[j]!);
  });
  return (1 / m + 1 / n) * total + 0.5 * (1 / (m - 1) + 1 / (n - 1)) * (total + pairs);
}
