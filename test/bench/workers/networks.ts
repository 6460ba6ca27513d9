/** What the course's own contestants share. */
import { rng } from "ganbook";
import type { Dataset, tf } from "ganbook";
import { makeDataset } from "ganbook/dist/datasets/dataset";

/** 1,024 pictures of noise in memory: a step costs the same whatever is on them. */
export function noisePictures(size = 1024): Dataset {
  const imageShape: [number, number, number] = [32, 32, 3];
  const pictureSize = 32 * 32 * 3;
  const { integer } = rng(1).stream("pictures");
  const pixels = Uint8Array.from({ length: size * pictureSize }, () => integer(256));
  return makeDataset({
    name: "noise",
    imageShape,
    size,
    classes: ["noise"],
    labels: new Uint8Array(size),
    note: "",
    write: (index, target, offset) =>
      target.set(pixels.subarray(index * pictureSize, (index + 1) * pictureSize), offset),
  });
}

/** How many numbers training changes. */
export function trained(network: tf.LayersModel): number {
  return network.trainableWeights.reduce(
    (sum, weight) => sum + weight.shape.reduce((a, b) => a! * b!, 1)!,
    0,
  );
}
