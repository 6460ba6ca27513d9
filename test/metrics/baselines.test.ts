import { describe, expect, test } from "vitest";
import { makeDataset } from "../../lib/datasets/dataset";
import { rng } from "../../lib/engine/rng";
import { tf } from "../../lib/engine/tf";
import { fitBaselines, repeatedPictures } from "../../lib/metrics/baselines";
import type { PictureSource } from "../../lib/metrics/pictures";

// Pictures of 1 x 2 pixels and 3 channels: 6 numbers, three of them tied to others, so that a covariance is known.
const shape: [number, number, number] = [1, 2, 3];
const width = 6;
const tied = (u: number, v: number) => [u, -u, 0.5 * v, v, u + v, 0];

function tiedPictures(size: number) {
  const values = Array.from({ length: size }, (_, i) => {
    const stream = rng(3).stream("tied", i);
    return tied(20 * stream.normal(), 12 * stream.normal()).map((value) => Math.round(130 + value));
  });
  return makeDataset({
    name: "tied",
    imageShape: shape,
    size,
    classes: ["one"],
    labels: new Uint8Array(size),
    note: "",
    write: (index, target, offset) => target.set(values[index]!, offset),
  });
}

const dataset = tiedPictures(120);
const rowsOf = (source: PictureSource, from = 0, to = source.size): number[][] =>
  tf.tidy(() =>
    source
      .images(from, to)
      .reshape<tf.Tensor2D>([to - from, width])
      .arraySync(),
  );

/** Mean and covariance with n - 1, by the textbook. */
function moments(rows: number[][]) {
  const mean = Array.from(
    { length: width },
    (_, j) => rows.reduce((sum, row) => sum + row[j]!, 0) / rows.length,
  );
  const covariance = mean.map((mj, j) =>
    mean.map(
      (mk, k) => rows.reduce((sum, row) => sum + (row[j]! - mj) * (row[k]! - mk), 0) / (rows.length - 1),
    ),
  );
  return { mean, covariance };
}

const truth = moments(
  tf.tidy(() =>
    dataset
      .images(Uint32Array.from({ length: 120 }, (_, i) => i))
      .reshape<tf.Tensor2D>([120, width])
      .arraySync(),
  ),
);
const size = 6000;
// Of 6,000 samples a variance s strays by about s sqrt(2 / 6000), 2 %; five times that is allowed.
const tolerance = 0.09 * Math.max(...truth.covariance.flat());

describe("fitBaselines", () => {
  const baselines = fitBaselines(dataset, { sampleSize: 120, seed: 1 });

  test("the full Gaussian has the means and all covariances of the pictures", () => {
    const { mean, covariance } = moments(rowsOf(baselines.fullGaussian({ size, seed: 1 })));
    mean.forEach((value, j) => expect(Math.abs(value - truth.mean[j]!)).toBeLessThan(0.015));
    covariance
      .flat()
      .forEach((value, i) => expect(Math.abs(value - truth.covariance.flat()[i]!)).toBeLessThan(tolerance));
    expect(Math.abs(covariance[0]![1]! / covariance[0]![0]! + 1)).toBeLessThan(0.02); // pixel 1 mirrors pixel 0
  });

  test("the full Gaussian is normal: its fourth moment is three times the squared variance", () => {
    const rows = rowsOf(baselines.fullGaussian({ size, seed: 2 }));
    const { mean, covariance } = moments(rows);
    const fourth = rows.reduce((sum, row) => sum + (row[4]! - mean[4]!) ** 4, 0) / size;
    expect(fourth / covariance[4]![4]! ** 2).toBeGreaterThan(2.6);
    expect(fourth / covariance[4]![4]! ** 2).toBeLessThan(3.4);
  });

  test("the per-pixel Gaussian keeps the variances and loses every tie", () => {
    const { covariance } = moments(rowsOf(baselines.perPixelGaussian({ size, seed: 1 })));
    covariance.forEach((row, j) =>
      row.forEach((value, k) => {
        const expected = j === k ? truth.covariance[j]![j]! : 0;
        expect(Math.abs(value - expected)).toBeLessThan(tolerance);
      }),
    );
  });

  test("the PCA Gaussian lies in the directions of largest variance", () => {
    // Two numbers, u and v, make these pictures (but for rounding to bytes), so two components have it all ...
    const two = moments(rowsOf(baselines.pcaGaussian({ size, seed: 1, components: 2 })));
    two.covariance
      .flat()
      .forEach((value, i) => expect(Math.abs(value - truth.covariance.flat()[i]!)).toBeLessThan(tolerance));
    // ... and with one component all pictures lie on one line: every 2 x 2 minor of the covariance is 0.
    const { covariance } = moments(rowsOf(baselines.pcaGaussian({ size: 500, seed: 1, components: 1 })));
    const minor = covariance[0]![0]! * covariance[4]![4]! - covariance[0]![4]! ** 2;
    expect(Math.abs(minor)).toBeLessThan(1e-4 * covariance[0]![0]! * covariance[4]![4]!);
    // u + v and v along one line: the line of largest variance is that of the leading eigenvector, by power iteration.
    const leading = powerIteration(truth.covariance);
    const direction = covariance[4]!.map((value) => value / Math.hypot(...covariance[4]!));
    const cosine = direction.reduce((sum, value, j) => sum + value * leading[j]!, 0);
    expect(Math.abs(cosine)).toBeGreaterThan(0.9999);
  });

  test("the mean picture is the mean, every time", () => {
    const rows = rowsOf(baselines.meanPicture({ size: 3, seed: 1 }));
    for (const row of rows) row.forEach((value, j) => expect(value).toBeCloseTo(truth.mean[j]!, 5));
  });

  test("the same seed gives the same pictures, another seed others, and nothing leaves [-1, 1]", () => {
    const rows = (seed: number) => rowsOf(baselines.fullGaussian({ size: 20, seed }));
    expect(rows(1)).toEqual(rows(1));
    expect(rows(1)).not.toEqual(rows(2));
    const extreme = rowsOf(baselines.perPixelGaussian({ size, seed: 1 })).flat();
    expect(extreme.every((value) => value >= -1 && value <= 1)).toBe(true);
  });

  test("asks for a sample that the data set has", () => {
    expect(() => fitBaselines(dataset, { sampleSize: 121, seed: 1 })).toThrow(/121.* 2 to 120/);
  });

  test("frees all its tensors", () => {
    const before = tf.memory().numTensors;
    const fresh = fitBaselines(dataset, { sampleSize: 100, seed: 1 });
    fresh.pcaGaussian({ size: 10, seed: 1, components: 2 }).images(0, 10).dispose();
    fresh.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

test("repeatedPictures gives a few pictures of the data set, over and over", () => {
  const rows = rowsOf(repeatedPictures(dataset, { pictures: 4, size: 10, seed: 1 }));
  expect(rows[0]).toEqual(rows[4]);
  expect(rows[1]).toEqual(rows[9]);
  expect(new Set(rows.map((row) => row.join())).size).toBe(4);
});

function powerIteration(matrix: number[][]): number[] {
  let vector = matrix.map((_, i) => 1 + i / 10);
  for (let round = 0; round < 200; round++) {
    const next = matrix.map((row) => row.reduce((sum, value, k) => sum + value * vector[k]!, 0));
    vector = next.map((value) => value / Math.hypot(...next));
  }
  return vector;
}
