/** The progress of a grading on stderr, so that stdout stays free for the result. */
import { SingleBar } from "cli-progress";
import { duration } from "./progress";

/** Where stderr is a file, a line now and then says how far it is. */
const LINE_EVERY_MS = 20_000;

export interface GradeProgress {
  update(done: number, total: number, left: number | undefined): void;
  stop(): void;
}

export function showGradeProgress(): GradeProgress {
  const bar = new SingleBar({
    format: "{bar} {value}/{total} submissions | {remaining} left",
    barsize: 24,
    hideCursor: true,
    noTTYOutput: true,
    notTTYSchedule: LINE_EVERY_MS,
  });
  return {
    update(done, total, left) {
      const numbers = { remaining: left === undefined ? "?" : duration(left) };
      if (!bar.isActive) bar.start(total, done, numbers);
      else bar.update(done, numbers);
    },
    stop: () => bar.stop(),
  };
}
