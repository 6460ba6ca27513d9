/** The settings of chapter 04: one that fails, and cures that differ from it in what their name says and in nothing else. */
import { leastSquares } from "../losses/least-squares";
import { wasserstein } from "../losses/wasserstein";
import type { PointTrainOptions } from "./train-points";

export interface RingSetting {
  name: string;
  /** What differs from the first setting, in words. */
  change: string;
  options: Omit<PointTrainOptions, "steps" | "seed" | "every" | "onReport" | "compile">;
  /** Whether the discriminator's layers are divided by their spectral norms. */
  spectralNorm: boolean;
}

/** The setting that collapses: the loss of most GANs, one rate for both players. */
const failing: RingSetting = {
  name: "as it is",
  change: "",
  spectralNorm: false,
  options: { batchSize: 256, learningRate: 1e-3, adamBeta1: 0.5, movingAverage: 0.999 },
};

function cure(name: string, change: string, options: Partial<PointTrainOptions>, spectralNorm = false): RingSetting {
  return { name, change, spectralNorm, options: { ...failing.options, ...options } };
}

/** First the setting that fails, then the cures. */
export const ringSettings: readonly RingSetting[] = [
  failing,
  cure("least squares", "the loss", { loss: leastSquares }),
  cure("Wasserstein, penalty", "the loss, with a gradient penalty of weight 10", { loss: wasserstein, gradientPenalty: 10 }),
  cure("spectral norm", "the discriminator's layers divided by their norms", {}, true),
  cure("R1", "an R1 penalty with gamma 1", { r1: 1 }),
  cure("two time scales", "the discriminator's learning rate, four times the generator's", { discriminatorLearningRate: 4e-3 }),
];
