/** The classifier whose hidden layer is the course's feature space for CIFAR-10. */
import { rng } from "../../engine/rng";
import { tf } from "../../engine/tf";
import type { Dataset } from "../../datasets/types";
import { buildFeatureNetwork } from "../../metrics/feature-network";
import type { FeatureNetworkOptions } from "../../metrics/feature-network";
import { augment } from "./augment";
import { trainClassifier } from "./train-classifier";

export interface Cifar10ClassifierOptions {
  seed: number;
  epochs: number;
  onStep?: (step: number, steps: number, loss: number) => void;
}

const batchSize = 100;

export function cifar10Network(train: Dataset, seed: number): FeatureNetworkOptions {
  const { imageShape, classes } = train;
  return { imageShape, heads: [{ name: "class", classes }], features: 64, filters: [32, 64, 96, 128], seed };
}

/** Trains the network on the 50,000 training pictures, moved by up to 3 pixels and mirrored; the caller disposes it. */
export async function trainCifar10Classifier(
  train: Dataset,
  options: Cifar10ClassifierOptions,
): Promise<tf.LayersModel> {
  const { seed, epochs, onStep } = options;
  const networkOptions = cifar10Network(train, seed);
  const network = buildFeatureNetwork(networkOptions);
  const stepsPerEpoch = Math.floor(train.size / batchSize);
  const steps = epochs * stepsPerEpoch;
  const order = (epoch: number) => rng(seed).stream("epoch", epoch).permutation(train.size);
  let current = order(0);
  await trainClassifier(network, {
    heads: networkOptions.heads,
    steps,
    learningRate: 3e-3,
    batch: (step) => {
      const place = step % stepsPerEpoch;
      if (place === 0) current = order(step / stepsPerEpoch);
      const indices = current.subarray(place * batchSize, (place + 1) * batchSize);
      const stream = rng(seed).stream("augment", step);
      const images = augment(train.bytes(indices), {
        shape: train.imageShape,
        shift: 3,
        mirror: true,
        stream,
      });
      return { images, labels: [Int32Array.from(indices, (index) => train.labels[index]!)] };
    },
    onStep: (step, loss) => onStep?.(step, steps, loss),
  });
  return network;
}
