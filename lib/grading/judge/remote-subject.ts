/** An answer in a sandbox, as checks see it. What comes back is the answer's claim: it is parsed, measured and typed here. */
import { decode, encode } from "../../questions/codec";
import { AnswerError, PlainTensor } from "../../questions/types";
import type { LayerDescription, ModelProbe, Plain, Subject, Verdict } from "../../questions/types";
import type { Load } from "../child/serve";
import type { Sandbox } from "../sandbox/sandbox";

/** Verdicts that an answer may claim about itself; none earns points. */
const claimable: readonly Verdict[] = ["error", "fail", "not-attempted", "output", "memory", "timeout"];

/**
 * Loads the program into the sandbox.
 *
 * @param seconds For everything that the sandbox is asked, by the wall clock; the judge's own work does not count.
 * @throws AnswerError when the answer's cells throw, or its time is over.
 */
export async function loadSubject(sandbox: Sandbox, load: Load, seconds: number): Promise<Subject> {
  const ask = asker(sandbox, 1000 * seconds);
  await ask("load", load as unknown as Plain);
  return {
    value: () => ask("value"),
    call: (...args) => ask("call", ...args),
    build: async (...args) => probe(ask, await ask("build", ...args)),
  };
}

type Ask = (operation: string, ...args: Plain[]) => Promise<Plain>;

/** One request after the other, with what is left of the time. */
function asker(sandbox: Sandbox, milliseconds: number): Ask {
  let left = milliseconds;
  let last: Promise<unknown> = Promise.resolve();

  async function askNow(request: Plain): Promise<Plain> {
    const start = performance.now();
    try {
      return resultOf(decode(await sandbox.ask(encode(request), Math.max(left, 1))));
    } finally {
      left -= performance.now() - start;
    }
  }

  return (...request) => {
    const result = last.then(() => askNow(request));
    last = result.catch(() => undefined);
    return result;
  };
}

function resultOf(reply: Plain): Plain {
  const [status, first, second] = Array.isArray(reply) ? (reply as Plain[]) : [];
  if (status === "ok") return first;
  if (status !== "error" || !claimable.includes(first as Verdict) || typeof second !== "string")
    throw tampered();
  throw new AnswerError(readable(second), first as Exclude<Verdict, "pass">);
}

/** Words of the answer in a message: short, and without what a terminal would take for a command. */
export function readable(text: string, length = 500): string {
  return text.slice(0, length).replace(/[^\P{C}\n\t]/gu, "?"); // C: control and formatting characters
}

function probe(ask: Ask, handle: Plain): ModelProbe {
  return {
    describe: async () => layersFrom(await ask("describe", handle)),
    setWeights: async (weights) => {
      await ask("setWeights", handle, weights);
    },
    predict: async (input, { training = false } = {}) => {
      const output = await ask("predict", handle, input, training);
      if (!(output instanceof PlainTensor)) throw tampered();
      return output;
    },
  };
}

function layersFrom(claim: Plain): LayerDescription[] {
  if (!Array.isArray(claim)) throw tampered();
  return (claim as Plain[]).map((layer) => {
    if (!isRecord(layer) || typeof layer.kind !== "string" || !isRecord(layer.config)) throw tampered();
    const { kind, config, output, weights } = layer;
    if (!isShape(output) || !Array.isArray(weights) || !weights.every(isShape)) throw tampered();
    return { kind, config, output, weights: weights as number[][] };
  });
}

function isRecord(value: Plain): value is { readonly [key: string]: Plain } {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === null;
}

/** A side that is open, such as the batch, is null. */
function isShape(value: Plain): value is readonly number[] {
  return (
    Array.isArray(value) && (value as Plain[]).every((side) => side === null || typeof side === "number")
  );
}

function tampered(): AnswerError {
  return new AnswerError("The answer's reply is not what the course's own code sends.", "tampered");
}
