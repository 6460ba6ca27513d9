/** How far the bench is, on stderr. */
import { duration, stderrBar } from "ganbook/dist/cli/progress";

export interface BenchProgress {
  /** The next of the tasks begins. */
  next(task: string): void;
  stop(): void;
}

/** @param tasks How many there will be; they take about the same time each. */
export function showTasks(tasks: number): BenchProgress {
  const begin = performance.now();
  const bar = stderrBar("{bar} {value}/{total} | {left} left | {task}");
  const interrupt = () => {
    bar.stop(); // shows the cursor again
    process.exit(130);
  };
  process.once("SIGINT", interrupt);
  let done = -1;
  const left = () => {
    const seconds = (performance.now() - begin) / 1000;
    return done < 1 ? "?" : duration((seconds / done) * (tasks - done));
  };
  return {
    next(task) {
      done += 1;
      bar.update(Math.min(done, tasks), tasks, { left: left(), task });
    },
    stop() {
      process.off("SIGINT", interrupt);
      bar.stop();
    },
  };
}
