/** The kernels of "webgpu" that are wrong before the repairs, and right after them. */
import { beforeAll, expect, it, vi } from "vitest";
import { rng } from "../../../lib/engine/rng";
import { tf } from "../../../lib/engine/tf";
import { useEngine } from "../../../lib/engine/use-engine";
import { webgpu } from "../../../lib/engine/webgpu";
import { gradOf } from "../grad-of";
import { describeEngines } from "../graphics-card";

describeEngines(["webgpu"], "without the repairs, on %s", () => {
  beforeAll(() => webgpu.load());

  it("maxPool gives the gradient of equal maxima to the last", () => {
    expect(maxPoolGradient([0, 3, 1, 3])).toEqual([0, 0, 0, 7]);
  });

  it("unsortedSegmentSum counts an id that is no segment as another one", () => {
    expect(segmentSums([1, 2, 4, 8], [1, -1, 2, 1])).toEqual([4, 9]);
  });

  it("long sums are added as they come", () => {
    expect(programsOf(() => product([20, 2048], [2048, 20]))).toContain("MatMulSplitKProgram");
  });
});

describeEngines(["webgpu"], "with the repairs, on %s", () => {
  beforeAll(() => useEngine("webgpu"));

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

  it.each([
    { shape: [2, 7, 6, 3], size: [3, 2], stride: [2, 1], pad: "same" },
    { shape: [1, 6, 6, 2], size: [2, 2], stride: [2, 2], pad: "valid" },
    { shape: [2, 5, 8, 1], size: [2, 3], stride: [3, 2], pad: "valid" },
    { shape: [1, 5, 5, 2], size: [3, 3], stride: [1, 1], pad: "same" },
  ] as const)("maxPool of $shape, window $size, stride $stride, $pad, with ties", (pool) => {
    const { size, stride, pad } = pool;
    const shape = [...pool.shape] as [number, number, number, number];
    const values = integers("x", shape);
    expectNoNewTensor(() => {
      const x = tf.tensor4d(values, shape);
      const op = (at: tf.Tensor4D) => tf.maxPool(at, [...size], [...stride], pad);
      const y = op(x);
      const dy = tf.tensor4d(integers("dy", y.shape), y.shape);
      const wanted = poolGradient({ values, shape, size, stride, pad }, y.shape, dy.dataSync());
      expect([...gradOf(op)(x, dy).dataSync()]).toEqual([...wanted]);
    });
  });

  it("unsortedSegmentSum leaves out ids that are no segment", () => {
    expect(segmentSums([1, 2, 4, 8], [1, -1, 2, 1])).toEqual([0, 9]);
  });

  it.each([
    ["a product", undefined],
    ["a product with a bias", 5],
  ])("%s with long sums: always in the same order, and right", (_, bias) => {
    const run = () => product([20, 2048], [2048, 20], bias === undefined ? bias : tf.fill([20], bias));
    expect(programsOf(run)).not.toContain("MatMulSplitKProgram");
    const [a, b] = [integers("a", [20, 2048]), integers("b", [2048, 20])];
    const wanted = Array.from({ length: 400 }, (_, place) => {
      const [row, column] = [Math.floor(place / 20), place % 20];
      let sum = bias ?? 0;
      for (let k = 0; k < 2048; k++) sum += a[row * 2048 + k]! * b[k * 20 + column]!;
      return sum;
    });
    expect([...tf.tidy(run).dataSync()]).toEqual(wanted); // whole numbers below 2^24 add up exactly
  });

  it("gather: its gradient adds up where an index is repeated, in rows", () => {
    const gradient = tf.tidy(() => {
      const weights = tf.tensor2d([1, 10, 100, 1000, 2, 20, 200, 2000], [4, 2]);
      const loss = (x: tf.Tensor) =>
        tf.sum(tf.mul(tf.gather(x, tf.tensor1d([2, 0, 2, 2], "int32")), weights));
      return [
        ...tf
          .grad(loss)(tf.zeros([3, 2]))
          .dataSync(),
      ];
    });
    expect(gradient).toEqual([100, 1000, 0, 0, 203, 2030]);
  });
});

/** The programs that ran on the card. */
function programsOf(work: () => void): string[] {
  const run = vi.spyOn(tf.backend() as unknown as Programs, "runWebGPUProgram");
  tf.tidy(work);
  const names = run.mock.calls.map(([program]) => program.constructor.name);
  run.mockRestore();
  return names;
}

interface Programs {
  runWebGPUProgram(program: object): unknown;
}

function product(a: [number, number], b: [number, number], bias?: tf.Tensor): tf.Tensor {
  const [x, y] = [tf.tensor2d(integers("a", a), a), tf.tensor2d(integers("b", b), b)];
  return bias ? tf.fused.matMul({ a: x, b: y, bias }) : tf.matMul(x, y);
}

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

/** Of two segments. */
function segmentSums(values: number[], ids: number[]): number[] {
  return tf.tidy(() => [
    ...tf.unsortedSegmentSum(tf.tensor1d(values), tf.tensor1d(ids, "int32"), 2).dataSync(),
  ]);
}

/** Few values, so that windows have equal maxima, negative ones too. */
function integers(name: string, shape: number[]): Float32Array {
  const stream = rng(4).stream(name);
  return Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => stream.integer(4) - 3);
}

interface Pool {
  values: Float32Array;
  shape: readonly [number, number, number, number];
  size: readonly [number, number];
  stride: readonly [number, number];
  pad: "same" | "valid";
}

/** By the definition: every window looks for its first maximum, row by row. */
function poolGradient({ values, shape, size, stride, pad }: Pool, out: number[], dy: ArrayLike<number>) {
  const [batch, height, width, channels] = shape;
  const before = [0, 1].map((axis) => {
    const missing = (out[axis + 1]! - 1) * stride[axis]! + size[axis]! - shape[axis + 1]!;
    return pad === "same" ? Math.floor(Math.max(0, missing) / 2) : 0;
  });
  const dx = new Float64Array(values.length);
  let place = 0;
  for (let n = 0; n < batch; n++) {
    for (let i = 0; i < out[1]!; i++) {
      for (let j = 0; j < out[2]!; j++) {
        for (let c = 0; c < channels; c++) {
          let best = -1;
          for (let a = 0; a < size[0]; a++) {
            for (let b = 0; b < size[1]; b++) {
              const [y, x] = [i * stride[0] - before[0]! + a, j * stride[1] - before[1]! + b];
              if (y < 0 || y >= height || x < 0 || x >= width) continue;
              const here = ((n * height + y) * width + x) * channels + c;
              if (best < 0 || values[here]! > values[best]!) best = here;
            }
          }
          dx[best]! += dy[place++]!;
        }
      }
    }
  }
  return dx;
}
