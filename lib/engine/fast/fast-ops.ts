/**
 * Ops of TensorFlow that do in one pass what TensorFlow.js does in several. Each is tried once, when the engine
 * "tensorflow" starts, against the several; one that is missing or computes something else is left out on its own.
 */
import type { OpAttribute } from "../tensorflow";
import { tensorflowBackend } from "../tensorflow";
import { tf } from "../tf";

export type FastOp =
  "BiasAddGrad" | "DepthToSpace" | "FusedBatchNormV3" | "LeakyReluGrad" | "ResourceApplyAdam";

const working = new Map<FastOp, boolean>();

/** Whether this op is to be used now: the engine is "tensorflow" and the op did well when it was tried. */
export function hasFastOp(op: FastOp): boolean {
  return working.get(op) === true && tf.getBackend() === "tensorflow";
}

/** The ops that are in use on the engine "tensorflow", for reports. */
export function fastOps(): FastOp[] {
  return [...working].filter(([, works]) => works).map(([op]) => op);
}

/** Uses an op or not, whatever the trial said; what a test or a measurement needs. */
export function setFastOp(op: FastOp, works: boolean): void {
  working.set(op, works);
}

/**
 * Tries an op, unless it was tried before.
 *
 * @param trial What the op gives and what the plain ops give, as lists of tensors.
 */
export function tryFastOp(op: FastOp, trial: () => { fast: tf.Tensor[]; plain: tf.Tensor[] }): void {
  if (working.has(op)) return;
  working.set(op, false);
  const agrees = tf.tidy(() => {
    try {
      const { fast, plain } = trial();
      return plain.every((tensor, i) => areClose(fast[i]!, tensor));
    } catch {
      return false; // this TensorFlow has no such op: the plain ones do
    }
  });
  working.set(op, agrees);
}

function areClose(a: tf.Tensor, b: tf.Tensor): boolean {
  if (!tf.util.arraysEqual(a.shape, b.shape)) return false;
  const [x, y] = [a.dataSync(), b.dataSync()];
  return x.every((value, i) => Math.abs(value - y[i]!) <= 1e-5 * (1 + Math.abs(y[i]!)));
}

/** The attribute T = float32, which almost every op has. */
export const ofFloats: OpAttribute = { name: "T", type: 4, value: 1 };
export const floatAttribute = (name: string, value: number): OpAttribute => ({ name, type: 2, value });
export const boolAttribute = (name: string, value: boolean): OpAttribute => ({ name, type: 3, value });
export const textAttribute = (name: string, value: string): OpAttribute => ({ name, type: 0, value });

/** Runs one op of TensorFlow by its name. */
export function runOp(op: string, inputs: tf.Tensor[], attributes: OpAttribute[] = [ofFloats]): tf.Tensor {
  return tensorflowBackend().executeSingleOutput(op, attributes, inputs);
}

/** Runs one op of several outputs. */
export function runOpOf(
  [op, outputs]: [op: string, outputs: number],
  inputs: tf.Tensor[],
  attributes: OpAttribute[],
): tf.Tensor[] {
  return tensorflowBackend().executeMultipleOutputs(op, attributes, inputs, outputs);
}

/** Registers a kernel for the engine "tensorflow" if there is none of that name. */
export function registerFastKernel(kernelName: string, kernelFunc: tf.KernelFunc): void {
  if (tf.getKernel(kernelName, "tensorflow")) return;
  tf.registerKernel({ kernelName, backendName: "tensorflow", kernelFunc });
}
