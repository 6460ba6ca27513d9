/** How fast a run goes, and how long it still takes. */

/** Steps over which the speed is averaged: enough to smooth it, few enough to follow a change. */
const WINDOW = 50;

export interface PaceReport {
  imagesPerSecond: number;
  elapsedSeconds: number;
  secondsLeft: number;
}

export interface Pace {
  /** Call it after each step. */
  tick(stepsLeft: number): PaceReport;
}

/**
 * @param batchSize Pictures a step.
 * @param secondsBefore What a resumed run took before; counts as elapsed, not for the speed.
 * @param now A clock in milliseconds, from any start.
 */
export function startPace({
  batchSize,
  secondsBefore = 0,
  now = () => performance.now(),
}: {
  batchSize: number;
  secondsBefore?: number;
  now?: () => number;
}): Pace {
  const begin = now();
  const times = [begin]; // when the last steps ended, the oldest first
  let ticks = 0;
  return {
    tick(stepsLeft) {
      times.push(now());
      ticks += 1;
      // The first step loads kernels and fills caches, so its time goes out as soon as there is a second one.
      if (ticks === 2 || times.length > WINDOW + 1) times.shift();
      const secondsPerStep = (times.at(-1)! - times[0]!) / 1000 / (times.length - 1);
      return {
        imagesPerSecond: batchSize / secondsPerStep,
        elapsedSeconds: secondsBefore + (times.at(-1)! - begin) / 1000,
        secondsLeft: stepsLeft * secondsPerStep,
      };
    },
  };
}
