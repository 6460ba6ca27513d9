/**
 * Sums over all axes but the last: the gradient of every bias, and of every gain and offset. TensorFlow's BiasAddGrad
 * does just that; its Sum, made for any axes, is several times slower at it.
 */
import { tf } from "../tf";
import { hasFastOp, runOp, tryFastOp } from "./fast-ops";

export function installBiasGradient(): void {
  if (isInstalled) return;
  isInstalled = true;
  const original = tf.getKernel("Sum", "tensorflow");
  tf.unregisterKernel("Sum", "tensorflow");
  tf.registerKernel({
    ...original,
    kernelFunc: (args) => {
      const x = args.inputs.x as tf.Tensor;
      const { axis, keepDims } = args.attrs as unknown as tf.SumAttrs & { keepDims: boolean };
      if (!hasFastOp("BiasAddGrad") || keepDims || !isBiasSum(x, axis)) return original.kernelFunc(args);
      return runOp("BiasAddGrad", [x]);
    },
  });
  tryFastOp("BiasAddGrad", () => {
    const x = tf.tensor3d([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2]);
    return { fast: [runOp("BiasAddGrad", [x])], plain: [tf.tensor1d([16, 20])] };
  });
}

let isInstalled = false;

function isBiasSum(x: tf.Tensor, axis: number | number[]): boolean {
  if (x.dtype !== "float32" || x.rank < 2 || x.size === 0) return false;
  const axes = tf.util.parseAxisParam(axis, x.shape);
  return axes.length === x.rank - 1 && !axes.includes(x.rank - 1);
}
