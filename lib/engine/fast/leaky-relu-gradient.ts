/**
 * The gradient of leakyRelu: dy where x > 0, else alpha * dy. On "tensorflow" it is one op, LeakyReluGrad; elsewhere a
 * comparison, a product and a choice.
 *
 * With alpha > 0 the output has the sign of the input, and asking the output lets TensorFlow fuse convolution, bias and
 * activation in a compiled step; asking the input makes it give up that pass.
 */
import { knownZeros } from "../known-zeros";
import { tf } from "../tf";
import { floatAttribute, hasFastOp, ofFloats, registerFastKernel, runOp, tryFastOp } from "./fast-ops";

const KERNEL = "LeakyReluGrad";

/** dy, x or y, alpha -> the gradient. */
function gradient(dy: tf.Tensor, sign: tf.Tensor, alpha: number): tf.Tensor {
  if (!hasFastOp(KERNEL) || dy.dtype !== "float32") return plain(dy, sign, alpha);
  return tf.engine().runKernel<tf.Tensor>(KERNEL, { dy, sign }, { alpha });
}

function plain(dy: tf.Tensor, sign: tf.Tensor, alpha: number): tf.Tensor {
  return tf.where(tf.greater(sign, 0), dy, tf.mul(dy, alpha));
}

/** On every engine: TensorFlow.js's own gradient asks the input. */
export const leakyReluGradient: tf.GradConfig = {
  kernelName: "LeakyRelu",
  inputsToSave: ["x"],
  outputsToSave: [true],
  gradFunc: (dy, [x, y], attributes) => {
    const { alpha } = attributes as unknown as { alpha: number };
    return { x: () => gradient(dy as tf.Tensor, alpha > 0 ? y! : x!, alpha) };
  },
};

/** It is linear in dy, and steps in x have no slope. */
const secondGradient: tf.GradConfig = {
  kernelName: KERNEL,
  inputsToSave: ["sign"],
  gradFunc: (outer, [sign], attributes) => {
    const { alpha } = attributes as unknown as { alpha: number };
    return {
      dy: () => gradient(outer as tf.Tensor, sign!, alpha),
      sign: () => knownZeros(sign!),
    };
  },
};

const kernel: tf.KernelFunc = ({ inputs, attrs }) => {
  const { alpha } = attrs as unknown as { alpha: number };
  return runOp(
    KERNEL,
    [inputs.dy as tf.Tensor, inputs.sign as tf.Tensor],
    [ofFloats, floatAttribute("alpha", alpha)],
  );
};

export function installLeakyReluGradient(): void {
  registerFastKernel(KERNEL, kernel);
  tf.registerGradient(secondGradient);
  tryFastOp(KERNEL, () => {
    const [dy, sign] = [tf.tensor1d([1, 2, 3]), tf.tensor1d([-1, 0, 1])];
    return {
      fast: [runOp(KERNEL, [dy, sign], [ofFloats, floatAttribute("alpha", 0.3)])],
      plain: [plain(dy, sign, 0.3)],
    };
  });
}
