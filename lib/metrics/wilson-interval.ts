/**
 * Interval for a share that was counted: `successes` of `trials`.
 *
 *     (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n),   p = successes / trials, n = trials
 *
 * Unlike p ± z √(p(1-p)/n) it stays inside [0, 1] and is honest for few trials and for shares near 0 and 1.
 *
 * @param z Width in standard deviations; 1.96 gives 95 %.
 * @returns Low and high end, both in [0, 1].
 * @throws RangeError when the counts are not whole numbers with 0 <= successes <= trials and trials >= 1.
 * @see Wilson (1927), Probable inference, the law of succession, and statistical inference.
 */
export function wilsonInterval(successes: number, trials: number, z = 1.959964): [low: number, high: number] {
  const whole = Number.isInteger(successes) && Number.isInteger(trials);
  if (!whole || successes < 0 || trials < 1 || successes > trials) {
    throw new RangeError(
      `wilsonInterval: ${successes} of ${trials} is no count. Give whole numbers, 0 <= successes <= trials.`,
    );
  }
  const share = successes / trials;
  const spread = z * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  const centre = share + (z * z) / (2 * trials);
  const scale = 1 + (z * z) / trials;
  return [Math.max(0, (centre - spread) / scale), Math.min(1, (centre + spread) / scale)];
}
