/** The classifier that tells what is on a sprite, and whether a picture is one. Its hidden layer gives the features. */
import { rng } from "../../engine/rng";
import type { Rng } from "../../engine/rng";
import { tf } from "../../engine/tf";
import type { SpriteDataset } from "../../datasets/sprites/sprites";
import {
  spriteBackgroundColours,
  spriteBackgrounds,
  spriteColours,
  spriteShapes,
} from "../../datasets/sprites/vocabulary";
import { buildFeatureNetwork } from "../../metrics/feature-network";
import type { FeatureNetworkOptions, Head } from "../../metrics/feature-network";
import { randomNormal, randomUniform } from "../../engine/random";
import { notSpriteKinds, notSprites } from "./not-sprites";
import { trainClassifier } from "./train-classifier";
import type { LabelledBatch } from "./train-classifier";

export const spriteHeads: Head[] = [
  { name: "shape", classes: [...spriteShapes] },
  { name: "colour", classes: Object.keys(spriteColours) },
  { name: "background", classes: Object.keys(spriteBackgroundColours) },
  { name: "backgroundPattern", classes: [...spriteBackgrounds] },
  { name: "picture", classes: ["sprite", "other"] },
];

export function spritesNetwork(dataset: SpriteDataset, seed: number): FeatureNetworkOptions {
  return {
    imageShape: dataset.imageShape,
    heads: spriteHeads,
    features: 64,
    filters: [24, 32, 48, 64],
    seed,
  };
}

/** The right answers to sprite `index`, one for each head. */
export function spriteTruth(dataset: SpriteDataset, index: number): string[] {
  const { shape, colour, backgroundColour, background } = dataset.attributes(index);
  return [shape, colour, backgroundColour, background, "sprite"];
}

export interface SpritesClassifierOptions {
  seed: number;
  steps: number;
  onStep?: (step: number, steps: number, loss: number) => void;
}

const spritesInBatch = 64;
const othersInBatch = 32;

/** Trains the network; the caller disposes it. */
export async function trainSpritesClassifier(
  dataset: SpriteDataset,
  { seed, steps, onStep }: SpritesClassifierOptions,
): Promise<tf.LayersModel> {
  const network = buildFeatureNetwork(spritesNetwork(dataset, seed));
  const batches = dataset.batches({ batchSize: spritesInBatch, seed, lastBatch: "drop" });
  const labels = labelsOf(dataset);
  await trainClassifier(network, {
    heads: spriteHeads,
    steps,
    learningRate: 3e-3,
    batch: (step) => {
      const { images, indices } = batches.next().value as { images: tf.Tensor4D; indices: Uint32Array };
      const batch = withOthers(images, rng(seed).stream("others", step));
      images.dispose();
      return { images: batch, labels: labels(indices) };
    },
    onStep: (step, loss) => onStep?.(step, steps, loss),
  });
  return network;
}

/** Sprites, a little noisy or soft as a generator's are, then pictures that are none. */
function withOthers(images: tf.Tensor4D, stream: Rng): tf.Tensor4D {
  return tf.tidy(() => {
    const kinds = [notSpriteKinds[stream.integer(6)]!, notSpriteKinds[stream.integer(6)]!] as const;
    const others = kinds.map((kind) =>
      notSprites(images, kind, stream).slice([0, 0, 0, 0], [othersInBatch / 2, -1, -1, -1]),
    );
    return tf.concat4d([blemish(images, stream), ...others], 0);
  });
}

/** Each picture keeps its labels: noise of up to 0.15, and for half of the batches a soft focus. */
function blemish(images: tf.Tensor4D, stream: Rng): tf.Tensor4D {
  const soft = stream.integer(2) === 0 ? images : tf.avgPool<tf.Tensor4D>(images, 3, 1, "same");
  const spread = randomUniform<tf.Rank.R4>([images.shape[0], 1, 1, 1], stream.seedPair()).mul(0.15);
  const noise = spread.mul(randomNormal<tf.Rank.R4>(images.shape, stream.seedPair()));
  return tf.clipByValue(tf.add<tf.Tensor4D>(soft, noise), -1, 1);
}

/** Labels of each head for a batch: of the sprites, then -1 for the others, which only the last head knows. */
function labelsOf(dataset: SpriteDataset): (indices: Uint32Array) => LabelledBatch["labels"] {
  const words = Array.from({ length: dataset.size }, (_, index) => spriteTruth(dataset, index));
  return (indices) =>
    spriteHeads.map(({ classes, name }, head) => {
      const labels = new Int32Array(spritesInBatch + othersInBatch).fill(name === "picture" ? 1 : -1);
      indices.forEach((index, i) => (labels[i] = classes.indexOf(words[index]![head]!)));
      return labels;
    });
}
