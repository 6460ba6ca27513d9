/** A learning rate that stays, or one that changes with the step. */

/**
 * A learning rate that changes in a straight line: `from` up to step `start`, then towards `to`, which it reaches at
 * step `end` and keeps. Steps are counted as done, so that the first step of a run has rate `from` with `start` 0, and
 * with `to` 0 and `end` the length of the run the last step still has a little.
 *
 * Two Adams that play against each other never come to rest at a constant rate; a rate that falls to 0 lets them.
 */
export interface LinearRate {
  from: number;
  to: number;
  /** Steps done when the change begins; 0 when left out. */
  start?: number;
  /** Steps done when it is over. */
  end: number;
}

export type LearningRate = number | LinearRate;

/**
 * The rate of the step that comes after `stepsDone` steps:
 *
 *     from + (to - from) * (stepsDone - start) / (end - start), with the fraction held in [0, 1]
 */
export function learningRateAt(rate: LearningRate, stepsDone: number): number {
  if (typeof rate === "number") return rate;
  const { from, to, start = 0, end } = rate;
  const share = Math.min(1, Math.max(0, (stepsDone - start) / (end - start)));
  return from + (to - from) * share;
}

/** Whether it is a rate above 0, or a line between two rates of which the first is above 0. */
export function isLearningRate(rate: LearningRate): boolean {
  const isRate = (value: number) => value >= 0 && value < Infinity;
  if (typeof rate === "number") return isRate(rate) && rate > 0;
  const { from, to, start = 0, end } = rate;
  return isRate(from) && from > 0 && isRate(to) && start >= 0 && end > start && end < Infinity;
}
