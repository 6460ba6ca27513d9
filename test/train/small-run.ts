/** A run small enough for a test: grey 16x16 pictures and networks of a few channels. */
import { makeDataset } from "../../lib/datasets/dataset";
import type { Dataset } from "../../lib/datasets/types";
import { rng } from "../../lib/engine/rng";
import { weightsHash } from "../../lib/engine/safetensors";
import { buildDcgan } from "../../lib/models/dcgan";
import type { DcganOptions } from "../../lib/models/dcgan";
import type { Gan } from "../../lib/models/types";
import { weightMap } from "../../lib/nn/weights";
import { ganWeights } from "../../lib/train/run";

/** Pictures of noise that is darker to one side, so that there is something to learn. */
export function smallDataset(size = 40): Dataset {
  const bytes = (index: number) => {
    const stream = rng(index);
    return Uint8Array.from({ length: 256 }, (_, place) => stream.integer(100) + 10 * (place % 16));
  };
  return makeDataset({
    name: "small",
    imageShape: [16, 16, 1],
    size,
    classes: ["noise"],
    labels: new Uint8Array(size),
    note: "",
    write: (index, target, offset) => target.set(bytes(index), offset),
  });
}

export function smallGan(options: Partial<DcganOptions> = {}): Gan {
  return buildDcgan({ imageShape: [16, 16, 1], latentSize: 6, width: 2, seed: 3, ...options });
}

export const smallOptions = { steps: 6, batchSize: 8, seed: 11, learningRate: 1e-3 };

/** All weights of both networks as one line. */
export function hashOf(gan: Gan): string {
  return weightsHash(weightMap(ganWeights(gan)));
}

/** Numbers of the weights of one network, by name. */
export function valuesOf(gan: Gan, network: "generator" | "discriminator"): Map<string, number[]> {
  const weights = ganWeights(gan).filter(({ name }) => name.startsWith(`${network}/`));
  return new Map(weights.map(({ name, variable }) => [name, [...variable.dataSync()]]));
}
