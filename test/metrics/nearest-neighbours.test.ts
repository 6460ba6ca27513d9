import { expect, test } from "vitest";
import { sprites } from "../../lib/datasets/sprites/sprites";
import { tf } from "../../lib/engine/tf";
import { nearestNeighbours } from "../../lib/metrics/nearest-neighbours";
import { realPictures } from "../../lib/metrics/pictures";

const dataset = sprites({ size: 60, seed: 4 });

test("finds copies at distance exactly 0, and near copies before all others", async () => {
  const queries = tf.tidy(() => {
    const [copy, changed] = [dataset.images([17]), dataset.images([41])];
    return tf.concat4d([copy, changed.add<tf.Tensor4D>(0.001)], 0);
  });
  const before = tf.memory().numTensors;
  const [first, second] = await nearestNeighbours(queries, realPictures(dataset), { count: 3 });
  expect(tf.memory().numTensors).toBe(before);
  queries.dispose();
  expect(first![0]).toEqual({ index: 17, distance: 0 });
  expect(second![0]!.index).toBe(41);
  // 3,072 numbers, each off by 0.001: sqrt(3072) / 1000.
  expect(second![0]!.distance).toBeCloseTo(Math.sqrt(3072) / 1000, 5);
});

test("agrees with measuring every pair", async () => {
  const queries = sprites({ size: 4, seed: 9 }).images([0, 1, 2, 3]);
  const found = await nearestNeighbours(queries, realPictures(dataset), { count: 5 });
  const values = dataset.images(Array.from({ length: 60 }, (_, i) => i));
  const [all, own] = [values.arraySync().map((x) => x.flat(2)), queries.arraySync().map((x) => x.flat(2))];
  tf.dispose([values, queries]);
  own.forEach((query, q) => {
    const distances = all.map((row) => Math.hypot(...row.map((value, i) => value - query[i]!)));
    const order = distances.map((_, i) => i).sort((a, b) => distances[a]! - distances[b]!);
    expect(found[q]!.map(({ index }) => index)).toEqual(order.slice(0, 5));
    found[q]!.forEach(({ index, distance }) => expect(distance).toBeCloseTo(distances[index]!, 4));
  });
});

test("compares features where an extractor is given", async () => {
  // A stand-in whose one feature is the brightness: the nearest picture is the one of nearest mean.
  const extractor = {
    name: "brightness",
    size: 1,
    accuracy: {},
    features: (images: tf.Tensor4D) => images.mean([1, 2, 3]).expandDims<tf.Tensor2D>(1),
    classify: () => Promise.resolve([]),
    dispose: () => {},
  };
  const query = tf.fill<tf.Rank.R4>([1, 32, 32, 3], 0.9);
  const found = await nearestNeighbours(query, realPictures(dataset), { count: 1, extractor });
  const nearest = found[0]![0]!;
  query.dispose();
  const means = tf.tidy(() =>
    dataset
      .images(Array.from({ length: 60 }, (_, i) => i))
      .mean([1, 2, 3])
      .arraySync(),
  ) as number[];
  expect(nearest.index).toBe(means.indexOf(Math.max(...means)));
});

test("asks for a count that is there", async () => {
  const query = dataset.images([0]);
  await expect(nearestNeighbours(query, realPictures(dataset), { count: 61 })).rejects.toThrow(
    /61.* 1 to 60/,
  );
  query.dispose();
});
