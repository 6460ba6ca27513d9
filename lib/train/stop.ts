/** Stopping a run gracefully: the kernel's Stop button and Ctrl-C both arrive as SIGINT. */

export interface StopRequest {
  /** True once somebody asked the run to end. */
  readonly isRequested: boolean;
  /** Gives SIGINT back to whoever listened before. */
  release(): void;
}

/**
 * Takes SIGINT over until `release`. The first one only sets `isRequested`; a second one goes to those who listened
 * before, so that a run that does not end can still be killed.
 *
 * In the course's kernel a listener that is added while a cell starts makes the Stop button kill the kernel, and the
 * kernel's own listener would end the cell and lose its variables. So this waits for one turn of the event loop and
 * sets the others aside.
 */
export async function listenForStop(signal?: AbortSignal): Promise<StopRequest> {
  await turnOfTheEventLoop();
  let isInterrupted = false;
  const others = process.listeners("SIGINT");
  const release = () => {
    process.removeListener("SIGINT", onInterrupt);
    for (const listener of others.splice(0)) process.on("SIGINT", listener);
  };
  const onInterrupt = () => {
    if (isInterrupted) {
      release();
      process.kill(process.pid, "SIGINT");
    }
    isInterrupted = true;
  };
  process.removeAllListeners("SIGINT");
  process.on("SIGINT", onInterrupt);
  return {
    get isRequested() {
      return isInterrupted || signal?.aborted === true;
    },
    release,
  };
}

/** Lets signals, messages and drawings through before the next step. */
export function turnOfTheEventLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
