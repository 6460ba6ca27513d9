/** Feature extractors: the hidden layers of our own small classifiers, shipped with the course. */
import { join } from "node:path";
import { repositoryData } from "../datasets/data-folder";
import { tf } from "../engine/tf";
import { readWeights } from "../engine/weights";
import { assignWeights, namedWeights } from "../nn/weights";
import { buildFeatureNetwork } from "./feature-network";
import type { FeatureNetworkOptions, Head } from "./feature-network";

/** What a classifier says to one of its questions. */
export interface Guess {
  label: string;
  /** Its share of the softmax, 0 to 1. A network is often surer than it is right. */
  probability: number;
}

export interface FeatureExtractor {
  /** Such as "cifar10-classifier": distances on two extractors cannot be compared, so name it beside each number. */
  readonly name: string;
  /** Features a picture. */
  readonly size: number;
  /** Share of right answers of each head, on pictures that it was not trained on. */
  readonly accuracy: Readonly<Record<string, number>>;
  /** For sprites: the score from which on a picture counts as recognised; see `recogniseSprites`. */
  readonly recognitionThreshold?: number;
  /**
   * The hidden layer: pictures [n, height, width, channels] in [-1, 1] -> [n, size], 0 or more. The caller disposes.
   */
  features(images: tf.Tensor4D): tf.Tensor2D;
  /** For each picture the likeliest answer of each head, by the head's name. */
  classify(images: tf.Tensor4D): Promise<Record<string, Guess>[]>;
  /** Frees the network. */
  dispose(): void;
}

export type FeaturesName = "cifar10" | "sprites";

/** What a weight file of features says of itself, as JSON under "card" in its metadata. */
export interface FeatureCard {
  network: FeatureNetworkOptions;
  accuracy: Record<string, number>;
  /** For sprites: the score from which on a picture counts as recognised. */
  recognitionThreshold?: number;
}

/**
 * Loads the shipped classifier of a data set. How it was made stands in data/cards/features-NAME.md.
 *
 * @throws Error that names the file when it is missing or damaged.
 */
export async function loadFeatures(name: FeaturesName): Promise<FeatureExtractor> {
  return readFeatures(
    join(repositoryData(), "weights", `features-${name}.safetensors`),
    `${name}-classifier`,
  );
}

/** Loads a classifier from a weight file. */
export async function readFeatures(path: string, name: string): Promise<FeatureExtractor> {
  const { tensors, metadata } = await readWeights(path);
  const card = JSON.parse(metadata["card"] ?? "null") as FeatureCard | null;
  if (card === null) throw new Error(`${path} holds no feature network: its metadata has no "card".`);
  const network = buildFeatureNetwork(card.network);
  assignWeights(namedWeights(network, "features"), tensors);
  return featureExtractor(network, { name, ...card });
}

/** An extractor around a network of `buildFeatureNetwork`, which it then owns. */
export function featureExtractor(
  network: tf.LayersModel,
  card: FeatureCard & { name: string },
): FeatureExtractor {
  const { name, accuracy, recognitionThreshold, network: options } = card;
  const run = (images: tf.Tensor4D) => {
    checkPictures(images, options.imageShape);
    return network.apply(images, { training: false }) as [features: tf.Tensor2D, logits: tf.Tensor2D];
  };
  return {
    name,
    size: options.features,
    accuracy,
    recognitionThreshold,
    features: (images) => tf.tidy(() => run(images)[0]),
    classify: (images) =>
      classify(
        tf.tidy(() => run(images)[1]),
        options.heads,
      ),
    dispose: () => network.dispose(),
  };
}

async function classify(logits: tf.Tensor2D, heads: Head[]): Promise<Record<string, Guess>[]> {
  const rows = await logits.array();
  logits.dispose();
  return rows.map((row) => {
    let start = 0;
    const guesses = heads.map(({ name, classes }): [string, Guess] => {
      const own = row.slice(start, start + classes.length);
      start += classes.length;
      return [name, likeliest(own, classes)];
    });
    return Object.fromEntries(guesses);
  });
}

/** Softmax: the largest logit and its share, exp(l - max) / sum. */
function likeliest(logits: number[], classes: string[]): Guess {
  const largest = Math.max(...logits);
  const sum = logits.reduce((total, logit) => total + Math.exp(logit - largest), 0);
  return { label: classes[logits.indexOf(largest)]!, probability: 1 / sum };
}

function checkPictures(images: tf.Tensor4D, imageShape: number[]): void {
  const [, ...shape] = images.shape;
  if (shape.join() !== imageShape.join()) {
    throw new RangeError(
      `features: pictures of [${shape.join(", ")}] came, but this network was trained on [${imageShape.join(", ")}]. ` +
        "Give pictures of that size, in [-1, 1].",
    );
  }
}
