/** The kernels that "wasm" lacks or has only slow: missing before the repairs, right after them, against float64. */
import { beforeAll, describe, expect, it } from "vitest";
import { rng } from "../../../lib/engine/rng";
import { tf } from "../../../lib/engine/tf";
import { useEngine } from "../../../lib/engine/use-engine";
import { forEachProduct, relativeError } from "../float64";
import type { ConvolutionShape } from "../float64";
import { gradOf } from "../grad-of";

type Padding = "same" | "valid" | number;
type Shape4D = [number, number, number, number];

interface Case {
  x: Shape4D;
  filter: Shape4D;
  stride: number;
  padding: Padding;
}

const cases: Case[] = [
  { x: [2, 8, 8, 3], filter: [5, 5, 3, 4], stride: 2, padding: "same" },
  { x: [2, 8, 8, 3], filter: [5, 5, 3, 4], stride: 1, padding: "same" },
  { x: [1, 7, 9, 2], filter: [4, 3, 2, 5], stride: 2, padding: "same" },
  { x: [3, 6, 5, 1], filter: [3, 2, 1, 1], stride: 1, padding: "valid" },
  { x: [2, 7, 7, 2], filter: [3, 3, 2, 3], stride: 3, padding: "valid" },
  { x: [2, 5, 5, 2], filter: [3, 3, 2, 2], stride: 1, padding: 2 },
  { x: [1, 3, 3, 2], filter: [5, 5, 2, 2], stride: 1, padding: "same" },
  { x: [1, 4, 4, 3], filter: [1, 1, 3, 2], stride: 1, padding: "same" },
  { x: [2, 7, 6, 3], filter: [1, 1, 3, 2], stride: 2, padding: "same" }, // rows of x that no tap meets
  { x: [2, 9, 11, 2], filter: [2, 3, 2, 3], stride: 3, padding: "valid" }, // and rows behind the last of y
  { x: [2, 6, 6, 2], filter: [5, 5, 2, 3], stride: 2, padding: 2 },
  { x: [2, 2, 1, 2], filter: [5, 4, 2, 3], stride: 2, padding: "same" }, // filters larger than the picture
];

describe("without the repairs", () => {
  beforeAll(async () => {
    await import("@tensorflow/tfjs-backend-wasm");
    await tf.setBackend("wasm");
  });

  it("a convolution has no gradient by its filter", () => {
    const { x, filter } = tensors(cases[0]!);
    expect(() => gradOf((w: tf.Tensor4D) => tf.sum(tf.conv2d(x, w, 2, "same")))(filter)).toThrow(
      "'Conv2DBackpropFilter' not registered",
    );
  });

  it("gather has no gradient", () => {
    expect(() => gatherGradient([1], [1])).toThrow("'UnsortedSegmentSum' not registered");
  });

  it("a depthwise convolution has no gradients", () => {
    const x = tf.ones<tf.Rank.R4>([1, 4, 4, 2]);
    const filter = tf.ones<tf.Rank.R4>([3, 3, 2, 1]);
    const sum = (at: tf.Tensor4D, w: tf.Tensor4D) => tf.sum(tf.depthwiseConv2d(at, w, 1, "same"));
    expect(() => gradOf((at: tf.Tensor4D) => sum(at, filter))(x)).toThrow("BackpropInput' not registered");
    expect(() => gradOf((w: tf.Tensor4D) => sum(x, w))(filter)).toThrow("BackpropFilter' not registered");
  });

  it("maxPool gives the gradient of a window of negative numbers to a wrong one", () => {
    expect(maxPoolGradient([-4, -3, -2, -1])).toEqual([7, 0, 0, 0]);
  });
});

describe("with the repairs", () => {
  beforeAll(() => useEngine("wasm"));

  it.each(cases)("conv2d, x $x, filter $filter, stride $stride, $padding", (sizes) => {
    expectNoNewTensor(() => {
      const { x, filter, stride, padding } = { ...sizes, ...tensors(sizes) };
      const y = (at: tf.Tensor4D, w: tf.Tensor4D) =>
        tf.conv2d(at, w, stride, padding, "NHWC", 1, rounding(padding));
      const dy = normal("dy", y(x, filter).shape);
      const [dx, dFilter] = tf.grads((at: tf.Tensor, w: tf.Tensor) => y(at as tf.Tensor4D, w as tf.Tensor4D))(
        [x, filter],
        dy,
      );
      const wanted = gradients64(shapeOf(sizes, dy.shape), x, filter, dy);
      expect(relativeError(dx!.dataSync(), wanted.dx)).toBeLessThan(2e-6);
      expect(relativeError(dFilter!.dataSync(), wanted.dFilter)).toBeLessThan(2e-6);
    });
  });

  it.each([1, 2])("depthwiseConv2d, stride %i", (stride) => {
    expectNoNewTensor(() => {
      const x = normal<tf.Rank.R4>("x", [2, 6, 5, 3]);
      const filter = normal<tf.Rank.R4>("filter", [3, 3, 3, 2]);
      const y = (at: tf.Tensor, w: tf.Tensor) =>
        tf.depthwiseConv2d(at as tf.Tensor4D, w as tf.Tensor4D, stride, "same");
      const dy = normal("dy", y(x, filter).shape);
      const [dx, dFilter] = tf.grads(y)([x, filter], dy);
      // A depthwise convolution is one whose filter is zero between different channels.
      const [dense, mask] = spread(filter);
      const wanted = gradients64(
        shapeOf({ x: x.shape, filter: [3, 3, 3, 6], stride }, dy.shape),
        x,
        dense,
        dy,
      );
      const dFilterWanted = [...wanted.dFilter].filter((_, i) => mask[i]);
      expect(relativeError(dx!.dataSync(), wanted.dx)).toBeLessThan(2e-6);
      expect(relativeError(dFilter!.dataSync(), dFilterWanted)).toBeLessThan(2e-6);
    });
  });

  it("gather: its gradient adds up where an index is repeated", () => {
    expectNoNewTensor(() => {
      expect(gatherGradient([2, 0, 2, 2], [1, 10, 100, 1000])).toEqual([20, 10, 0, 0, 2202, 1101]);
    });
  });

  it("unsortedSegmentSum leaves out ids that are no segment", () => {
    const sums = tf.tidy(() =>
      tf.unsortedSegmentSum(tf.tensor1d([1, 2, 4, 8]), tf.tensor1d([1, -1, 2, 1], "int32"), 2),
    );
    expect([...sums.dataSync()]).toEqual([0, 9]);
    sums.dispose();
  });

  it.each([
    [true, false],
    [false, true],
    [true, true],
  ])("matMul in a batch, transposeA %s, transposeB %s", (transposeA, transposeB) => {
    expectNoNewTensor(() => {
      const a = normal<tf.Rank.R3>("a", transposeA ? [2, 4, 3] : [2, 3, 4]);
      const b = normal<tf.Rank.R3>("b", transposeB ? [2, 5, 4] : [2, 4, 5]);
      const product = tf.matMul(a, b, transposeA, transposeB);
      expect(product.shape).toEqual([2, 3, 5]);
      const at = (m: tf.Tensor3D, n: number, i: number, j: number, swap: boolean) =>
        m.dataSync()[n * m.shape[1] * m.shape[2] + (swap ? j * m.shape[2] + i : i * m.shape[2] + j)]!;
      const wanted = Float64Array.from({ length: 30 }, (_, place) => {
        const [n, i, j] = [Math.floor(place / 15), Math.floor(place / 5) % 3, place % 5];
        return [0, 1, 2, 3].reduce((s, k) => s + at(a, n, i, k, transposeA) * at(b, n, k, j, transposeB), 0);
      });
      expect(relativeError(product.dataSync(), wanted)).toBeLessThan(1e-6);
    });
  });

  it("maxPool: the gradient goes to the first maximum, of whatever sign", () => {
    expectNoNewTensor(() => {
      expect(maxPoolGradient([-4, -3, -2, -1])).toEqual([0, 0, 0, 7]);
      expect(maxPoolGradient([0, 3, 1, 3])).toEqual([0, 7, 0, 0]);
      expect(maxPoolGradient([0, 0, 0, 0])).toEqual([7, 0, 0, 0]);
    });
  });

  it("maxPool with overlap and padding: windows over the edge, a maximum of two windows", () => {
    const gradient = tf.tidy(() => {
      const x = tf.tensor4d([1, 5, 2, 4, 3, 6, 9, 8, 7], [1, 3, 3, 1]);
      const dy = tf.tensor4d([1, 10, 100, 1000], [1, 2, 2, 1]);
      return [...gradOf((at: tf.Tensor4D) => tf.maxPool(at, 3, 2, "same"))(x, dy).dataSync()];
    });
    // Windows of 3 around the corners: maxima 5, 6, 9 and 8.
    expect(gradient).toEqual([0, 1, 0, 0, 0, 10, 100, 1000, 0]);
  });

  it("NCHW is refused", () => {
    const attributes = { strides: 1, pad: "same", dataFormat: "NCHW", filterShape: [3, 3, 1, 1] };
    const x = tf.ones([1, 1, 4, 4]);
    expect(() => tf.engine().runKernel("Conv2DBackpropFilter", { x, dy: x }, attributes)).toThrow("NHWC");
    x.dispose();
  });
});

function expectNoNewTensor(work: () => void): void {
  const before = [tf.memory().numTensors, tf.backend().numDataIds()];
  tf.tidy(work);
  expect([tf.memory().numTensors, tf.backend().numDataIds()]).toEqual(before);
}

/** Of a pool of 2 x 2 over four numbers, with dy = 7. */
function maxPoolGradient(numbers: number[]): number[] {
  return tf.tidy(() => {
    const pool = gradOf((at: tf.Tensor4D) => tf.maxPool(at, 2, 2, "valid"));
    return [...pool(tf.tensor4d(numbers, [1, 2, 2, 1]), tf.tensor4d([7], [1, 1, 1, 1])).dataSync()];
  });
}

function normal<R extends tf.Rank>(name: string, shape: tf.ShapeMap[R]): tf.Tensor<R> {
  const stream = rng(3).stream(name);
  return tf.tensor(Float32Array.from({ length: tf.util.sizeFromShape(shape) }, stream.normal), shape);
}

function tensors({ x, filter }: Pick<Case, "x" | "filter">) {
  return { x: normal<tf.Rank.R4>("x", x), filter: normal<tf.Rank.R4>("filter", filter) };
}

function rounding(padding: Padding) {
  return typeof padding === "number" ? "floor" : undefined;
}

/** The padding of TensorFlow's "same" by its definition; "valid" has none. */
function shapeOf(
  { x, filter, stride, padding = "same" }: Omit<Case, "padding"> & { padding?: Padding },
  y: number[],
): ConvolutionShape {
  const before = (size: number, out: number, length: number) => {
    if (padding === "valid") return 0;
    if (padding !== "same") return padding;
    return Math.floor(Math.max(0, (out - 1) * stride + length - size) / 2);
  };
  return {
    batch: x[0],
    height: x[1],
    width: x[2],
    channels: x[3],
    filterHeight: filter[0],
    filterWidth: filter[1],
    filters: filter[3],
    stride,
    outHeight: y[1]!,
    outWidth: y[2]!,
    top: before(x[1], y[1]!, filter[0]),
    left: before(x[2], y[2]!, filter[1]),
  };
}

function gradients64(shape: ConvolutionShape, ...[x, filter, dy]: [tf.Tensor, tf.Tensor, tf.Tensor]) {
  const [xs, filters, dys] = [x.dataSync(), filter.dataSync(), dy.dataSync()];
  const dx = new Float64Array(xs.length);
  const dFilter = new Float64Array(filters.length);
  forEachProduct(shape, (i, k, o) => {
    dx[i]! += filters[k]! * dys[o]!;
    dFilter[k]! += xs[i]! * dys[o]!;
  });
  return { dx, dFilter };
}

/** The filter [a, b, c, m] as [a, b, c, c * m] with zeros between channels, and where it is not zero. */
function spread(filter: tf.Tensor4D): [tf.Tensor4D, boolean[]] {
  const [height, width, channels, multiplier] = filter.shape;
  const values: number[] = [];
  const mask: boolean[] = [];
  filter.dataSync().forEach((value, place) => {
    const channel = Math.floor(place / multiplier) % channels;
    if (place % multiplier === 0) {
      for (let i = 0; i < channels * multiplier; i++) {
        values.push(0);
        mask.push(false);
      }
    }
    const here = values.length - channels * multiplier + channel * multiplier + (place % multiplier);
    values[here] = value;
    mask[here] = true;
  });
  return [tf.tensor4d(values, [height, width, channels, channels * multiplier]), mask];
}

/** Of sum(gather(x, indices) * scales), x [3, 2] of numbers, its columns weighted 2 and 1. */
function gatherGradient(indices: number[], scales: number[]): number[] {
  return tf.tidy(() => {
    const weights = tf.mul(tf.tensor2d(scales, [scales.length, 1]), tf.tensor2d([2, 1], [1, 2]));
    const loss = (x: tf.Tensor) => tf.sum(tf.mul(tf.gather(x, tf.tensor1d(indices, "int32")), weights));
    return [
      ...tf
        .grad(loss)(tf.zeros([3, 2]))
        .dataSync(),
    ];
  });
}
