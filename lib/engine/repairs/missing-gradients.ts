/**
 * Gradients that TensorFlow.js lacks. They are needed for second derivatives, since the gradient of leakyRelu is made
 * of a comparison, that of elu of EluGrad, and that of a convolution of Conv2DBackpropFilter.
 */
import { leakyReluGradient } from "../fast/leaky-relu-gradient";
import { knownZeros } from "../known-zeros";
import { tf } from "../tf";

/** Step functions: their derivative is 0 wherever it exists. `max` and `min` compare with Equal. */
const COMPARISONS = [
  "Greater",
  "GreaterEqual",
  "Less",
  "LessEqual",
  "Equal",
  "NotEqual",
  "LogicalAnd",
  "LogicalOr",
];

export function installMissingGradients(): void {
  for (const kernelName of COMPARISONS) {
    tf.registerGradient({
      kernelName,
      inputsToSave: ["a", "b"],
      gradFunc: (_, [a, b]) => ({ a: () => knownZeros(a!), b: () => knownZeros(b!) }),
    });
  }
  // TensorFlow.js has a gradient of Step, the slope of relu, but its zeros are not known as such.
  for (const kernelName of ["LogicalNot", "Step"]) {
    tf.registerGradient({
      kernelName,
      inputsToSave: ["x"],
      gradFunc: (_, [x]) => ({ x: () => knownZeros(x!) }),
    });
  }
  tf.registerGradient(leakyReluGradient);
  tf.registerGradient(eluGradGradient);
  tf.registerGradient(conv2dFilterGradient);
}

/** EluGrad(dy, y) = dy where y >= 0, else dy * (y + 1), with y = elu(x). */
const eluGradGradient: tf.GradConfig = {
  kernelName: "EluGrad",
  inputsToSave: ["dy", "y"],
  gradFunc: (outer, [dy, y]) => {
    const g = outer as tf.Tensor;
    return {
      dy: () => tf.engine().runKernel<tf.Tensor>("EluGrad", { dy: g, y: y! }),
      y: () => tf.where(tf.less(y!, 0), tf.mul(g, dy!), tf.zerosLike(g)),
    };
  },
};

/** The filter's gradient is linear in x and in dy, so its own gradients are two convolutions. */
const conv2dFilterGradient: tf.GradConfig = {
  kernelName: "Conv2DBackpropFilter",
  inputsToSave: ["x", "dy"],
  gradFunc: (outer, [x, dy], attributes) => {
    const g = outer as tf.Tensor4D;
    const { strides, pad, dataFormat, dimRoundingMode } =
      attributes as unknown as tf.Conv2DBackpropFilterAttrs;
    const inputAttributes = { ...attributes, inputShape: x!.shape };
    return {
      x: () =>
        tf.engine().runKernel<tf.Tensor>("Conv2DBackpropInput", { dy: dy!, filter: g }, inputAttributes),
      dy: () => tf.conv2d(x as tf.Tensor4D, g, strides, pad, dataFormat, 1, dimRoundingMode),
    };
  },
};
