import { beforeAll, describe, expect, it } from "vitest";
import { rng } from "../../lib/engine/rng";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";
import { asMatrix, convolutionNorm, spectralNorm } from "../../lib/nn/spectral-norm";
import { forEachProduct } from "../engine/float64";

beforeAll(async () => {
  await useEngine();
});

const random = rng(2);

/** The largest singular value of a matrix, in float64: the root of the largest eigenvalue of A^T A, by many squarings. */
function largestSingularValue(a: number[][]): number {
  const n = a[0]!.length;
  let gram = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => a.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
  );
  let logScale = 0;
  // (A^T A)^(2^k), scaled by its trace: the trace's 2^k-th root tends to the eigenvalue.
  for (let k = 0; k < 14; k++) {
    const trace = gram.reduce((sum, row, i) => sum + row[i]!, 0);
    gram = gram.map((row) => row.map((value) => value / trace));
    logScale += Math.log(trace) / 2 ** k;
    const before = gram;
    gram = before.map((row) =>
      before.map((_, j) => row.reduce((sum, value, m) => sum + value * before[m]![j]!, 0)),
    );
  }
  const trace = gram.reduce((sum, row, i) => sum + row[i]!, 0);
  return Math.exp((logScale + Math.log(trace) / 2 ** 14) / 2);
}

describe("spectralNorm", () => {
  it("of a diagonal is its largest entry, of u v^T the product of their lengths", () => {
    const diagonal = tf.tensor2d([[3, 0], [0, -5], [0, 0]]); // prettier-ignore
    const product = tf.matMul<tf.Tensor2D>(tf.tensor2d([[3], [4]]), tf.tensor2d([[1, 2, 2]]));
    expect(spectralNorm(diagonal, { random: rng(1) })).toBeCloseTo(5, 5);
    expect(spectralNorm(product, { random: rng(1) })).toBeCloseTo(15, 4);
    tf.dispose([diagonal, product]);
  });

  it("of random matrices agrees with the eigenvalues of A^T A in float64, and comes from below", () => {
    const rows = Array.from({ length: 12 }, () => Array.from({ length: 7 }, random.normal));
    const matrix = tf.tensor2d(rows);
    const right = largestSingularValue(rows);
    expect(spectralNorm(matrix, { random: rng(3), iterations: 300 }) / right).toBeCloseTo(1, 4);
    expect(spectralNorm(matrix, { random: rng(3), iterations: 1 })).toBeLessThan(right);
    matrix.dispose();
  });

  it("leaves no tensor behind", () => {
    const matrix = tf.ones<tf.Rank.R2>([4, 3]);
    const before = tf.memory().numTensors;
    expect(spectralNorm(matrix, { random: rng(1), iterations: 5 })).toBeCloseTo(Math.sqrt(12), 5);
    expect(tf.memory().numTensors).toBe(before);
    matrix.dispose();
  });
});

describe("convolutionNorm", () => {
  it("of a 1 by 1 kernel is the norm of its matrix: there patches do not overlap", () => {
    const kernel = tf.tensor4d(Float32Array.from({ length: 6 }, random.normal), [1, 1, 2, 3]);
    const own = convolutionNorm(kernel, { size: [5, 5], random: rng(1), iterations: 300 });
    expect(own / spectralNorm(asMatrix(kernel), { random: rng(1) })).toBeCloseTo(1, 4);
    kernel.dispose();
  });

  it("of three ones in a row, on n points, is 1 + 2 cos(pi / (n + 1)): a path's largest eigenvalue; the matrix says sqrt(3)", () => {
    const kernel = tf.ones<tf.Rank.R4>([1, 3, 1, 1]);
    const own = convolutionNorm(kernel, { size: [1, 9], random: rng(1), iterations: 600 });
    expect(own).toBeCloseTo(1 + 2 * Math.cos(Math.PI / 10), 4);
    expect(spectralNorm(asMatrix(kernel), { random: rng(1) })).toBeCloseTo(Math.sqrt(3), 5);
    kernel.dispose();
  });

  it.each([
    [1, "same"],
    [2, "same"],
    [1, "valid"],
  ] as const)(
    "with stride %i and padding %s is the largest singular value of the whole map, in float64",
    (strides, padding) => {
      const [side, inputs, filters, size] = [3, 2, 2, 5];
      const values = Float32Array.from({ length: side * side * inputs * filters }, random.normal);
      const kernel = tf.tensor4d(values, [side, side, inputs, filters]);
      const out = padding === "same" ? Math.ceil(size / strides) : size - side + 1;
      const lost = padding === "same" ? Math.max(0, (out - 1) * strides + side - size) : 0;
      const map = Array.from({ length: out * out * filters }, () =>
        Array.from({ length: size * size * inputs }, () => 0),
      );
      const shape = { batch: 1, height: size, width: size, channels: inputs, filterHeight: side, filterWidth: side, filters, stride: strides, outHeight: out, outWidth: out, top: Math.floor(lost / 2), left: Math.floor(lost / 2) }; // prettier-ignore
      forEachProduct(shape, (x, weight, y) => (map[y]![x]! += values[weight]!));
      const own = convolutionNorm(kernel, {
        size: [size, size],
        strides,
        padding,
        random: rng(1),
        iterations: 1000,
      });
      expect(own / largestSingularValue(map)).toBeCloseTo(1, 3);
      kernel.dispose();
    },
  );

  it("lies between the matrix's norm and the root of the overlaps times it", () => {
    for (const [side, strides] of [
      [5, 1],
      [5, 2],
      [4, 2],
      [3, 1],
    ] as const) {
      const kernel = tf.tensor4d(Float32Array.from({ length: side * side * 12 }, random.normal), [
        side,
        side,
        3,
        4,
      ]);
      const sigma = spectralNorm(asMatrix(kernel), { random: rng(1), iterations: 200 });
      const own = convolutionNorm(kernel, { size: [16, 16], strides, random: rng(1), iterations: 200 });
      expect(own / sigma).toBeGreaterThan(1);
      expect(own / sigma).toBeLessThan(Math.ceil(side / strides));
      kernel.dispose();
    }
  });
});
