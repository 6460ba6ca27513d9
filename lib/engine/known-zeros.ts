/**
 * Slopes that are zero wherever they exist: of a comparison, or of an activation's slope by its sign. Walking back
 * through the network below with them gives zeros again, at the price of every convolution on the way; in a critic with
 * gradient penalty that is an eighth of the step. So the walk knows these zeros, and an operation that gets nothing
 * else hands on zeros without computing.
 */
import { tf } from "./tf";

const known = new WeakSet<tf.Tensor>();

/** Zeros of the shape of x, float32, which the walk need not multiply. */
export function knownZeros(x: tf.Tensor): tf.Tensor {
  const zeros = tf.zerosLike(x.dtype === "float32" ? x : tf.cast(x, "float32"));
  known.add(zeros);
  return zeros;
}

type Gradient = (dys: (tf.Tensor | null)[]) => Record<string, () => tf.Tensor>;

/** One operation on the tape of TensorFlow.js. */
export interface Differentiable {
  inputs: Record<string, tf.Tensor>;
  gradient?: Gradient | undefined;
}

/** Lets an operation on the tape hand on zeros; `gradient` gets one slope for each output, null where there is none. */
export function handOnZeros(operation: Differentiable): void {
  const compute = operation.gradient;
  if (compute === undefined) return;
  operation.gradient = (dys) => {
    const isZero = dys.every((dy) => dy === null || known.has(dy));
    if (!isZero) return compute(dys);
    const entries = Object.entries(operation.inputs);
    return Object.fromEntries(entries.map(([name, x]) => [name, () => knownZeros(x)]));
  };
}

type RunKernel = (name: string, inputs: Record<string, tf.Tensor>, attributes?: object) => tf.Tensor;

/** Slopes that meet are added: known zeros and something else make just that. */
export function addKnowingZeros(run: RunKernel): RunKernel {
  return (name, inputs, attributes) => {
    if (name !== "Add") return run(name, inputs, attributes);
    const { a, b } = inputs as { a: tf.Tensor; b: tf.Tensor };
    const isKnown = known.has(a) || known.has(b);
    if (!isKnown || !tf.util.arraysEqual(a.shape, b.shape)) return run(name, inputs, attributes);
    const sum = run("Identity", { x: known.has(a) ? b : a });
    if (known.has(a) && known.has(b)) known.add(sum);
    return sum;
  };
}
