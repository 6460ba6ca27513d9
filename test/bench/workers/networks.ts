/** What the course's own contestants share. */
import { rng, useEngine } from "ganbook";
import type { Dataset, EngineInfo, EngineName, tf } from "ganbook";
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

/** Who is to be measured on a card must not run on the processor unnoticed. */
export async function startEngine(name: EngineName, device: string): Promise<EngineInfo> {
  const engine = await useEngine(name);
  if (device === "card" && name === "tensorflow" && engine.device !== "GPU")
    throw new Error(`${engine.version} sees no card: it runs on the ${engine.device}.`);
  return engine;
}

/** How many numbers training changes. */
export function trained(network: tf.LayersModel): number {
  return network.trainableWeights.reduce(
    (sum, weight) => sum + weight.shape.reduce((a, b) => a! * b!, 1)!,
    0,
  );
}
