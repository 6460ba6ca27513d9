/** Sandboxes started ahead. Each is given out once. */
import type { Sandbox } from "./sandbox";

export interface Pool {
  /** A sandbox that is ready, and that nobody else gets. */
  take(): Promise<Sandbox>;
  close(): Promise<void>;
}

/** A machine under load may fail to start one; the next one then mostly starts. */
const ATTEMPTS = 3;

/**
 * @param start Starts one.
 * @param ahead How many wait; the first `take` starts them.
 */
export function startPool(start: () => Sandbox, ahead: number): Pool {
  const waiting: Sandbox[] = [];
  let isClosed = false;

  function fill(): void {
    while (!isClosed && waiting.length < ahead) {
      const sandbox = start();
      sandbox.ready.catch(() => undefined); // whoever takes it sees that
      waiting.push(sandbox);
    }
  }

  return {
    async take() {
      for (let attempt = 1; ; attempt++) {
        fill();
        const sandbox = waiting.shift()!;
        fill();
        try {
          await sandbox.ready;
          if (sandbox.isAlive) return sandbox;
        } catch (error) {
          if (attempt === ATTEMPTS) throw error;
        }
      }
    },
    async close() {
      isClosed = true;
      await Promise.all(waiting.splice(0).map((sandbox) => sandbox.end()));
    },
  };
}
