/** The kernel distance of chapter 05 and the controls that it is printed with. */
import type { Dataset } from "../../datasets/types";
import { fitBaselines, repeatedPictures } from "../../metrics/baselines";
import type { FeatureExtractor } from "../../metrics/features";
import { kernelDistance } from "../../metrics/kernel-distance";
import type { KernelDistance } from "../../metrics/kernel-distance";
import type { Matrix } from "../../metrics/matrix";
import { featuresOf, realPictures } from "../../metrics/pictures";
import type { PictureSource } from "../../metrics/pictures";
import type { Control } from "../../metrics/records";

/** Pictures on each side of a comparison. */
export const yardstickSize = 5000;

/** Measures picture sources against one set of real pictures. */
export interface Yardstick {
  readonly reference: string;
  measure(source: PictureSource): Promise<KernelDistance>;
}

/**
 * The reference is the first half of the test pictures: neither the classifier nor any generator has seen them, so
 * that "real against real", the second half, is a fair zero.
 */
export async function cifar10Yardstick(extractor: FeatureExtractor, test: Dataset): Promise<Yardstick> {
  const reference: Matrix = await featuresOf(extractor, realPictures(test, places(0, yardstickSize)));
  return {
    reference: `test pictures 0 to ${yardstickSize - 1}`,
    measure: async (source) => kernelDistance(await featuresOf(extractor, source), reference),
  };
}

/** What the distance says of pictures that no GAN made; baselines are fitted to 10,000 training pictures. */
export async function cifar10Controls(
  yardstick: Yardstick,
  { train, test, seed }: { train: Dataset; test: Dataset; seed: number },
): Promise<Control[]> {
  const options = { size: yardstickSize, seed };
  const baselines = fitBaselines(train, { sampleSize: 10_000, seed });
  const sources: [string, PictureSource][] = [
    ["real against real", realPictures(test, places(yardstickSize, 2 * yardstickSize))],
    ["real, training pictures", realPictures(train, places(0, yardstickSize))],
    ["64 training pictures repeated", repeatedPictures(train, { ...options, pictures: 64 })],
    ["full-covariance Gaussian", baselines.fullGaussian(options)],
    ["PCA Gaussian, 64 components", baselines.pcaGaussian({ ...options, components: 64 })],
    ["per-pixel Gaussian", baselines.perPixelGaussian(options)],
    ["mean picture", baselines.meanPicture(options)],
  ];
  const controls: Control[] = [];
  for (const [name, source] of sources) controls.push({ name, ...(await yardstick.measure(source)) });
  baselines.dispose();
  return controls;
}

function places(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
