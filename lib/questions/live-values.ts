/**
 * Plain data <-> live values: a check sends and gets plain data, an answer works with tensors.
 *
 * Used where the answer is: in the notebook's process, and in the grader's sandbox. TensorFlow.js is handed in, so
 * that a sandbox for plain functions need not load it.
 */
import type { tf as tensorflow } from "../engine/tf";
import { codecLimits, isPlainObject } from "./codec";
import { AnswerError, PlainTensor } from "./types";
import type { Plain } from "./types";

export type Tf = typeof tensorflow;

/** What a stub throws; it is no attempt yet. */
export const notAnswered = "not answered yet";

const dtypes = { Float32Array: "float32", Int32Array: "int32", Uint8Array: "bool" } as const;

/**
 * Each PlainTensor, however deep inside, becomes a tensor that the caller disposes; the rest is copied.
 *
 * @param tf Undefined where the answer has no TensorFlow.js: then a PlainTensor stays one.
 */
export function toLive(plain: Plain, tf: Tf | undefined): unknown {
  if (plain instanceof PlainTensor) return tf === undefined ? plain : tensorFrom(plain, tf);
  if (typeof plain !== "object" || plain === null || ArrayBuffer.isView(plain)) return plain;
  if (Array.isArray(plain)) return (plain as readonly Plain[]).map((item) => toLive(item, tf));
  return Object.fromEntries(Object.entries(plain).map(([key, item]) => [key, toLive(item, tf)]));
}

/** A tensor with the same shape, type and numbers. */
export function tensorFrom({ shape, values }: PlainTensor, tf: Tf): tensorflow.Tensor {
  const name = Object.prototype.toString.call(values).slice("[object ".length, -1);
  return tf.tensor(values, [...shape], dtypes[name as keyof typeof dtypes]);
}

/**
 * Each tensor, however deep inside, becomes a PlainTensor; nothing is disposed. What is neither data nor tensor stays as it
 * is, and `encode` names it.
 *
 * @throws AnswerError when a tensor was disposed or holds text or complex numbers.
 */
export function toPlain(live: unknown, depth = 0): Plain {
  if (isTensor(live)) return plainTensor(live);
  if (typeof live !== "object" || live === null || ArrayBuffer.isView(live)) return live as Plain;
  if (depth > codecLimits.depth || live instanceof PlainTensor) return live as Plain;
  // A list without end stays as it is, and `encode` says that it is too long.
  if (Array.isArray(live) && live.length > codecLimits.items) return live as Plain;
  if (Array.isArray(live)) return Array.from(live as unknown[], (item) => toPlain(item, depth + 1));
  if (!isPlainObject(live)) return live as Plain;
  const entries = Object.keys(live).map((key) => [key, (live as Record<string, unknown>)[key]] as const);
  const copy = Object.create(null) as Record<string, Plain>;
  for (const [key, item] of entries) copy[key] = toPlain(item, depth + 1);
  return copy;
}

/** By its looks, not by its class: the notebook's cells may hold another copy of TensorFlow.js. */
export function isTensor(value: unknown): value is tensorflow.Tensor {
  const like = value as Partial<tensorflow.Tensor> | null | undefined;
  return (
    typeof like === "object" &&
    typeof like?.dataSync === "function" &&
    Array.isArray(like.shape) &&
    typeof like.dtype === "string"
  );
}

export function plainTensor(tensor: tensorflow.Tensor): PlainTensor {
  if (tensor.isDisposed) {
    throw new AnswerError(
      "Your answer gave a tensor that is already disposed. Return it from tf.tidy(), or dispose it later.",
    );
  }
  const { dtype, shape } = tensor;
  if (dtype !== "float32" && dtype !== "int32" && dtype !== "bool") {
    throw new AnswerError(
      `Your answer gave a tensor of type ${dtype}. Give one of float32, int32 or bool numbers.`,
    );
  }
  return new PlainTensor([...shape], tensor.dataSync().slice());
}

/** The words for an error that the answer threw; an AnswerError stays as it is. */
export function answerThrew(error: unknown): AnswerError {
  if (error instanceof AnswerError) return error;
  const message = messageOf(error);
  if (message === notAnswered) return new AnswerError("There is no answer yet.", "not-attempted");
  return new AnswerError(`Your code threw an error: ${message.slice(0, 500)}`);
}

function messageOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return String(error);
  const { name, message } = error as { name?: unknown; message?: unknown };
  if (typeof message !== "string") return "an object without a message";
  return typeof name === "string" && name !== "Error" ? `${name}: ${message}` : message;
}
