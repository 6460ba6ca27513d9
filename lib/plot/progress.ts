/** A progress bar for any long work in a notebook. */
import { durationText } from "./duration";
import { liveDisplay } from "./live-display";
import { progressCard } from "./live-markup";

export interface Progress {
  /** So much is done now, of `total`; `note` says what is going on. Drawn twice a second at most. */
  update(done: number, note?: string): void;
  /** The end: the bar stays, with the time that it took. */
  done(note?: string): void;
}

/**
 * `const bar = progress("Measuring", 5000); bar.update(100); ... bar.done();` Shows how much is done and the time
 * left, which assumes that the rest goes as fast as what is done.
 *
 * @throws RangeError when the total is not above 0.
 */
export function progress(label: string, total: number): Progress {
  if (!(total > 0)) throw new RangeError(`progress: total is ${total}. Give a number above 0.`);
  const display = liveDisplay(0.5);
  const start = performance.now();
  let reached = 0;
  const draw = (facts: string) => {
    const html = progressCard({ title: label, facts, done: reached, total, width: 720 });
    display.draw({ html, text: `${label}: ${facts}` });
  };
  const seconds = () => (performance.now() - start) / 1000;
  return {
    update(done, note) {
      reached = Math.min(done, total);
      if (!display.isDue()) return;
      const left = reached > 0 ? `${durationText((seconds() / reached) * (total - reached))} left` : "";
      draw(facts(`${reached} of ${total}`, left, note));
    },
    done(note) {
      const amount = reached < total ? `ended at ${reached} of ${total}` : `${total} of ${total}`;
      draw(facts(amount, `took ${durationText(seconds())}`, note));
    },
  };
}

function facts(...parts: (string | undefined)[]): string {
  return parts.filter(Boolean).join(" · ");
}
