/** The progress of a book: a bar over all seconds that it will take, and a line for each chapter that is done. */
import type { BookProgress } from "../book/write-book";
import { duration, stderrBar, type StderrBar } from "./progress";

export function showBookProgress(): BookProgress & { stop(): void } {
  let bar: StderrBar | undefined;
  let timer: NodeJS.Timeout | undefined;
  let total = 0;
  const end = () => {
    clearInterval(timer);
    bar?.stop();
    bar = undefined;
  };
  return {
    onStart(what, secondsOfIt, secondsLeft) {
      end();
      const begun = performance.now();
      const now = stderrBar("{bar} {what} | about {left} left");
      bar = now;
      total = Math.max(total, secondsLeft);
      const draw = () => {
        // A chapter that takes longer than last time does not eat the time of the others.
        const gone = Math.min((performance.now() - begun) / 1000, secondsOfIt * 0.98);
        const left = secondsLeft - gone;
        now.update(Math.round(total - left), Math.round(total), { what, left: duration(left) });
      };
      draw();
      timer = setInterval(draw, 1000);
    },
    onDone(line) {
      end();
      console.log(line);
    },
    stop: end,
  };
}
