/** Gradient penalties, as in WGAN-GP: the gradient of a gradient's norm, against central differences in float64. */
import { beforeAll, expect, it } from "vitest";
import { rng } from "../../../lib/engine/rng";
import { tf } from "../../../lib/engine/tf";
import { useEngine } from "../../../lib/engine/use-engine";
import { forEachProduct, gradient, relativeError } from "../float64";
import { gradOf } from "../grad-of";
import { describeEngines } from "../graphics-card";

const INPUTS = 3;
const HIDDEN = 5;
const BATCH = 4;

interface Activation {
  op: (x: tf.Tensor2D) => tf.Tensor2D;
  f: (x: number) => number;
  derivative: (x: number) => number;
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const activations: Record<string, Activation> = {
  tanh: { op: tf.tanh, f: Math.tanh, derivative: (x) => 1 - Math.tanh(x) ** 2 },
  sigmoid: { op: tf.sigmoid, f: sigmoid, derivative: (x) => sigmoid(x) * (1 - sigmoid(x)) },
  swish: {
    op: (x) => tf.mul(x, tf.sigmoid(x)),
    f: (x) => x * sigmoid(x),
    derivative: (x) => sigmoid(x) + x * sigmoid(x) * (1 - sigmoid(x)),
  },
  leakyRelu: {
    op: (x) => tf.leakyRelu(x, 0.3),
    f: (x) => (x > 0 ? x : 0.3 * x),
    derivative: (x) => (x > 0 ? 1 : 0.3),
  },
  elu: { op: tf.elu, f: (x) => (x > 0 ? x : Math.expm1(x)), derivative: (x) => (x > 0 ? 1 : Math.exp(x)) },
};

/** x [BATCH, INPUTS], then the weights of D(x) = v . f(x W + b): W [INPUTS, HIDDEN], b [HIDDEN], v [HIDDEN]. */
function sample(name: string) {
  const stream = rng(11).stream(name);
  const draw = (size: number) => Float64Array.from({ length: size }, () => Math.fround(stream.normal()));
  return { x: draw(BATCH * INPUTS), weights: draw(INPUTS * HIDDEN + 2 * HIDDEN) };
}

/** mean over the batch of (|dD/dx| - 1)^2, with dD/dx by hand. */
function penalty64({ derivative }: Activation, x: Float64Array, weights: Float64Array): number {
  const w = (i: number, h: number) => weights[i * HIDDEN + h]!;
  const b = weights.subarray(INPUTS * HIDDEN);
  const v = weights.subarray(INPUTS * HIDDEN + HIDDEN);
  let total = 0;
  for (let n = 0; n < BATCH; n++) {
    const slope = new Float64Array(INPUTS);
    for (let h = 0; h < HIDDEN; h++) {
      let before = b[h]!;
      for (let i = 0; i < INPUTS; i++) before += x[n * INPUTS + i]! * w(i, h);
      for (let i = 0; i < INPUTS; i++) slope[i]! += v[h]! * derivative(before) * w(i, h);
    }
    total += (Math.hypot(...slope) - 1) ** 2 / BATCH;
  }
  return total;
}

function penalty({ op }: Activation, x: tf.Tensor2D, [w, b, v]: tf.Tensor[]): tf.Scalar {
  const critic = (at: tf.Tensor2D) =>
    tf.sum(tf.matMul(op(tf.add(tf.matMul(at, w as tf.Tensor2D), b!)), v as tf.Tensor2D));
  const slope = gradOf(critic)(x);
  return tf.mean(tf.square(tf.sub(tf.sqrt(tf.sum(tf.square(slope), 1)), 1)));
}

describeEngines(["cpu", "wasm", "webgpu", "tensorflow"], "on %s", (engine) => {
  beforeAll(() => useEngine(engine));

  it.each(Object.keys(activations))("the penalty of a %s critic: its gradient by all weights", (name) => {
    const activation = activations[name]!;
    const { x, weights } = sample(name);
    const [v, b] = [INPUTS * HIDDEN + HIDDEN, INPUTS * HIDDEN];
    const before = tf.memory().numTensors;
    const values = tf.tidy(() => {
      const variables = [
        tf.tensor2d(Float32Array.from(weights.slice(0, b)), [INPUTS, HIDDEN]),
        tf.tensor1d(Float32Array.from(weights.slice(b, v))),
        tf.tensor2d(Float32Array.from(weights.slice(v)), [HIDDEN, 1]),
      ];
      const xs = tf.tensor2d(Float32Array.from(x), [BATCH, INPUTS]);
      const gradients = tf.grads((...at: tf.Tensor[]) => penalty(activation, xs, at))(variables);
      return gradients.flatMap((g) => [...g.dataSync()]);
    });
    expect(tf.memory().numTensors).toBe(before);
    const wanted = gradient((at) => penalty64(activation, x, at), weights);
    expect(relativeError(values, wanted)).toBeLessThan(1e-4);
  });

  it.each([1, 2])("the norm of a filter's gradient: its gradient by the picture, stride %i", (stride) => {
    const shape = { batch: 2, height: 4, width: 4, channels: 2, filterHeight: 3, filterWidth: 3, filters: 2 };
    const out = 4 / stride;
    const full = {
      ...shape,
      stride,
      outHeight: out,
      outWidth: out,
      top: stride === 1 ? 1 : 0,
      left: stride === 1 ? 1 : 0,
    };
    const stream = rng(5).stream("filter");
    const x = Float64Array.from({ length: 64 }, () => Math.fround(stream.normal()));
    const filter = Float64Array.from({ length: 36 }, () => Math.fround(stream.normal()));
    const norm64 = (at: Float64Array) => {
      const y = new Float64Array(shape.batch * out * out * shape.filters);
      const dFilter = new Float64Array(filter.length);
      forEachProduct(full, (i, k, o) => (y[o]! += at[i]! * filter[k]!));
      forEachProduct(full, (i, k, o) => (dFilter[k]! += at[i]! * 2 * y[o]!));
      return dFilter.reduce((sum, g) => sum + g * g, 0);
    };
    const values = tf.tidy(() => {
      const w = tf.tensor4d(Float32Array.from(filter), [3, 3, 2, 2]);
      const energy = (image: tf.Tensor4D) => (at: tf.Tensor4D) =>
        tf.sum(tf.square(tf.conv2d(image, at, stride, "same")));
      const norm = (image: tf.Tensor4D) => tf.sum(tf.square(gradOf(energy(image))(w)));
      return gradOf(norm)(tf.tensor4d(Float32Array.from(x), [2, 4, 4, 2])).dataSync();
    });
    expect(relativeError(values, gradient(norm64, x))).toBeLessThan(1e-4);
  });
});
