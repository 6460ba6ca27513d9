/** Second derivatives: wrong or an error before the repairs, right after them, against float64. */
import { beforeAll, describe, expect, it } from "vitest";
import { installRepairs } from "../../../lib/engine/repairs/install";
import { tf } from "../../../lib/engine/tf";
import { useEngine } from "../../../lib/engine/use-engine";
import { gradient, relativeError, secondDifference } from "../float64";
import { gradOf } from "../grad-of";
import { describeEngines } from "../graphics-card";

interface Activation {
  op: (x: tf.Tensor) => tf.Tensor;
  f: (x: number) => number;
}

const ALPHA = 1.6732632423543772; // of selu, Klambauer et al. (2017)
const SCALE = 1.0507009873554805;
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const alpha = () => tf.scalar(0.25);

const activations: Record<string, Activation> = {
  leakyRelu: { op: (x) => tf.leakyRelu(x, 0.3), f: (x) => (x > 0 ? x : 0.3 * x) },
  prelu: { op: (x) => tf.prelu(x, alpha()), f: (x) => (x > 0 ? x : 0.25 * x) },
  selu: { op: tf.selu, f: (x) => SCALE * (x > 0 ? x : ALPHA * Math.expm1(x)) },
  elu: { op: tf.elu, f: (x) => (x > 0 ? x : Math.expm1(x)) },
  relu6: { op: tf.relu6, f: (x) => Math.min(Math.max(x, 0), 6) },
  maximum: { op: (x) => tf.maximum(x, tf.mul(0.2, x)), f: (x) => Math.max(x, 0.2 * x) },
  minimum: { op: (x) => tf.minimum(x, tf.mul(0.2, x)), f: (x) => Math.min(x, 0.2 * x) },
  clipByValue: { op: (x) => tf.clipByValue(x, -1, 1), f: (x) => Math.min(Math.max(x, -1), 1) },
  tanh: { op: tf.tanh, f: Math.tanh },
  sigmoid: { op: tf.sigmoid, f: sigmoid },
  exp: { op: tf.exp, f: Math.exp },
  swish: { op: (x) => tf.mul(x, tf.sigmoid(x)), f: (x) => x * sigmoid(x) },
  "pow of an exponent": { op: (x) => tf.pow(2, x), f: (x) => 2 ** x },
  "softmax, one of two": {
    op: (x) => tf.split(tf.softmax(tf.stack([x, tf.zerosLike(x)], 1)), 2, 1)[0]!.reshape(x.shape),
    f: sigmoid,
  },
  "logSoftmax, one of two": {
    op: (x) => tf.split(tf.logSoftmax(tf.stack([x, tf.zerosLike(x)], 1)), 2, 1)[0]!.reshape(x.shape),
    f: (x) => -Math.log1p(Math.exp(-x)),
  },
};
const names = Object.keys(activations);
const points = [-1.7, -0.6, -0.2, 0.3, 0.8, 2.1]; // no kink is at one of these

/** d2/dx2 of op(x), and of x * op(x) + x^2, which has other paths to x. */
function secondDerivatives({ op }: Activation): number[] {
  const second = (g: (x: tf.Tensor) => tf.Tensor) =>
    tf.tidy(() => {
      const x = tf.tensor1d(points);
      const first = gradOf((at: tf.Tensor) => tf.sum(g(at)));
      return [
        ...tf
          .grad((at: tf.Tensor) => tf.sum(first(at)))(x)
          .dataSync(),
      ];
    });
  return [...second((x) => op(x)), ...second((x) => tf.add(tf.mul(x, op(x)), tf.square(x)))];
}

function expected({ f }: Activation): number[] {
  const mixed = (x: number) => x * f(x) + x * x;
  return [f, mixed].flatMap((g) => points.map((x) => secondDifference(g, x)));
}

describe("without the repairs", () => {
  beforeAll(() => tf.setBackend("cpu"));

  it.each(names)("%s: an error or a wrong number", (name) => {
    let values: number[] | undefined;
    try {
      values = secondDerivatives(activations[name]!);
    } catch {
      return; // most of them throw
    }
    expect(relativeError(values, expected(activations[name]!))).toBeGreaterThan(0.01);
  });

  it("swish: silently wrong", () => {
    const swish = (x: tf.Tensor) => tf.sum(tf.mul(x, tf.sigmoid(x)));
    const second = gradOf((x: tf.Tensor) => tf.sum(gradOf(swish)(x)));
    const value = second(tf.tensor1d([0.5])).dataSync()[0]!;
    expect(Math.abs(value - secondDifference((x) => x * sigmoid(x), 0.5))).toBeGreaterThan(0.01);
  });

  it("batchNorm without a scale: an error at the first gradient", () => {
    expect(() => normGradients(tf.tensor2d([1, 2, 3, 5, 4, 9], [3, 2]))).toThrow("dataId");
  });

  it("the gradient of a filter's gradient: an error", () => {
    const x = tf.ones<tf.Rank.R4>([1, 4, 4, 1]);
    const filter = tf.ones<tf.Rank.R4>([3, 3, 1, 1]);
    expect(() => gradOf((at: tf.Tensor4D) => filterGradientNorm(at, filter))(x)).toThrow(
      "Conv2DBackpropFilter",
    );
  });
});

describeEngines(["cpu", "wasm", "webgpu", "tensorflow"], "with the repairs, on %s", (engine) => {
  beforeAll(() => useEngine(engine));

  it.each(names)("%s: the second derivative of float64, and no tensor left", (name) => {
    const before = tf.memory().numTensors;
    const values = secondDerivatives(activations[name]!);
    expect(tf.memory().numTensors).toBe(before);
    const wanted = expected(activations[name]!);
    values.forEach((value, i) => expect(value).toBeCloseTo(wanted[i]!, 4));
  });

  it("max over an axis, and equal inputs of a comparison: zero, not an error", () => {
    const second = gradOf((x: tf.Tensor) => tf.sum(gradOf((at: tf.Tensor) => tf.sum(tf.max(at, 1)))(x)));
    expect([...second(tf.tensor2d([1, 2, 4, 3], [2, 2])).dataSync()]).toEqual([0, 0, 0, 0]);
  });

  it("batchNorm without a scale, first and second gradient", () => {
    const values = [1, 2, 3, 5, 4, 9];
    const { first, second } = normGradients(tf.tensor2d(values, [3, 2]));
    expect(relativeError(first, gradient(normLoss, values))).toBeLessThan(1e-3);
    const firstNorm = (x: Float64Array) => gradient(normLoss, x).reduce((sum, g) => sum + g * g, 0);
    expect(relativeError(second, gradient(firstNorm, values))).toBeLessThan(1e-2);
  });
});

it("a second installation changes nothing", () => {
  installRepairs();
  const greater = tf.getGradient("Greater");
  installRepairs();
  expect(tf.getGradient("Greater")).toBe(greater);
});

function filterGradientNorm(x: tf.Tensor4D, filter: tf.Tensor4D): tf.Scalar {
  const energy = (w: tf.Tensor4D) => tf.sum(tf.square(tf.conv2d(x, w, 2, "same")));
  return tf.sum(tf.square(gradOf(energy)(filter)));
}

/** Gradients of sum(n^2 * x), n = x with mean 0 and variance 1 in each column, and of the first one's square. */
function normGradients(x: tf.Tensor2D) {
  const loss = (at: tf.Tensor2D) => {
    const { mean, variance } = tf.moments(at, 0);
    const norm = tf.batchNorm2d(at, mean as tf.Tensor1D, variance as tf.Tensor1D, undefined, undefined, 1e-3);
    return tf.sum(tf.mul(tf.square(norm), at));
  };
  const first = gradOf(loss);
  const second = gradOf((at: tf.Tensor2D) => tf.sum(tf.square(first(at))));
  return { first: first(x).dataSync(), second: second(x).dataSync() };
}

function normLoss(x: Float64Array): number {
  let loss = 0;
  for (const column of [0, 1]) {
    const values = [...x].filter((_, i) => i % 2 === column);
    const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
    const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length;
    for (const v of values) loss += ((v - mean) ** 2 / (variance + 1e-3)) * v;
  }
  return loss;
}
