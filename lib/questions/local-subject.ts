/**
 * An answer in this process: in a notebook, where learner and judge are the same person.
 *
 * All values pass through the codec, so that a verdict here is the one that the grader's sandbox gives.
 */
import { tf } from "../engine/tf";
import { decode, encode } from "./codec";
import { isLayersModel, probeModel } from "./live-model";
import { answerThrew, isTensor, toLive, toPlain } from "./live-values";
import { AnswerError } from "./types";
import type { ModelProbe, Plain, PlainTensor, Subject } from "./types";

export interface LocalOptions {
  /** For one call of an answer that waits for something. A loop without end is stopped by the notebook's Stop only. */
  seconds?: number;
}

export interface LocalSubject extends Subject {
  /** Frees the models that the answer built for the checks. */
  close(): void;
}

/**
 * @param answer What the learner's cell made: a function, or a value.
 */
export function localSubject(answer: unknown, { seconds = 20 }: LocalOptions = {}): LocalSubject {
  const call = (args: readonly Plain[]) => callAnswer(answer, args, seconds);
  const built: unknown[] = [];
  return {
    close: () => built.splice(0).forEach(disposeModel),
    value: () => answering(() => Promise.resolve(copied(toPlain(answer)))),
    call: (...args) =>
      answering(() =>
        inScope(
          () => call(args),
          (result) => copied(toPlain(result)),
        ),
      ),
    build: (...args) =>
      answering(async () => {
        const newest = newestTensor();
        const model = await inScope(
          () => call(args),
          (result) => result,
        );
        if (isMadeSince(newest, model)) built.push(model);
        return throughCodec(probeModel(model, tf));
      }),
  };
}

/** Tensors are numbered as they are made. */
function newestTensor(): number {
  return tf.tidy(() => tf.scalar(0).id);
}

/** A model that was there before the call is the learner's own, and stays. */
function isMadeSince(newest: number, model: unknown): boolean {
  return isLayersModel(model) && model.weights.every((weight) => weight.read().id > newest);
}

function disposeModel(model: unknown): void {
  if (isLayersModel(model)) model.dispose();
}

const copied = (value: Plain) => decode(encode(value));

async function answering<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw answerThrew(error);
  }
}

function callAnswer(answer: unknown, args: readonly Plain[], seconds: number): unknown {
  if (typeof answer !== "function") {
    throw new AnswerError(
      `The answer should be a function, and is ${answer === null ? "null" : `a ${typeof answer}`}.`,
    );
  }
  const live = args.map((arg) => toLive(copied(arg), tf));
  const result = (answer as (...args: unknown[]) => unknown)(...live);
  return isPromise(result) ? withTimeLimit(result, seconds) : result;
}

/**
 * Reads the result, then frees every tensor that the call made. What an answer makes after its first `await` is not seen by
 * TensorFlow.js' scopes; of that, only the result is freed.
 */
async function inScope<T>(work: () => unknown, read: (result: unknown) => T): Promise<T> {
  tf.engine().startScope();
  try {
    const result = work();
    if (!isPromise(result)) return read(result);
    // The scope would free what the promise still needs, so it is kept until the promise has settled.
    const settled = await result;
    const plain = read(settled);
    if (isTensor(settled) && !settled.isDisposed) settled.dispose();
    return plain;
  } finally {
    tf.engine().endScope();
  }
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === "function";
}

async function withTimeLimit(promise: Promise<unknown>, seconds: number): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise((_, reject) => {
    const late = new AnswerError(`The answer took longer than ${seconds} s.`, "timeout");
    timer = setTimeout(() => reject(late), 1000 * seconds);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}

function throughCodec(probe: ModelProbe): ModelProbe {
  return {
    describe: async () =>
      (await probe.describe()).map((layer) => copied({ ...layer }) as unknown as typeof layer),
    setWeights: (weights) => probe.setWeights(weights.map((weight) => copied(weight) as PlainTensor)),
    predict: async (input, options) =>
      copied(await probe.predict(copied(input) as PlainTensor, options)) as PlainTensor,
  };
}
