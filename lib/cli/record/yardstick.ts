/** The kernel distance of a recording and the controls that it is printed with. */
import { loadCifar10 } from "../../datasets/cifar10";
import { sprites } from "../../datasets/sprites/sprites";
import type { Dataset } from "../../datasets/types";
import { fitBaselines, repeatedPictures } from "../../metrics/baselines";
import { loadFeatures } from "../../metrics/features";
import type { FeatureExtractor, FeaturesName } from "../../metrics/features";
import { kernelDistance } from "../../metrics/kernel-distance";
import type { KernelDistance } from "../../metrics/kernel-distance";
import { featuresOf, realPictures } from "../../metrics/pictures";
import type { PictureSource } from "../../metrics/pictures";
import type { Control } from "../../metrics/records";

/** Pictures on each side of a comparison. */
export const yardstickSize = 5000;

/** Measures pictures against one set of real ones. */
export interface Yardstick {
  readonly extractor: FeatureExtractor;
  /** Which real pictures, in words. */
  readonly reference: string;
  /** What to train on. */
  readonly training: Dataset;
  measure(source: PictureSource): Promise<KernelDistance>;
  /** What the distance says of pictures that no GAN made; baselines are fitted to training pictures. */
  controls(): Promise<Control[]>;
}

interface RealPictures {
  training: Dataset;
  /** Neither the classifier nor any generator has seen these two: so that "real against real" is a fair zero. */
  reference: PictureSource;
  control: PictureSource;
  words: string;
}

export async function loadYardstick(name: FeaturesName): Promise<Yardstick> {
  const extractor = await loadFeatures(name);
  const real = name === "cifar10" ? await cifar10Pictures() : spritePictures();
  const reference = await featuresOf(extractor, real.reference);
  const measure = async (source: PictureSource) =>
    kernelDistance(await featuresOf(extractor, source), reference);
  return {
    extractor,
    reference: real.words,
    training: real.training,
    measure,
    controls: () => measureControls(real, measure),
  };
}

/** The features of an extractor, as a record names them. */
export function describeFeatures({ name, size, accuracy }: FeatureExtractor) {
  return { name, size, accuracy: Object.values(accuracy)[0]! };
}

async function measureControls(real: RealPictures, measure: Yardstick["measure"]): Promise<Control[]> {
  const options = { size: yardstickSize, seed: 0 };
  const baselines = fitBaselines(real.training, { sampleSize: 10_000, seed: 0 });
  const sources: [string, PictureSource][] = [
    ["real against real", real.control],
    ["real, training pictures", realPictures(real.training, places(0, yardstickSize))],
    ["64 training pictures repeated", repeatedPictures(real.training, { ...options, pictures: 64 })],
    ["full-covariance Gaussian", baselines.fullGaussian(options)],
    ["PCA Gaussian, 64 components", baselines.pcaGaussian({ ...options, components: 64 })],
    ["per-pixel Gaussian", baselines.perPixelGaussian(options)],
    ["mean picture", baselines.meanPicture(options)],
  ];
  const controls: Control[] = [];
  for (const [name, source] of sources) controls.push({ name, ...(await measure(source)) });
  baselines.dispose();
  return controls;
}

async function cifar10Pictures(): Promise<RealPictures> {
  const test = await loadCifar10({ split: "test" });
  return {
    training: await loadCifar10({ split: "train" }),
    reference: realPictures(test, places(0, yardstickSize)),
    control: realPictures(test, places(yardstickSize, 2 * yardstickSize)),
    words: `test pictures 0 to ${yardstickSize - 1} of CIFAR-10`,
  };
}

function spritePictures(): RealPictures {
  return {
    training: sprites(),
    reference: realPictures(sprites({ size: yardstickSize, seed: 101 })),
    control: realPictures(sprites({ size: yardstickSize, seed: 102 })),
    words: `${yardstickSize} sprites of seed 101`,
  };
}

function places(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
