/** Counts all that an answer prints, keeps the beginning. */
import type { Readable } from "node:stream";
import { limits } from "./limits";

export class Output {
  /** What the answer printed, cut. */
  text = "";
  /** What Node and the sandbox's own program say when they fail, cut. */
  errors = "";
  private bytes = 0;

  /** @param out Undefined where all that is printed comes as errors. */
  constructor(out: Readable | undefined, err: Readable, onTooMuch: () => void) {
    const count = (chunk: Buffer) => {
      this.bytes += chunk.length;
      if (this.bytes > limits.printedBytes) onTooMuch();
    };
    const keep = (chunk: Buffer) => (this.text = added(this.text, chunk, limits.outputCharacters));
    (out ?? err).on("data", keep);
    out?.on("data", count);
    err.on("data", (chunk: Buffer) => {
      count(chunk);
      this.errors = added(this.errors, chunk, 20_000);
    });
  }
}

function added(text: string, chunk: Buffer, length: number): string {
  return text.length >= length ? text : (text + chunk.toString("utf8")).slice(0, length);
}
