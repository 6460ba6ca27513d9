/**
 * Batch normalisation of a training batch, on "tensorflow", by the two ops that TensorFlow has for it: FusedBatchNormV3
 * and its gradient. The layer of TensorFlow.js is made of twenty passes over the pictures.
 *
 *     y = scale * (x - mean) / sqrt(variance + epsilon) + offset
 *
 * with mean and variance over all axes but the last, the variance divided by their size N, as in the plain layer. (The op
 * itself tells the variance divided by N - 1.)
 */
import { tf } from "../tf";
import {
  boolAttribute,
  floatAttribute,
  hasFastOp,
  ofFloats,
  registerFastKernel,
  runOpOf,
  textAttribute,
  tryFastOp,
} from "./fast-ops";

const FORWARD = "FusedBatchNormV3";
const BACKWARD = "FusedBatchNormGradV3";

interface Attributes {
  epsilon: number;
}

const attributesOf = ({ epsilon }: Attributes) => [
  ofFloats,
  floatAttribute("epsilon", epsilon),
  textAttribute("data_format", "NHWC"),
  boolAttribute("is_training", true),
];

/** -> y, mean, variance, and three that only the gradient understands. */
const forward: tf.KernelFunc = ({ inputs: { x, scale, offset }, attrs }) => {
  const none = tf.tensor1d([]);
  const inputs = [x!, scale!, offset!, none, none] as tf.Tensor[];
  const outputs = runOpOf([FORWARD, 6], inputs, attributesOf(attrs as unknown as Attributes));
  none.dispose();
  return outputs;
};

/** -> the gradients of x, scale and offset. */
const backward: tf.KernelFunc = ({ inputs: { dy, x, scale, a, b, c }, attrs }) => {
  const inputs = [dy!, x!, scale!, a!, b!, c!] as tf.Tensor[];
  const outputs = runOpOf([BACKWARD, 5], inputs, attributesOf(attrs as unknown as Attributes));
  tf.dispose(outputs.slice(3));
  return outputs.slice(0, 3);
};

/** Of y only: nobody differentiates the statistics, which go into the moving averages. */
const gradient: tf.GradConfig = {
  kernelName: FORWARD,
  inputsToSave: ["x", "scale"],
  outputsToSave: [false, false, false, true, true, true],
  gradFunc: (outer, [x, scale, a, b, c], attributes) => {
    const [dy] = outer as tf.Tensor[];
    const inputs = { dy: dy!, x: x!, scale: scale!, a: a!, b: b!, c: c! };
    const [dx, dScale, dOffset] = tf.engine().runKernel<tf.Tensor[]>(BACKWARD, inputs, attributes);
    return { x: () => dx!, scale: () => dScale!, offset: () => dOffset! };
  },
};

/** For a gradient penalty: TensorFlow has no op for it, so the plain formula of the first gradient is differentiated. */
const secondGradient: tf.GradConfig = {
  kernelName: BACKWARD,
  inputsToSave: ["dy", "x", "scale", "a", "b", "c"],
  gradFunc: (outer, [dy, x, scale, ...saved], attributes) => {
    const outers = outer as tf.Tensor[];
    const weighted = (...at: tf.Tensor[]) => {
      const parts = plainGradient([at[0]!, at[1]!, at[2]!], attributes as unknown as Attributes);
      return tf.addN(parts.map((part, i) => tf.sum(tf.mul(part, outers[i]!))));
    };
    const [ofDy, ofX, ofScale] = gradientsInside(weighted, [dy!, x!, scale!]);
    const [a, b, c] = saved.map((tensor) => () => tf.zerosLike(tensor));
    return { dy: () => ofDy!, x: () => ofX!, scale: () => ofScale!, a: a!, b: b!, c: c! };
  },
};

/**
 * tf.grads for use inside a gradient function: by itself it would throw away the tape of the gradient that is being
 * computed.
 */
function gradientsInside(f: (...xs: tf.Tensor[]) => tf.Tensor, xs: tf.Tensor[]): tf.Tensor[] {
  const { state } = tf.engine() as unknown as { state: { gradientDepth: number } };
  state.gradientDepth += 1;
  try {
    return tf.grads(f)(xs);
  } finally {
    state.gradientDepth -= 1;
  }
}

/** With x' = (x - mean) / sqrt(variance + epsilon): dx, dScale = sum(dy x') and dOffset = sum(dy). */
function plainGradient(
  [dy, x, scale]: [dy: tf.Tensor, x: tf.Tensor, scale: tf.Tensor],
  { epsilon }: Attributes,
): tf.Tensor[] {
  const axes = [...x.shape.keys()].slice(0, -1);
  const { mean, variance } = tf.moments(x, axes);
  const rate = tf.rsqrt(tf.add(variance, epsilon));
  const normal = tf.mul(tf.sub(x, mean), rate);
  const dOffset = tf.sum(dy, axes);
  const dScale = tf.sum(tf.mul(dy, normal), axes);
  const count = x.size / scale.size;
  const inner = tf.sub(dy, tf.div(tf.add(dOffset, tf.mul(normal, dScale)), count));
  return [tf.mul(tf.mul(scale, rate), inner), dScale, dOffset];
}

export interface BatchNormInput {
  /** [..., channels] */
  x: tf.Tensor;
  /** [channels] */
  scale: tf.Tensor;
  /** [channels] */
  offset: tf.Tensor;
}

/** y, and mean and variance of the batch: [channels] each. */
function batchNormOfTraining({ x, scale, offset }: BatchNormInput, epsilon: number): tf.Tensor[] {
  const channels = scale.size;
  const rows = x.size / channels;
  const pictures = x.rank === 4 ? x : tf.reshape(x, [rows, 1, 1, channels]);
  const [y, mean, variance] = tf
    .engine()
    .runKernel<tf.Tensor[]>(FORWARD, { x: pictures, scale, offset }, { epsilon });
  return [tf.reshape(y!, x.shape), mean!, tf.mul(variance!, (rows - 1) / rows)];
}

/** What this file needs of the layer of TensorFlow.js. */
interface BatchNormLayer {
  call: (this: BatchNormLayer, ...args: Parameters<tf.layers.Layer["call"]>) => tf.Tensor | tf.Tensor[];
  axis: number;
  momentum: number;
  epsilon: number;
  scale: boolean;
  center: boolean;
  gamma: { read(): tf.Tensor };
  beta: { read(): tf.Tensor };
  movingMean: { read(): tf.Tensor; write(value: tf.Tensor): void };
  movingVariance: { read(): tf.Tensor; write(value: tf.Tensor): void };
}

/** Lets batch norm layers, those that exist already too, use the ops where they can. */
export function installBatchNorm(): void {
  if (tf.getKernel(FORWARD, "tensorflow")) return;
  registerFastKernel(FORWARD, forward);
  registerFastKernel(BACKWARD, backward);
  tf.registerGradient(gradient);
  tf.registerGradient(secondGradient);
  tryFastOp(FORWARD, trial);
  const example: tf.layers.Layer = tf.layers.batchNormalization({ name: "example" });
  const prototype = Object.getPrototypeOf(example) as BatchNormLayer;
  const plainCall = prototype.call;
  prototype.call = function (inputs, kwargs) {
    const x = Array.isArray(inputs) ? inputs[0]! : inputs;
    if (!kwargs["training"] || !isFast(this, x)) return plainCall.call(this, inputs, kwargs);
    return tf.tidy(() => {
      const input = { x, scale: this.gamma.read(), offset: this.beta.read() };
      const [y, mean, variance] = batchNormOfTraining(input, this.epsilon);
      moveTowards(this.movingMean, mean!, this.momentum);
      moveTowards(this.movingVariance, variance!, this.momentum);
      return y!;
    });
  };
}

function isFast(layer: BatchNormLayer, x: tf.Tensor): boolean {
  const isLastAxis = layer.axis === -1 || layer.axis === x.rank - 1;
  return hasFastOp(FORWARD) && x.dtype === "float32" && isLastAxis && layer.scale && layer.center;
}

/** moving <- momentum moving + (1 - momentum) value, in the words of the plain layer. */
function moveTowards(moving: BatchNormLayer["movingMean"], value: tf.Tensor, momentum: number): void {
  const before = moving.read();
  moving.write(tf.sub(before, tf.mul(tf.sub(before, value), 1 - momentum)));
}

function trial(): { fast: tf.Tensor[]; plain: tf.Tensor[] } {
  const x = tf.tensor4d([1, 5, -2, 4, 0.5, -7, 3, 2], [2, 2, 1, 2]);
  const [scale, offset, dy] = [tf.tensor1d([2, 0.5]), tf.tensor1d([1, -1]), tf.square(x)];
  const attrs: Attributes = { epsilon: 1e-3 };
  const [y, mean, variance, ...saved] = runOpOf(
    [FORWARD, 6],
    [x, scale, offset, tf.tensor1d([]), tf.tensor1d([])],
    attributesOf(attrs),
  );
  const back = runOpOf([BACKWARD, 5], [dy, x, scale, ...saved], attributesOf(attrs)).slice(0, 3);
  const moments = tf.moments(x, [0, 1, 2]);
  const normal = tf.mul(tf.sub(x, moments.mean), tf.rsqrt(tf.add(moments.variance, attrs.epsilon)));
  return {
    fast: [y!, mean!, tf.mul(variance!, 3 / 4), ...back],
    plain: [
      tf.add(tf.mul(normal, scale), offset),
      moments.mean,
      moments.variance,
      ...plainGradient([dy, x, scale], attrs),
    ],
  };
}
