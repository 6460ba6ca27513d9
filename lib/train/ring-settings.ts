/** The settings of chapter 04: one that fails, and cures that differ from it in what their name says and in nothing else. */
import { leastSquares } from "../losses/least-squares";
import { wasserstein } from "../losses/wasserstein";
import type { PointTrainOptions } from "./train-points";

export interface RingSetting {
  name: string;
  /** What differs from the first setting, in words. */
  change: string;
  /** How many cures it takes: 0 for the setting that fails, 1, or 2 where a cure needs another to work. */
  cures: number;
  options: Omit<PointTrainOptions, "steps" | "seed" | "every" | "onReport" | "compile">;
  /** Whether the discriminator's layers are divided by their spectral norms. */
  spectralNorm: boolean;
}

/** The judge learns at a quarter of the painter's rate, so that it does not win: it is always late, and the painter collapses. */
const failing: RingSetting = {
  name: "as it is",
  change: "nothing",
  cures: 0,
  spectralNorm: false,
  options: {
    batchSize: 128,
    learningRate: 2e-3,
    discriminatorLearningRate: 5e-4,
    adamBeta1: 0.5,
    movingAverage: 0.999,
  },
};

const penalised = { loss: wasserstein, gradientPenalty: 10 };
const fasterJudge = { discriminatorLearningRate: 8e-3 };

function cure(change: Omit<RingSetting, "options" | "spectralNorm"> & Partial<RingSetting>): RingSetting {
  return { spectralNorm: false, ...change, options: { ...failing.options, ...change.options } };
}

/** First the setting that fails, then the cures one at a time, then two pairs of them. */
export const ringSettings: readonly RingSetting[] = [
  failing,
  cure({ name: "least squares", change: "the loss", cures: 1, options: { loss: leastSquares } }),
  cure({
    name: "Wasserstein, penalty",
    change: "the loss, with a gradient penalty of weight 10",
    cures: 1,
    options: penalised,
  }),
  cure({
    name: "spectral norm",
    change: "the discriminator's layers are divided by their norms",
    cures: 1,
    spectralNorm: true,
  }),
  cure({ name: "R1", change: "an R1 penalty with gamma 1", cures: 1, options: { r1: 1 } }),
  cure({
    name: "two time scales",
    change: "the discriminator's rate: four times the generator's, not a quarter",
    cures: 1,
    options: fasterJudge,
  }),
  cure({
    name: "spectral norm, two time scales",
    change: "both of them",
    cures: 2,
    spectralNorm: true,
    options: fasterJudge,
  }),
  cure({
    name: "Wasserstein, penalty, five turns",
    change: "the loss, its penalty, and five updates of the discriminator for one of the generator",
    cures: 2,
    options: { ...penalised, discriminatorSteps: 5 },
  }),
];
