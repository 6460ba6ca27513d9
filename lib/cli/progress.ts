/** Progress bars on stderr, so that stdout stays free for results. */
import { SingleBar } from "cli-progress";
import type { StepReport } from "../models/step-report";

/** Where stderr is a file, a line now and then says how far it is. */
const LINE_EVERY_MS = 20_000;

export interface StderrBar {
  /** `numbers`: what stands in the braces of the format. */
  update(done: number, total: number, numbers: Record<string, string>): void;
  stop(): void;
}

/** The bar appears with the first update, so that an error before it stands alone. Ctrl-C is left to the caller. */
export function stderrBar(format: string): StderrBar {
  const bar = new SingleBar({
    format,
    barsize: 24,
    hideCursor: true,
    gracefulExit: false,
    noTTYOutput: true,
    notTTYSchedule: LINE_EVERY_MS,
  });
  return {
    update(done, total, numbers) {
      if (!bar.isActive) bar.start(total, done, numbers);
      else bar.update(done, numbers);
    },
    stop: () => bar.stop(),
  };
}

export interface Progress {
  update(report: StepReport): void;
  stop(): void;
}

/** The bar of a training run. */
export function showProgress(steps: number): Progress {
  const bar = stderrBar(
    "{bar} {value}/{total} steps | {speed} images/s | {left} left | loss D {dLoss} G {gLoss} | D(x) {real} D(G(z)) {fake}",
  );
  return {
    update: (report) => bar.update(report.step, steps, numbersOf(report)),
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
