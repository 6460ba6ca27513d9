/** Each fast op gives what the plain ops give, also to second order, and is left out alone where it fails. */
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { fastOps, hasFastOp, setFastOp, tryFastOp } from "../../../lib/engine/fast/fast-ops";
import type { FastOp } from "../../../lib/engine/fast/fast-ops";
import { randomNormal } from "../../../lib/engine/random";
import { tensorflowBackend } from "../../../lib/engine/tensorflow";
import { tf } from "../../../lib/engine/tf";
import { useEngine } from "../../../lib/engine/use-engine";
import { Adam } from "../../../lib/nn/adam";
import { relativeError } from "../float64";

const all: FastOp[] = [
  "LeakyReluGrad",
  "BiasAddGrad",
  "FusedBatchNormV3",
  "ResourceApplyAdam",
  "DepthToSpace",
];

beforeAll(async () => {
  await useEngine("tensorflow");
});
afterEach(() => all.forEach((op) => setFastOp(op, true)));

/** Results with the op and without it, and the ops of TensorFlow that ran with it. */
function bothWays(op: FastOp, compute: () => tf.Tensor[]) {
  const run = () => tf.tidy(() => compute().map((tensor) => new Float32Array(tensor.dataSync())));
  const before = tf.memory().numTensors;
  const backend = tensorflowBackend();
  const calls = [vi.spyOn(backend, "executeSingleOutput"), vi.spyOn(backend, "executeMultipleOutputs")];
  const fast = run();
  const ran = new Set(calls.flatMap(({ mock }) => mock.calls.map(([name]) => name)));
  setFastOp(op, false);
  calls.forEach((spy) => spy.mockClear());
  const plain = run();
  const ranPlain = new Set(calls.flatMap(({ mock }) => mock.calls.map(([name]) => name)));
  calls.forEach((spy) => spy.mockRestore());
  setFastOp(op, true);
  expect(tf.memory().numTensors).toBe(before);
  expect(ranPlain).not.toContain(op);
  return { fast, plain, ran };
}

function expectSame(
  { fast, plain }: { fast: Float32Array[]; plain: Float32Array[] },
  tolerance = 1e-5,
): void {
  expect(fast.length).toBe(plain.length);
  plain.forEach((values, i) => {
    expect(
      values.some((value) => Math.abs(value) > 1e-3),
      `result ${i} is not all zeros`,
    ).toBe(true);
    expect(relativeError(fast[i]!, values), `result ${i}`).toBeLessThan(tolerance);
  });
}

const draw = (shape: number[], seed: number) => randomNormal(shape, [seed, 7]);

/** First gradients of sum(f(x) * dy), and the gradients of their own weighted sum. */
function twoOrders(f: (...xs: tf.Tensor[]) => tf.Tensor, xs: tf.Tensor[]): tf.Tensor[] {
  const dy = draw(
    tf.tidy(() => f(...xs).shape),
    99,
  );
  const first = (...at: tf.Tensor[]) => tf.grads((...ys) => tf.sum(tf.mul(f(...ys), dy)))(at);
  const weighted = (...at: tf.Tensor[]) =>
    tf.addN(first(...at).map((slope, i) => tf.sum(tf.mul(slope, draw(slope.shape, 50 + i)))));
  return [...first(...xs), ...tf.grads(weighted)(xs)];
}

describe("the ops of TensorFlow 2.21", () => {
  it("all work here; on a card its own transposed convolution stays", () => {
    const { isUsingGpuDevice } = tensorflowBackend();
    expect(fastOps().sort()).toEqual(all.filter((op) => !isUsingGpuDevice || op !== "DepthToSpace").sort());
  });

  it("LeakyReluGrad: both orders, slopes of either sign and none", () => {
    for (const alpha of [0.3, 0, -0.5]) {
      // The square gives the outcome a second derivative.
      const f = (x?: tf.Tensor) => tf.square(tf.leakyRelu(x!, alpha));
      const results = bothWays("LeakyReluGrad", () => twoOrders(f, [draw([4, 5], 1)]));
      expectSame(results);
      expect(results.ran).toContain("LeakyReluGrad");
    }
  });

  it("the gradient of leakyRelu is 1 above 0 and alpha below, also where alpha turns the sign round", () => {
    for (const alpha of [0.3, 0, -0.5]) {
      const slopes = tf.tidy(() =>
        tf
          .grad((x) => tf.leakyRelu(x, alpha))(tf.tensor1d([-2, -1, 1, 2]))
          .dataSync(),
      );
      [alpha, alpha, 1, 1].forEach((slope, i) => expect(slopes[i]).toBeCloseTo(slope, 6));
    }
  });

  it("BiasAddGrad: sums over all axes but the last, and no other sum", () => {
    const results = bothWays("BiasAddGrad", () => {
      const x = draw([3, 4, 2, 5], 2);
      return [tf.sum(x, [0, 1, 2]), tf.sum(x, [2, 0, 1]), tf.sum(x, [-2, -3, -4])];
    });
    expectSame(results);
    expect(results.ran).toEqual(new Set([...results.ran, "BiasAddGrad"]));
    expect(results.ran).not.toContain("Sum");
    const others = bothWays("BiasAddGrad", () => {
      const x = draw([3, 4, 5], 3);
      return [
        tf.sum(x, [0, 1], true),
        tf.sum(x),
        tf.sum(x, 0),
        tf.sum(x, [1, 2]),
        tf.sum(tf.range(0, 6, 1, "int32"), 0),
      ];
    });
    expectSame(others);
    expect(others.ran).not.toContain("BiasAddGrad");
  });

  it.each([[[6, 4]], [[3, 4, 5, 4]], [[7, 3, 4]]])(
    "FusedBatchNormV3: a layer on %j, both orders, and its averages",
    (shape) => {
      const results = bothWays("FusedBatchNormV3", () => {
        const layer = tf.layers.batchNormalization({ momentum: 0.9, inputShape: shape.slice(1) });
        const [x, gain, offset] = [draw(shape, 4), draw([4], 5), draw([4], 6)];
        layer.apply(x, { training: true });
        const [scale, center, mean, variance] = layer.getWeights().map((weight) => tf.clone(weight));
        layer.setWeights([gain, offset, mean!, variance!]);
        const parts = [layer.apply(tf.mul(x, 2), { training: true }) as tf.Tensor];
        const weights = layer.trainableWeights.map((weight) => weight.read() as tf.Variable);
        const { grads } = tf.variableGrads(
          () => tf.sum<tf.Scalar>(tf.square(layer.apply(x, { training: true }) as tf.Tensor)),
          weights,
        );
        const orders = twoOrders((at) => layer.apply(at, { training: true }) as tf.Tensor, [x]);
        const averages = layer
          .getWeights()
          .slice(2)
          .map((weight) => tf.clone(weight));
        tf.dispose([scale, center]);
        layer.dispose();
        return [...parts, ...Object.values(grads), ...orders, ...averages];
      });
      expectSame(results, 1e-4); // second derivatives of a batch norm nearly cancel
      expect(results.ran).toContain("FusedBatchNormV3");
    },
  );

  it("FusedBatchNormV3 is not used where the layer is another: on another axis, not in training", () => {
    const results = bothWays("FusedBatchNormV3", () => {
      const x = draw([3, 4, 4], 8);
      const calls = [{ axis: 1 }].map((options) => {
        const layer = tf.layers.batchNormalization(options);
        const y = layer.apply(x, { training: true }) as tf.Tensor;
        layer.dispose();
        return y;
      });
      const layer = tf.layers.batchNormalization({});
      const y = layer.apply(x) as tf.Tensor;
      layer.dispose();
      return [...calls, y];
    });
    expectSame(results);
    expect(results.ran).not.toContain("FusedBatchNormV3");
  });

  it.each([
    { side: 4, kernel: 5, channels: 3, stride: 2 },
    { side: 3, kernel: 4, channels: 1, stride: 2 },
    { side: 3, kernel: 2, channels: 2, stride: 2 },
    { side: 2, kernel: 7, channels: 4, stride: 3 },
  ])("DepthToSpace: a transposed convolution with few channels, both orders, %j", (shape) => {
    const { side, kernel, channels, stride } = shape;
    const f = (x?: tf.Tensor, filter?: tf.Tensor) =>
      tf.square(
        tf.conv2dTranspose(
          x as tf.Tensor4D,
          filter as tf.Tensor4D,
          [2, side * stride, side * stride, channels],
          stride,
          "same",
        ),
      );
    const xs = [draw([2, side, side, 5], 11), draw([kernel, kernel, channels, 5], 12)];
    const results = bothWays("DepthToSpace", () => [f(...xs), ...twoOrders(f, xs)]);
    tf.dispose(xs);
    expectSame(results);
    expect(results.ran).toContain("DepthToSpace");
  });

  it.each([
    { side: 4, kernel: 5, channels: 8, stride: 2 }, // TensorFlow's own kernel is as fast
    { side: 4, kernel: 3, channels: 3, stride: 2 }, // "same" padding is not even
    { side: 4, kernel: 5, channels: 3, stride: 1 },
  ])("DepthToSpace is not used for %j", ({ side, kernel, channels, stride }) => {
    const results = bothWays("DepthToSpace", () => {
      const [x, filter] = [draw([1, side, side, 2], 13), draw([kernel, kernel, channels, 2], 14)];
      const size = side * stride;
      return [
        tf.conv2dTranspose(
          x as tf.Tensor4D,
          filter as tf.Tensor4D,
          [1, size, size, channels],
          stride,
          "same",
        ),
      ];
    });
    expectSame(results);
    expect(results.ran).not.toContain("DepthToSpace");
  });

  it("ResourceApplyAdam: ten updates, weights and moments", () => {
    const results = bothWays("ResourceApplyAdam", () => {
      const variable = tf.variable(draw([3, 4], 9));
      const other = tf.variable(draw([5], 10));
      const adam = new Adam([{ name: "w", variable }, { name: "v", variable: other }], { learningRate: 0.1 }); // prettier-ignore
      for (let t = 1; t <= 10; t++) {
        const gradients = { [variable.name]: draw([3, 4], 20 + t), [other.name]: draw([5], 40 + t) };
        adam.apply(gradients, adam.ratesAt(t));
      }
      const state = [variable, other, ...adam.moments().map((moment) => moment.variable)].map((now) =>
        tf.clone(now),
      );
      tf.dispose([variable, other]);
      adam.dispose();
      return state;
    });
    expectSame(results);
    expect(results.ran).toContain("ResourceApplyAdam");
  });

  it("ResourceApplyAdam leaves copies of a weight as they were", () => {
    const variable = tf.variable(tf.tensor1d([1, 2]));
    const copy = tf.clone(variable);
    const adam = new Adam([{ name: "w", variable }], { learningRate: 0.1 });
    tf.tidy(() => adam.apply({ [variable.name]: tf.tensor1d([1, 1]) }, adam.ratesAt(1)));
    expect([...copy.dataSync()]).toEqual([1, 2]);
    expect(variable.dataSync()[0]).toBeCloseTo(0.9, 5);
    tf.dispose([variable, copy]);
    adam.dispose();
  });
});

describe("an op that does not do", () => {
  const trial = (op: string, fast: () => tf.Tensor[]) => {
    tryFastOp(op as FastOp, () => ({ fast: fast(), plain: [tf.tensor1d([1, 2])] }));
    return hasFastOp(op as FastOp);
  };

  it("is left out: missing, wrong, or of another shape", () => {
    const missing = () => [tensorflowBackend().executeSingleOutput("NoSuchOp", [], [tf.ones([1])])];
    expect(trial("missing", missing)).toBe(false);
    expect(trial("wrong", () => [tf.tensor1d([1, 2.1])])).toBe(false);
    expect(trial("not a number", () => [tf.tensor1d([1, NaN])])).toBe(false);
    expect(trial("shape", () => [tf.tensor2d([[1, 2]])])).toBe(false);
    expect(trial("good", () => [tf.tensor1d([1, 2.000001])])).toBe(true);
    expect(fastOps()).toEqual(expect.arrayContaining(all)); // the others stay
  });

  it("is used on the engine tensorflow only", async () => {
    await useEngine("cpu");
    expect(hasFastOp("LeakyReluGrad")).toBe(false);
    await useEngine("tensorflow");
    expect(hasFastOp("LeakyReluGrad")).toBe(true);
  });
});
