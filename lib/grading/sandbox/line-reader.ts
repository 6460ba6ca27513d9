/** Puts lines together from what comes through the pipe; the first byte too many is reported at once. */
import type { Readable } from "node:stream";
import { limits } from "./limits";

export interface LineReader {
  /** Waits for the one line that may come now. */
  next(line: (text: string) => void): void;
}

export type Breach = "a line that nobody asked for" | "more text than allowed";

/**
 * @param longest Characters that one line may have.
 * @param onBreach The sender broke a rule: it is to be ended.
 */
export function readLines(stream: Readable, longest: number, onBreach: (breach: Breach) => void): LineReader {
  let waiting: ((text: string) => void) | undefined;
  let parts: Buffer[] = [];
  let length = 0;
  let total = 0;

  stream.on("data", (chunk: Buffer) => {
    if (waiting === undefined) return onBreach("a line that nobody asked for");
    length += chunk.length;
    total += chunk.length;
    if (length > longest || total > limits.replyCharacters) return onBreach("more text than allowed");
    const end = chunk.indexOf(10);
    parts.push(chunk);
    if (end < 0) return;
    if (end < chunk.length - 1) return onBreach("a line that nobody asked for");
    const text = Buffer.concat(parts).toString("utf8", 0, length - 1);
    const receive = waiting;
    [waiting, parts, length] = [undefined, [], 0];
    receive(text);
  });
  return {
    next: (line) => {
      waiting = line;
    },
  };
}
