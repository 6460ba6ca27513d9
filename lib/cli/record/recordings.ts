/** The tables and weights that take too long for a notebook, each made by `npx ganbook record NAME`. */
import { recordDcganCifar10, recordDcganCifar10Bfloat16 } from "./dcgan-cifar10";
import { recordFeaturesCifar10 } from "./features-cifar10";
import { recordFeaturesSprites } from "./features-sprites";
import { recordGeneratorCifar10, recordGeneratorSprites } from "./generators";
import { recordMeasuringCifar10 } from "./measuring-cifar10";
import { recordRingOfGaussians } from "./ring-of-gaussians";
import type { Recording } from "./recording";

export const recordings: Record<string, Recording> = {
  "features-cifar10": {
    description: "train the classifier whose features measure CIFAR-10 pictures",
    run: recordFeaturesCifar10,
  },
  "features-sprites": {
    description: "train the classifier that recognises sprites",
    run: recordFeaturesSprites,
  },
  "generator-cifar10": {
    description: "train the shipped CIFAR-10 generator (20 epochs)",
    run: recordGeneratorCifar10,
  },
  "generator-sprites": {
    description: "train the shipped sprites generator (10,000 steps)",
    run: recordGeneratorSprites,
  },
  "dcgan-cifar10": {
    description: "kernel distance of the article's DCGAN after 2,400 steps, three seeds, with controls",
    run: recordDcganCifar10,
  },
  "dcgan-cifar10-bfloat16": {
    description: "the same with products in bfloat16, on a processor that has units for it",
    run: recordDcganCifar10Bfloat16,
  },
  "measuring-cifar10": {
    description: "every score of the shipped generator and of pictures with known faults, on four extractors",
    run: recordMeasuringCifar10,
  },
  "ring-of-gaussians": {
    description: "a GAN that collapses on eight Gaussians, and its cures, three seeds each",
    run: recordRingOfGaussians,
  },
};
