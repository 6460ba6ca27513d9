/**
 * Dawn's work in the background, under control.
 *
 * Dawn has no thread of its own in Node: while an answer is due, it asks `setImmediate` to call it, looks what the
 * driver has done, and asks again. A program that reads a tensor with `dataSync` cannot wait for that, since Node turns
 * to such requests only when the program is done. So whatever starts work in Dawn runs in `pump.run`, which catches the
 * request; `pump.wait` then turns the wheel by itself until the answer is there.
 */
export interface EventPump {
  /** Runs a call to Dawn that answers later. */
  run<T>(call: () => T): T;
  /**
   * Blocks until `isDone`.
   *
   * @throws Error when Dawn has nothing more to do and it is still not done.
   */
  wait(isDone: () => boolean): void;
}

/** Looks without a pause at first, since most answers take microseconds; then leaves the processor to the driver. */
const EAGER_TURNS = 200;
const PAUSE_MS = 0.2;

export function makePump(): EventPump {
  let pending: (() => void) | undefined;

  const turn = (): void => {
    const work = pending;
    pending = undefined;
    if (work) run(work);
  };

  const run = <T>(call: () => T): T => {
    const original = globalThis.setImmediate;
    const caught = (work: () => void) => {
      pending = work;
      return original(turn);
    };
    globalThis.setImmediate = caught as unknown as typeof setImmediate;
    try {
      return call();
    } finally {
      globalThis.setImmediate = original;
    }
  };

  const wait = (isDone: () => boolean): void => {
    const pause = new Int32Array(new SharedArrayBuffer(4));
    for (let turns = 0; !isDone(); turns++) {
      if (!pending) throw new Error("Dawn (WebGPU) stopped before it had an answer.");
      turn();
      if (turns > EAGER_TURNS) Atomics.wait(pause, 0, 0, PAUSE_MS);
    }
  };

  return { run, wait };
}
