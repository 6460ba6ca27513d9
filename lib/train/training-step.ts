/**
 * A whole step as one function of what it is fed. All that changes from step to step, drawn numbers and counted ones,
 * comes in as a tensor; the weights, moments and averages are variables that it assigns.
 */
import { rng } from "../engine/rng";
import type { Rng } from "../engine/rng";
import { tf } from "../engine/tf";
import { dropoutLayers, reseedDropout } from "../nn/dropout";
import { learningRateAt } from "../nn/learning-rate";
import type { LearningRate } from "../nn/learning-rate";
import type { MovingAverage } from "../nn/moving-average";
import type { UpdateOrder } from "./options";
import { discriminatorStep, generatorStep, simultaneousStep } from "./step";
import type { DiscriminatorInput, DiscriminatorOutcome, GeneratorOutcome, Players } from "./step";

export type StepOutcome = DiscriminatorOutcome & GeneratorOutcome;

export interface Trainer {
  players: Players;
  update: UpdateOrder;
  /** Updates of the discriminator a step. */
  discriminatorSteps: number;
  learningRate: LearningRate;
  average: MovingAverage | undefined;
}

/** The feeds of a discriminator update; their names, shapes and types are the same at every one of a run. */
export type DiscriminatorFeeds = DiscriminatorInput & {
  /** Seeds of the dropout masks in the order in which the step uses them, int32 [masks, 2]. */
  maskSeeds?: tf.Tensor2D;
  dStepSize: tf.Scalar;
  dEpsilon: tf.Scalar;
};

/** The feeds of a whole step, that is of the last discriminator update and the generator's; `z` is for both if simultaneous. */
export type StepFeeds = DiscriminatorFeeds & {
  /** Fresh latents of the generator's update in an alternating step. */
  zGenerator?: tf.Tensor2D;
  gStepSize: tf.Scalar;
  gEpsilon: tf.Scalar;
  /** Decay of the moving average, where there is one. */
  averageDecay?: tf.Scalar;
};

/** One step: updates everything and gives the four numbers of its report, as scalars that the caller disposes. */
export function trainingStep({ players, update, average }: Trainer, feeds: StepFeeds): StepOutcome {
  return tf.tidy(() => {
    takeMasks(players, feeds.maskSeeds);
    const dRates = { stepSize: feeds.dStepSize, epsilon: feeds.dEpsilon };
    const gRates = { stepSize: feeds.gStepSize, epsilon: feeds.gEpsilon };
    const outcome =
      update === "simultaneous"
        ? simultaneousStep(players, feeds, { dRates, gRates })
        : {
            ...discriminatorStep(players, feeds, dRates),
            ...generatorStep(players, { z: feeds.zGenerator! }, gRates),
          };
    average?.update(feeds.averageDecay!);
    return outcome;
  });
}

/** An update of the discriminator alone, before the step, where it has several for each of the generator's. */
export function discriminatorTurn({ players }: Trainer, feeds: DiscriminatorFeeds): DiscriminatorOutcome {
  return tf.tidy(() => {
    takeMasks(players, feeds.maskSeeds);
    return discriminatorStep(players, feeds, { stepSize: feeds.dStepSize, epsilon: feeds.dEpsilon });
  });
}

/** Which step, from 0, and its real pictures. */
interface Draw {
  seed: number;
  step: number;
  images: tf.Tensor4D;
}

/**
 * The feeds of step number `step`: everything random is drawn from that number, so that a resumed run draws the same.
 * The caller disposes all but `images`.
 */
export function drawFeeds(trainer: Trainer, { seed, step, images }: Draw): StepFeeds {
  const { players, update, discriminatorSteps, average } = trainer;
  const random = rng(seed).stream("step", step);
  const generatorRuns = update === "simultaneous" ? 1 : 2;
  const gRates = players.gOptimiser.ratesAt(step + 1, learningRateAt(trainer.learningRate, step));
  return {
    ...drawDiscriminator(trainer, random, { step, turn: discriminatorSteps - 1, images }),
    ...maskSeeds(random, masksPerStep(players, { discriminatorRuns: 1, generatorRuns })),
    ...(update === "alternating" && { zGenerator: latents(players, random, { use: "generator", images }) }),
    gStepSize: gRates.stepSize,
    gEpsilon: gRates.epsilon,
    ...(average && { averageDecay: tf.scalar(average.decayAt(step + 1)) }),
  };
}

/** The feeds of one of the discriminator's updates before a step, number `turn` from 0. */
export function drawTurn(
  trainer: Trainer,
  { seed, step, turn, images }: Draw & { turn: number },
): DiscriminatorFeeds {
  const random = rng(seed).stream("step", step, "turn", turn);
  return {
    ...drawDiscriminator(trainer, random, { step, turn, images }),
    ...maskSeeds(random, masksPerStep(trainer.players, { discriminatorRuns: 0, generatorRuns: 1 })),
  };
}

function drawDiscriminator(
  { players, discriminatorSteps, learningRate }: Trainer,
  random: Rng,
  { step, turn, images }: { step: number; turn: number; images: tf.Tensor4D },
): DiscriminatorFeeds {
  const update = step * discriminatorSteps + turn + 1;
  const { stepSize, epsilon } = players.dOptimiser.ratesAt(update, learningRateAt(learningRate, step));
  return {
    images,
    z: latents(players, random, { use: "discriminator", images }),
    ...(players.gradientPenalty !== undefined && { share: shares(random, images.shape[0]) }),
    dStepSize: stepSize,
    dEpsilon: epsilon,
  };
}

function latents(
  { gan }: Players,
  random: Rng,
  { use, images }: { use: string; images: tf.Tensor4D },
): tf.Tensor2D {
  return random.stream("z", use).normalTensor(images.shape[0], gan.latentSize);
}

function shares(random: Rng, batch: number): tf.Tensor4D {
  return tf.tensor4d(Float32Array.from({ length: batch }, random.stream("share").uniform), [batch, 1, 1, 1]);
}

/**
 * The discriminator runs on real pictures and on fakes, once more for each penalty, and `discriminatorRuns` times for
 * the generator; the generator runs once for each z.
 */
function masksPerStep(
  { gan, gradientPenalty, r1 }: Players,
  { discriminatorRuns, generatorRuns }: { discriminatorRuns: number; generatorRuns: number },
): number {
  const ownRuns = 2 + Number(gradientPenalty !== undefined) + Number(r1 !== undefined);
  return (
    (ownRuns + discriminatorRuns) * dropoutLayers(gan.discriminator).length +
    generatorRuns * dropoutLayers(gan.generator).length
  );
}

export function maskSeeds(random: Rng, masks: number): { maskSeeds?: tf.Tensor2D } {
  if (masks === 0) return {};
  const seeds = random.stream("masks");
  const pairs = Array.from({ length: masks }, () => seeds.seedPair());
  return { maskSeeds: tf.tensor2d(pairs, [masks, 2], "int32") };
}

/** Hands the rows of `maskSeeds` to the dropout layers, in the order in which they ask. */
export function takeMasks({ gan }: Pick<Players, "gan">, maskSeeds: tf.Tensor2D | undefined): void {
  if (maskSeeds === undefined) return;
  const rows = tf.unstack(maskSeeds) as tf.Tensor1D[];
  let used = 0;
  for (const network of [gan.generator, gan.discriminator]) reseedDropout(network, () => rows[used++]!);
}
