/**
 * The sandbox's end of the pipe: one request, one reply, each a line "ID TEXT".
 *
 * It reads and writes without the event loop: while the judge thinks, nothing of the answer runs, no timer and no promise.
 * Nothing here is a secret or a guard. An answer may read and write the pipe itself; the judge takes each line for a claim.
 */
import { readSync, writeSync } from "node:fs";
import { format } from "node:util";

/** A container has no descriptor 3: there, the standard streams serve, and what the answer prints goes to the errors. */
const isStandard = process.argv[2] === "standard";
const [INPUT, OUTPUT] = isStandard ? [0, 1] : [3, 3];

/** All that is printed goes to one stream, in order, and at once: the event loop may never run again. */
export function joinPrinting(): void {
  const target = isStandard ? 2 : 1;
  if (isStandard) Object.defineProperty(process, "stdout", { value: process.stderr });
  const print = (...values: unknown[]) => writeAll(target, `${format(...values)}\n`);
  for (const method of ["log", "info", "debug", "error", "warn", "trace"] as const) console[method] = print;
}

export interface Request {
  id: string;
  text: string;
}

let unread: Buffer = Buffer.alloc(0);

/** Waits for the next request; undefined when the judge is gone. */
export function nextRequest(): Request | undefined {
  const parts = [unread];
  let end = unread.indexOf(10);
  while (end < 0) {
    const chunk = Buffer.allocUnsafe(65_536);
    const size = patiently(() => readSync(INPUT, chunk));
    if (size === 0) return undefined;
    const part = chunk.subarray(0, size);
    const found = part.indexOf(10);
    if (found >= 0) end = parts.reduce((sum, { length }) => sum + length, found);
    parts.push(part);
  }
  const all = Buffer.concat(parts);
  unread = all.subarray(end + 1);
  const [id = "", ...rest] = all.toString("utf8", 0, end).split(" ");
  return { id, text: rest.join(" ") };
}

export function reply(id: string, text: string): void {
  writeAll(OUTPUT, `${id} ${text}\n`);
}

function writeAll(target: number, text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) rest = rest.subarray(patiently(() => writeSync(target, rest)));
}

const sleeper = new Int32Array(new SharedArrayBuffer(4));

/** An answer that touched the pipe may have made it one that does not wait. */
function patiently(action: () => number): number {
  for (;;) {
    try {
      return action();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      Atomics.wait(sleeper, 0, 0, 1);
    }
  }
}
