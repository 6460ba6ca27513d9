/** What one run of a step left behind: its ops in order, and where each of their inputs came from. */
import type { tf } from "../tf";
import type { HostValues, OpAttribute } from "./backend";

/** Where a tensor inside the step came from. */
export type Source =
  | { kind: "feed"; name: string }
  | { kind: "variable"; name: string }
  | { kind: "constant"; index: number }
  | { kind: "op"; index: number; output: number };

export interface TensorType {
  dtype: string;
  shape: readonly number[];
}

export interface RecordedOp {
  op: string;
  attributes: OpAttribute[];
  inputs: Source[];
  inputTypes: TensorType[];
  outputs: TensorType[];
  /** Variables that the op itself changes, in the order of its handles; empty for ordinary ops. */
  updates: string[];
  where: CallSite;
}

/** An array made inside the step by JavaScript. */
export interface RecordedConstant extends TensorType {
  values: HostValues;
  where: CallSite;
}

export interface Recording {
  ops: RecordedOp[];
  constants: RecordedConstant[];
  feeds: Record<string, TensorType>;
  outputs: Record<string, TensorType & { source: Source }>;
  /** Variables whose value the step changed, with the new value. */
  writes: Map<string, Source>;
  /** Every variable that the step read or changed. */
  variables: Map<string, TensorType>;
}

/** Tensors by name: what goes into a compiled step and what comes out. */
export type Tensors = Record<string, tf.Tensor>;

export const typeOf = (tensor: TensorType): TensorType => ({
  dtype: tensor.dtype,
  shape: [...tensor.shape],
});

export const showType = ({ dtype, shape }: TensorType): string => `${dtype} [${shape.join(", ")}]`;

/** Frames of TensorFlow.js, of Node and of this folder: never what a caller can change. */
const foreign = /node_modules|node:internal|tfjs-|<anonymous>/;

/** The line of the caller's code that ran an op, worked out only when it is asked for: formatting a stack is slow. */
export type CallSite = () => string;

/** The call that is running now. */
export function callSite(): CallSite {
  const error = capture();
  return () => {
    const own = linesOf(error).find((line) => !foreign.test(line) && !line.includes(__dirname));
    return (own ?? "an unknown line").trim().replace(/^at /, "");
  };
}

export function stackLines(): string[] {
  return linesOf(capture());
}

function capture(): Error {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 80; // TensorFlow.js alone puts 20 frames between a layer's call and its op
  const error = new Error();
  Error.stackTraceLimit = limit;
  return error;
}

function linesOf({ stack = "" }: Error): string[] {
  return stack.split("\n").slice(1);
}
