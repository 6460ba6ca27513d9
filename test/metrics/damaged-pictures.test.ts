import { beforeAll, expect, test } from "vitest";
import { rng } from "../../lib/engine/rng";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";
import { blurredPictures, noisyPictures } from "../../lib/metrics/damaged-pictures";
import { frechetDistance } from "../../lib/metrics/frechet-distance";
import { kernelDistance } from "../../lib/metrics/kernel-distance";
import type { PictureSource } from "../../lib/metrics/pictures";
import { precisionRecall } from "../../lib/metrics/precision-recall";
import { measureScores } from "../../lib/metrics/scores";

beforeAll(() => useEngine());

const source = (make: (i: number) => number[][]): PictureSource => ({
  size: 10,
  images: (from, to) =>
    tf.tensor4d(
      Array.from({ length: to - from }, (_, i) => make(from + i).map((row) => row.map((v) => [v]))),
    ),
});
const flat = (pictures: PictureSource, from = 0, to = 1) =>
  tf.tidy(() => Array.from(pictures.images(from, to).dataSync()));

test("blur is the mean of the nine points around; at the border, of those that exist", () => {
  const point = source(() => [[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0.9, 0], [0, 0, 0, 0]]); // prettier-ignore
  const blurred = flat(blurredPictures(point, 1));
  const expected = [0, 0, 0, 0, 0, 0.1, 0.1, 0.15, 0, 0.1, 0.1, 0.15, 0, 0.15, 0.15, 0.225];
  blurred.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 6));
  expect(flat(blurredPictures(point, 0))).toEqual(flat(point));
  const even = source(() => [[0.3, 0.3], [0.3, 0.3]]); // prettier-ignore
  flat(blurredPictures(even, 3)).forEach((value) => expect(value).toBeCloseTo(0.3, 6));
});

test("noise has its size, belongs to the picture, and stays in range", () => {
  const grey = source(() => Array.from({ length: 40 }, () => new Array<number>(40).fill(0)));
  const noisy = noisyPictures(grey, { amount: 0.1, seed: 4 });
  const before = tf.memory().numTensors;
  const values = flat(noisy, 0, 10);
  expect(tf.memory().numTensors).toBe(before);
  const spread = Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);
  expect(spread).toBeGreaterThan(0.098);
  expect(spread).toBeLessThan(0.102);
  expect(flat(noisy, 7, 9)).toEqual(values.slice(7 * 1600, 9 * 1600));
  expect(values.slice(0, 1600)).not.toEqual(values.slice(1600, 3200));
  expect(flat(noisyPictures(grey, { amount: 0.1, seed: 5 }))).not.toEqual(values.slice(0, 1600));
  const loud = flat(noisyPictures(grey, { amount: 5, seed: 1 }));
  expect([Math.min(...loud), Math.max(...loud)]).toEqual([-1, 1]);
});

test("measureScores gives what each score gives alone", async () => {
  const matrix = (seed: number, shift: number) => {
    const { normal } = rng(seed);
    return { rows: 40, columns: 3, data: Float64Array.from({ length: 120 }, () => shift + normal()) };
  };
  const [x, y] = [matrix(1, 0), matrix(2, 1)];
  expect(await measureScores(x, y)).toEqual({
    frechet: frechetDistance(x, y).value,
    kernel: kernelDistance(x, y),
    ...(await precisionRecall(x, y)),
  });
});
