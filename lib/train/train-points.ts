/**
 * Training of a GAN on points in the plane. Everything random is drawn inside the step from a fed seed, so that a compiled
 * step is one call into TensorFlow.
 */
import type { Mixture } from "../datasets/points/mixture";
import { compile } from "../engine/compile/compile";
import type { Tensors } from "../engine/compile/recording";
import { randomNormal, randomUniform } from "../engine/random";
import { rng } from "../engine/rng";
import { tf } from "../engine/tf";
import { nonSaturating } from "../losses/non-saturating";
import type { GanLoss } from "../losses/types";
import type { PointGan } from "../models/point-gan";
import { Adam } from "../nn/adam";
import { MovingAverage } from "../nn/moving-average";
import { namedTrainableWeights } from "../nn/weights";
import { discriminatorStep, generatorStep, simultaneousStep } from "./step";
import type { GanNetworks, Players } from "./step";
import type { UpdateOrder } from "./options";
import { listenForStop, turnOfTheEventLoop } from "./stop";

export interface PointTrainOptions {
  steps: number;
  /** Of everything that training draws. */
  seed: number;
  batchSize?: number;
  loss?: GanLoss;
  update?: UpdateOrder;
  /** Of the generator's Adam, and of the discriminator's unless it has its own. */
  learningRate?: number;
  discriminatorLearningRate?: number;
  adamBeta1?: number;
  /** Weight of the gradient penalty of WGAN-GP. */
  gradientPenalty?: number;
  /** gamma of the R1 penalty. */
  r1?: number;
  /** Decay of a moving average of the generator's weights; without it there is none. */
  movingAverage?: number;
  /** Run the step as one TensorFlow graph; only on the engine "tensorflow". */
  compile?: boolean;
  /** Steps from one report to the next. */
  every?: number;
  /** Called every so many steps, and awaited. */
  onReport?: (report: PointReport) => void | Promise<void>;
}

/** The numbers of one step, as in a StepReport. */
export interface PointReport {
  step: number;
  dLoss: number;
  gLoss: number;
  realScore: number;
  fakeScore: number;
  /** The averaged generator's weights, where there is an average; the run disposes it. */
  average: MovingAverage | undefined;
}

export interface PointTrainResult {
  /** Steps done; fewer than asked for after a Stop. */
  step: number;
  /** The moving average, where there is one; the caller disposes it. */
  average: MovingAverage | undefined;
  /** Every report. */
  history: PointReport[];
}

/**
 * Trains both networks in place, alternating unless `update` says otherwise, with fresh points and fresh noise for each
 * half of a step. The notebook's Stop button ends the run after the current step.
 *
 * @throws Error when a loss is no longer a number.
 */
export async function trainPoints(
  gan: PointGan,
  data: Mixture,
  options: PointTrainOptions,
): Promise<PointTrainResult> {
  const { steps, seed, every = steps, movingAverage: decay, onReport = () => {} } = options;
  const average = decay && new MovingAverage(gan.generator, { decay, prefix: "generator" });
  const run = { average: average || undefined, seed, players: playersOf(gan, options) };
  const step = pointStep(run, data, { ...options, latentSize: gan.latentSize });
  const stop = await listenForStop();
  const runner = options.compile ? compiledRunner(step, drawFeeds(run, 0)) : { run: step, dispose: () => {} };
  const history: PointReport[] = [];
  let done = 0;
  try {
    while (done < steps && !stop.isRequested) {
      const feeds = drawFeeds(run, done);
      const outcome = runner.run(feeds);
      tf.dispose(feeds);
      done += 1;
      if (done % every === 0) {
        const report = { ...readOutcome(done, outcome), average: run.average };
        history.push(report);
        await onReport(report);
      }
      tf.dispose(outcome);
      await turnOfTheEventLoop();
    }
  } finally {
    stop.release();
    runner.dispose();
    run.players.dOptimiser.dispose();
    run.players.gOptimiser.dispose();
  }
  return { step: done, average: run.average, history };
}

interface PointRun {
  seed: number;
  players: Players<GanNetworks>;
  average: MovingAverage | undefined;
}

function compiledRunner(step: (feeds: Tensors) => Tensors, feeds: Tensors) {
  try {
    return compile(step, { feeds });
  } finally {
    tf.dispose(feeds);
  }
}

function playersOf(gan: PointGan, options: PointTrainOptions): Players<GanNetworks> {
  const { loss = nonSaturating, learningRate = 1e-3, adamBeta1: beta1 = 0.5, gradientPenalty, r1 } = options;
  const { discriminatorLearningRate = learningRate } = options;
  const dWeights = namedTrainableWeights(gan.discriminator, "discriminator");
  const gWeights = namedTrainableWeights(gan.generator, "generator");
  return {
    gan,
    loss,
    gradientPenalty,
    r1,
    dOptimiser: new Adam(dWeights, { learningRate: discriminatorLearningRate, beta1 }),
    gOptimiser: new Adam(gWeights, { learningRate, beta1 }),
  };
}

/** The rows of `seeds`: for the centres, the places around them, the latents of each half, and the penalty's shares. */
const SEEDS = 5;

/** A whole step as a function of its seeds and rates. */
function pointStep(
  { players, average }: PointRun,
  data: Mixture,
  options: PointTrainOptions & { latentSize: number },
): (feeds: Tensors) => Tensors {
  const { batchSize = 256, latentSize, update = "alternating", gradientPenalty } = options;
  return ({ seeds, dStepSize, dEpsilon, gStepSize, gEpsilon, decay }) =>
    tf.tidy(() => {
      const [which, where, zD, zG, share] = tf.unstack(seeds!) as tf.Tensor1D[];
      const dRates = { stepSize: dStepSize as tf.Scalar, epsilon: dEpsilon as tf.Scalar };
      const gRates = { stepSize: gStepSize as tf.Scalar, epsilon: gEpsilon as tf.Scalar };
      const input = {
        images: data.batch(batchSize, { which: which!, where: where! }),
        z: randomNormal<tf.Rank.R2>([batchSize, latentSize], zD!),
        ...(gradientPenalty !== undefined && { share: randomUniform([batchSize, 1], share!) }),
      };
      const outcome =
        update === "simultaneous"
          ? simultaneousStep(players, input, { dRates, gRates })
          : {
              ...discriminatorStep(players, input, dRates),
              ...generatorStep(players, { z: randomNormal<tf.Rank.R2>([batchSize, latentSize], zG!) }, gRates),
            };
      average?.update(decay as tf.Scalar);
      return outcome;
    });
}

function drawFeeds({ players, seed, average }: PointRun, done: number): Tensors {
  const { dOptimiser, gOptimiser } = players;
  const random = rng(seed).stream("step", done);
  const seeds = Array.from({ length: SEEDS }, () => random.seedPair());
  const [d, g] = [dOptimiser.ratesAt(done + 1), gOptimiser.ratesAt(done + 1)];
  return {
    seeds: tf.tensor2d(seeds, [SEEDS, 2], "int32"),
    dStepSize: d.stepSize,
    dEpsilon: d.epsilon,
    gStepSize: g.stepSize,
    gEpsilon: g.epsilon,
    ...(average && { decay: tf.scalar(average.decayAt(done + 1)) }),
  };
}

function readOutcome(step: number, outcome: Tensors): Omit<PointReport, "average"> {
  const read = (name: string) => outcome[name]!.dataSync()[0]!;
  const [dLoss, gLoss] = [read("dLoss"), read("gLoss")];
  if (Number.isFinite(dLoss) && Number.isFinite(gLoss)) {
    return { step, dLoss, gLoss, realScore: read("realScore"), fakeScore: read("fakeScore") };
  }
  throw new Error(
    `trainPoints: at step ${step} the discriminator's loss is ${dLoss} and the generator's ${gLoss}. ` +
      "Try a smaller learningRate, or one of the cures of chapter 04.",
  );
}
