import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { rng } from "../../lib/engine/rng";
import { tf } from "../../lib/engine/tf";
import { cubicKernelSums } from "../../lib/metrics/cubic-kernel";
import { kernelDistance } from "../../lib/metrics/kernel-distance";
import type { Matrix } from "../../lib/metrics/matrix";

interface StoredCase {
  name: string;
  x: number[][];
  y: number[][];
  value: number;
  standardError: number;
}

const stored = JSON.parse(readFileSync(join(__dirname, "vectors/kernel-distance.json"), "utf8")) as {
  cases: StoredCase[];
};

const matrix = (rows: number[][]): Matrix => ({
  rows: rows.length,
  columns: rows[0]!.length,
  data: Float64Array.from(rows.flat()),
});

/** Normal samples with the given mean in every feature. */
function normalSamples(
  rows: number,
  columns: number,
  { mean, seed }: { mean: number; seed: number },
): Matrix {
  const stream = rng(seed).stream("samples", mean);
  return { rows, columns, data: Float64Array.from({ length: rows * columns }, () => mean + stream.normal()) };
}

describe("kernelDistance", () => {
  test("an example by hand", () => {
    // k(a, b) = (ab + 1)^3. Pairs of x: 1, 1, 0, mean 2/3. Pairs of y: 8. Across: 1, 8, 0, mean 3.
    const x = matrix([[0], [1], [-1]]);
    const y = matrix([[1], [1], [1]]);
    expect(kernelDistance(x, y).value).toBeCloseTo(2 / 3 + 8 - 6, 12);
  });

  test.each(stored.cases)("scikit-learn, $name", ({ x, y, value, standardError }) => {
    const distance = kernelDistance(matrix(x), matrix(y));
    expect(Math.abs(distance.value / value - 1)).toBeLessThan(1e-10);
    expect(Math.abs(distance.standardError / standardError - 1)).toBeLessThan(1e-9);
  });

  test("does not depend on the order of the two sets", () => {
    const [x, y] = [normalSamples(50, 8, { mean: 0, seed: 1 }), normalSamples(41, 8, { mean: 1, seed: 2 })];
    expect(kernelDistance(x, y).value).toBeCloseTo(kernelDistance(y, x).value, 10);
  });

  test("has mean 0 for samples of one distribution, and a standard error that covers the scatter", () => {
    const draws = Array.from({ length: 200 }, (_, i) =>
      kernelDistance(
        normalSamples(30, 4, { mean: 0.5, seed: 2 * i }),
        normalSamples(30, 4, { mean: 0.5, seed: 2 * i + 1 }),
      ),
    );
    const { mean, deviation } = summary(draws.map((draw) => draw.value));
    expect(Math.abs(mean)).toBeLessThan((3 * deviation) / Math.sqrt(draws.length));
    const stated = summary(draws.map((draw) => draw.standardError)).mean;
    expect(stated / deviation).toBeGreaterThan(0.9); // the jackknife errs on the wide side here
    expect(stated / deviation).toBeLessThan(2);
  });

  test("its standard error is the scatter between draws when the distributions differ", () => {
    const draws = Array.from({ length: 200 }, (_, i) =>
      kernelDistance(
        normalSamples(60, 4, { mean: 0, seed: 2 * i }),
        normalSamples(50, 4, { mean: 1, seed: 2 * i + 1 }),
      ),
    );
    const { deviation } = summary(draws.map((draw) => draw.value));
    const stated = summary(draws.map((draw) => draw.standardError)).mean;
    expect(stated / deviation).toBeGreaterThan(0.8);
    expect(stated / deviation).toBeLessThan(1.25);
  });

  test("takes tensors and leaves them alive", () => {
    const [x, y] = [tf.tensor2d([[0], [1], [-1]]), tf.tensor2d([[1], [1], [1]])];
    const before = tf.memory().numTensors;
    expect(kernelDistance(x, y).value).toBeCloseTo(8 / 3, 6);
    expect(tf.memory().numTensors).toBe(before);
    expect(x.isDisposed).toBe(false);
    tf.dispose([x, y]);
  });

  test("names what does not fit", () => {
    const x = normalSamples(10, 3, { mean: 0, seed: 1 });
    expect(() => kernelDistance(x, normalSamples(10, 4, { mean: 0, seed: 1 }))).toThrow(/3 features .* 4/);
    expect(() => kernelDistance(x, normalSamples(2, 3, { mean: 0, seed: 1 }))).toThrow(/10 and 2 samples/);
    const broken = { ...x, data: Float64Array.from(x.data, (value, i) => (i === 7 ? NaN : value)) };
    expect(() => kernelDistance(x, broken)).toThrow(/row 2, column 1 is NaN/);
    expect(() => kernelDistance(x, { ...x, rows: 11 })).toThrow(/need 33 numbers, but 30/);
  });
});

describe("cubicKernelSums", () => {
  test("pairs and moments give the same sums", () => {
    const [x, y] = [normalSamples(22, 6, { mean: 0, seed: 1 }), normalSamples(17, 6, { mean: 1, seed: 2 })];
    const [pairs, moments] = [cubicKernelSums(x, y, "pairs"), cubicKernelSums(x, y, "moments")];
    for (const part of ["withinX", "crossX", "withinY", "crossY"] as const) {
      expect(pairs[part].length).toBe(part.endsWith("X") ? 22 : 17);
      pairs[part].forEach((sum, i) => expect(moments[part][i]! / sum).toBeCloseTo(1, 10));
    }
  });

  test("costs in proportion to the samples: 3,000 of 64 features take 3 s of one core or less", () => {
    const [x, y] = [
      normalSamples(3000, 64, { mean: 0.5, seed: 1 }),
      normalSamples(3000, 64, { mean: 0.5, seed: 2 }),
    ];
    const start = process.cpuUsage(); // not the clock: other tests run beside this one
    const { value, standardError } = kernelDistance(x, y);
    expect(process.cpuUsage(start).user / 1e6).toBeLessThan(3);
    expect(Math.abs(value)).toBeLessThan(4 * standardError);
  });
});

function summary(values: number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}
