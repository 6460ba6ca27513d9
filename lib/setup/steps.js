"use strict";
/** Runs set-up's steps, each as soon as those it needs are done, and shows progress and time. */
const { toProblem, SetupProblem } = require("./problem");

/**
 * @typedef {object} Step
 * @property {string} name Shown to the user.
 * @property {string[]} [needs] Names of steps that must have succeeded before.
 * @property {string[]} [after] Names of steps that must have ended before, well or not.
 * @property {boolean} [optional] A failure is noted and the rest goes on.
 * @property {(context: { progress: (text: string) => void, signal: AbortSignal }) => Promise<string | false>} run
 *   Gives a word on what it did, or false when there was nothing to do.
 */

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/** Shows finished steps as lines; on a terminal also one line that changes, with what is under way. */
class Display {
  constructor(stream = process.stdout) {
    this.stream = stream;
    this.running = new Map();
    this.shown = false;
    this.quietSince = Date.now();
    this.timer = setInterval(() => this.tick(), stream.isTTY ? 200 : 1000);
    this.timer.unref();
  }
  tick() {
    const parts = [...this.running].map(
      ([name, { text, since }]) => `${name}${text && ` (${text})`} ${seconds(since)}`,
    );
    if (parts.length === 0) return;
    if (this.stream.isTTY) {
      this.shown = true;
      const width = (this.stream.columns || 80) - 1;
      this.stream.write(`\r\x1b[K${`  ... ${parts.join(", ")}`.slice(0, width)}`);
    } else if (Date.now() - this.quietSince > 15_000) this.line(`  ... ${parts.join(", ")}`);
  }
  line(text) {
    if (this.shown) this.stream.write("\r\x1b[K");
    this.shown = false;
    this.quietSince = Date.now();
    this.stream.write(`${text}\n`);
  }
  end() {
    clearInterval(this.timer);
    if (this.shown) this.stream.write("\r\x1b[K");
  }
}

/**
 * @param {Step[]} steps In the order in which they should start.
 * @returns {Promise<{ failed: Map<string, SetupProblem>, done: number }>} Optional steps that failed, or that needed one
 *   that failed; how many steps had something to do.
 * @throws SetupProblem of the first step that failed and is not optional; the others are stopped.
 */
async function runSteps(steps) {
  const display = new Display();
  const stopper = new AbortController();
  const failed = new Map();
  const started = new Map();
  const tally = { done: 0 };
  const start = (step) => {
    if (!started.has(step.name)) started.set(step.name, runStep(step));
    return started.get(step.name);
  };
  async function runStep(step) {
    const before = [...(step.needs || []), ...(step.after || [])];
    await Promise.all(before.map((name) => start(steps.find((other) => other.name === name))));
    const missing = (step.needs || []).find((name) => failed.has(name));
    if (missing)
      return void failed.set(step.name, new SetupProblem(`not done, because it needs "${missing}".`));
    const since = Date.now();
    const state = { text: "", since };
    display.running.set(step.name, state);
    try {
      const word = await step.run({ progress: (text) => (state.text = text), signal: stopper.signal });
      if (word !== false) {
        display.line(`  ${step.name.padEnd(20)} ${seconds(since).padStart(7)}   ${word}`);
        tally.done++;
      }
    } catch (error) {
      const problem = toProblem(error, step.name);
      if (!step.optional) throw problem;
      failed.set(step.name, problem);
    } finally {
      display.running.delete(step.name);
    }
  }
  try {
    await Promise.all(steps.map(start));
  } catch (error) {
    stopper.abort();
    await Promise.allSettled(started.values());
    throw error;
  } finally {
    display.end();
  }
  return { failed, done: tally.done };
}

module.exports = { runSteps };
