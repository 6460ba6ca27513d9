/** Every kind of training step of the course, small; what they run is what each engine must be able to do. */
import { trainClassifier } from "../../lib/cli/record/train-classifier";
import { makeDataset } from "../../lib/datasets/dataset";
import { ringOfGaussians } from "../../lib/datasets/points/mixture";
import { rng } from "../../lib/engine/rng";
import { losses } from "../../lib/losses/by-name";
import { wasserstein } from "../../lib/losses/wasserstein";
import { buildFeatureNetwork } from "../../lib/metrics/feature-network";
import { buildDcgan } from "../../lib/models/dcgan";
import { lineDiscriminator } from "../../lib/models/line-discriminator";
import { gaussian } from "../../lib/theory/densities";
import { fitDiscriminator, samplePoints } from "../../lib/train/fit-discriminator";
import { playLineGame } from "../../lib/train/line-game";
import { buildPointGan } from "../../lib/models/point-gan";
import { train } from "../../lib/train/train";
import { trainPoints } from "../../lib/train/train-points";

const SEED = 3;
const BATCH = 2;
const SIDE = 8;

const noise = makeDataset({
  name: "noise",
  imageShape: [SIDE, SIDE, 3],
  size: 8,
  classes: ["noise"],
  labels: new Uint8Array(8),
  note: "",
  write(index, target, offset) {
    const { integer } = rng(SEED).stream("picture", index);
    for (let i = 0; i < SIDE * SIDE * 3; i++) target[offset + i] = integer(256);
  },
});

type Step = () => Promise<void>;

/** Each step makes what it needs, trains once, and frees it. */
export const steps: Readonly<Record<string, Step>> = {
  ...Object.fromEntries(
    Object.values(losses).map((loss) => [`alternating, ${loss.name}`, ganStep({ loss })]),
  ),
  simultaneous: ganStep({ update: "simultaneous" }),
  "the paper's form, with a moving average": ganStep({ form: "paper", movingAverage: 0.9 }),
  "a classifier": classifierStep,
  R1: ganStep({ r1: 1 }),
  "points, spectral norm, a penalty": pointStep,
  "WGAN-GP": ganStep({ loss: wasserstein, discriminatorSteps: 2, gradientPenalty: 10 }),
  "a climb of V, and a game on the line": lineStep,
};

type TrainingOptions = "loss" | "update" | "movingAverage" | "discriminatorSteps" | "gradientPenalty" | "r1";
type GanStepOptions = Pick<Parameters<typeof train>[2], TrainingOptions> &
  Pick<Parameters<typeof buildDcgan>[0], "form">;

function ganStep({ form, ...options }: GanStepOptions): Step {
  return async () => {
    const gan = buildDcgan({ imageShape: [SIDE, SIDE, 3], latentSize: 4, width: 2, seed: SEED, form });
    const { average } = await train(gan, noise, { steps: 1, batchSize: BATCH, seed: SEED, ...options });
    average?.dispose();
    gan.dispose();
  };
}

async function lineStep(): Promise<void> {
  const judge = lineDiscriminator({ units: [3], seed: SEED });
  await fitDiscriminator(judge, { points: samplePoints([0, 1], [2, 3]), steps: 1, learningRate: 0.01 });
  const start = { mean: 2, spread: 1 };
  await playLineGame(judge, { data: gaussian(0, 1), start, rounds: 1, batchSize: BATCH, seed: SEED });
  judge.dispose();
}

async function pointStep(): Promise<void> {
  const gan = buildPointGan({ seed: SEED, width: 3, latentSize: 2, spectralNorm: true });
  const penalised = { loss: wasserstein, gradientPenalty: 10, movingAverage: 0.9 };
  const { average } = await trainPoints(gan, ringOfGaussians(), {
    steps: 1,
    seed: SEED,
    batchSize: BATCH,
    ...penalised,
  });
  average?.dispose();
  gan.dispose();
}

async function classifierStep(): Promise<void> {
  const heads = [{ name: "noise", classes: ["one", "two"] }];
  const network = buildFeatureNetwork({
    imageShape: [SIDE, SIDE, 3],
    heads,
    filters: [2, 2, 2, 2],
    features: 3,
    seed: SEED,
  });
  const batch = () => ({ images: noise.images([0, 1]), labels: [Int32Array.of(0, -1)] });
  await trainClassifier(network, { heads, steps: 1, learningRate: 1e-3, batch });
  network.dispose();
}
