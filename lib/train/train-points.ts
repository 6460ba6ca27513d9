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
import type { AdamRates } from "../nn/adam";
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
  /** Updates of the discriminator in each step, each on fresh points and noise; 1 unless given. Only for alternating updates. */
  discriminatorSteps?: number;
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
  const { discriminatorSteps = 1 } = options;
  const run = { average: average || undefined, seed, discriminatorSteps, players: playersOf(gan, options) };
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
  discriminatorSteps: number;
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

/** Seeds of one update: for the centres, the places around them, the latents, and the penalty's shares. */
const SEEDS = 4;

/** A whole step as a function of its seeds and rates. */
function pointStep(
  { players, average }: PointRun,
  data: Mixture,
  options: PointTrainOptions & { latentSize: number },
): (feeds: Tensors) => Tensors {
  const {
    batchSize = 256,
    latentSize,
    update = "alternating",
    discriminatorSteps = 1,
    gradientPenalty,
  } = options;
  const latents = (seed: tf.Tensor1D) => randomNormal<tf.Rank.R2>([batchSize, latentSize], seed);
  const inputFrom = ([which, where, z, share]: tf.Tensor1D[]) => ({
    images: data.batch(batchSize, { which: which!, where: where! }),
    z: latents(z!),
    ...(gradientPenalty !== undefined && { share: randomUniform([batchSize, 1], share!) }),
  });
  return (feeds) =>
    tf.tidy(() => {
      const rows = tf.unstack(feeds.seeds!) as tf.Tensor1D[];
      const gRates = ratesIn(feeds, "g", 0);
      const turn = (k: number) => {
        const input = inputFrom(rows.slice(k * SEEDS, (k + 1) * SEEDS));
        return update === "simultaneous"
          ? simultaneousStep(players, input, { dRates: ratesIn(feeds, "d", k), gRates })
          : discriminatorStep(players, input, ratesIn(feeds, "d", k));
      };
      let outcome: Tensors = turn(0);
      for (let k = 1; k < discriminatorSteps; k++) outcome = turn(k);
      if (update === "alternating") {
        outcome = { ...outcome, ...generatorStep(players, { z: latents(rows.at(-1)!) }, gRates) };
      }
      average?.update(feeds.decay as tf.Scalar);
      return outcome;
    });
}

/** All that changes from step to step, as tensors by name; the caller disposes them. */
function drawFeeds({ players, seed, average, discriminatorSteps }: PointRun, done: number): Tensors {
  const random = rng(seed).stream("step", done);
  const seeds = Array.from({ length: discriminatorSteps * SEEDS + 1 }, () => random.seedPair());
  const turns = Array.from({ length: discriminatorSteps }, (_, k) => done * discriminatorSteps + k + 1);
  const dRates = turns.map((t, k) => Object.entries(named("d", k, players.dOptimiser.ratesAt(t))));
  return {
    seeds: tf.tensor2d(seeds, [seeds.length, 2], "int32"),
    ...Object.fromEntries(dRates.flat()),
    ...named("g", 0, players.gOptimiser.ratesAt(done + 1)),
    ...(average && { decay: tf.scalar(average.decayAt(done + 1)) }),
  };
}

const named = (player: "d" | "g", k: number, { stepSize, epsilon }: AdamRates): Tensors => ({
  [`${player}StepSize${k}`]: stepSize,
  [`${player}Epsilon${k}`]: epsilon,
});

const ratesIn = (feeds: Tensors, player: "d" | "g", k: number): AdamRates => ({
  stepSize: feeds[`${player}StepSize${k}`] as tf.Scalar,
  epsilon: feeds[`${player}Epsilon${k}`] as tf.Scalar,
});

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
