/** The progress bar of a training run, on stderr, so that stdout stays free for results. */
import { SingleBar } from "cli-progress";
import type { StepReport } from "../models/step-report";

/** Where stderr is a file, a line now and then says how far the run is. */
const LINE_EVERY_MS = 20_000;

export interface Progress {
  update(report: StepReport): void;
  stop(): void;
}

/** The bar appears with the first step, so that an error before it stands alone. */
export function showProgress(steps: number): Progress {
  const bar = new SingleBar({
    format:
      "{bar} {value}/{total} steps | {speed} images/s | {left} left | loss D {dLoss} G {gLoss} | D(x) {real} D(G(z)) {fake}",
    barsize: 24,
    hideCursor: true,
    gracefulExit: false, // train() listens for Ctrl-C itself
    noTTYOutput: true,
    notTTYSchedule: LINE_EVERY_MS,
  });
  return {
    update(report) {
      if (!bar.isActive) bar.start(steps, report.step, numbersOf(report));
      else bar.update(report.step, numbersOf(report));
    },
    stop: () => bar.stop(),
  };
}

function numbersOf({ imagesPerSecond, secondsLeft, dLoss, gLoss, realScore, fakeScore }: StepReport) {
  return {
    speed: imagesPerSecond.toFixed(0),
    left: duration(secondsLeft),
    dLoss: dLoss.toFixed(3),
    gLoss: gLoss.toFixed(3),
    real: realScore.toFixed(2),
    fake: fakeScore.toFixed(2),
  };
}

/** 3725 -> "1 h 02 min", 65 -> "1 min 05 s", 7.4 -> "7 s". */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (value: number) => String(value).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  if (whole >= 3600) return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
  return whole >= 60 ? `${minutes} min ${two(whole % 60)} s` : `${whole} s`;
}
