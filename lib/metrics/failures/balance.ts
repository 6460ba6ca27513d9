/** What the scores of a training say about the two players. */

export type Balance = "healthy" | "judge won" | "judge gave up" | "growing swings";

/** The two columns of a training's history that are looked at. */
export interface Scores {
  /** Mean D(x) over real samples, in [0, 1]. */
  realScore: number;
  /** Mean D(G(z)), in [0, 1]. */
  fakeScore: number;
}

/**
 * Reads the scores of the last part of a training, a quarter unless `last` says otherwise:
 *
 * - "judge won": D(x) above 0.95 and D(G(z)) below 0.05 in the mean; the generator has little to learn from.
 * - "judge gave up": the mean gap D(x) - D(G(z)) is below 0.02; no opinion, or, rarely, a perfect generator.
 * - "growing swings": the gap scatters at least twice as much in the last part as in the part before it, and by more than 0.1.
 * - "healthy": none of them. It speaks of the scores only: a collapsed generator can have healthy scores.
 *
 * Scores are sigmoids of logits, so this is for the losses that have such logits (not for Wasserstein).
 *
 * @param history One entry a step, as `train` gives it; at least 8.
 * @throws RangeError when it is shorter.
 */
export function readBalance(history: readonly Scores[], last = Math.ceil(history.length / 4)): Balance {
  if (history.length < 8 || last < 2 || 2 * last > history.length) {
    throw new RangeError(
      `readBalance: ${history.length} steps, the last ${last} of them to be read. Give at least 8, and read at most half.`,
    );
  }
  const end = history.slice(-last);
  const before = history.slice(-2 * last, -last);
  const gap = ({ realScore, fakeScore }: Scores) => realScore - fakeScore;
  const [scatter, earlier] = [spread(end.map(gap)), spread(before.map(gap))];
  if (scatter > 0.1 && scatter > 2 * earlier) return "growing swings";
  if (
    mean(end.map(({ realScore }) => realScore)) > 0.95 &&
    mean(end.map(({ fakeScore }) => fakeScore)) < 0.05
  ) {
    return "judge won";
  }
  return Math.abs(mean(end.map(gap))) < 0.02 ? "judge gave up" : "healthy";
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function spread(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}
