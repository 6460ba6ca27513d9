/** The progress of a grading. */
import { duration, stderrBar } from "./progress";

export interface GradeProgress {
  update(done: number, total: number, left: number | undefined): void;
  stop(): void;
}

export function showGradeProgress(): GradeProgress {
  const bar = stderrBar("{bar} {value}/{total} submissions | {remaining} left");
  return {
    update: (done, total, left) =>
      bar.update(done, total, { remaining: left === undefined ? "?" : duration(left) }),
    stop: () => bar.stop(),
  };
}
