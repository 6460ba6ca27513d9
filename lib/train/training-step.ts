/**
 * A whole step as one function of what it is fed. All that changes from step to step, drawn numbers and counted ones,
 * comes in as a tensor; the weights, moments and averages are variables that it assigns.
 */
import { rng } from "../engine/rng";
import { tf } from "../engine/tf";
import { dropoutLayers, reseedDropout } from "../nn/dropout";
import type { MovingAverage } from "../nn/moving-average";
import type { UpdateOrder } from "./options";
import { discriminatorStep, generatorStep, simultaneousStep } from "./step";
import type { DiscriminatorOutcome, GeneratorOutcome, Players } from "./step";

export type StepOutcome = DiscriminatorOutcome & GeneratorOutcome;

export interface Trainer {
  players: Players;
  update: UpdateOrder;
  average: MovingAverage | undefined;
}

/** The feeds of one step; their names, shapes and types are the same at every step of a run. */
export type StepFeeds = {
  /** Real pictures, [batch, height, width, channels], in [-1, 1]. */
  images: tf.Tensor4D;
  /** Latents of the discriminator's update, and of both in a simultaneous step: [batch, latentSize]. */
  z: tf.Tensor2D;
  /** Fresh latents of the generator's update in an alternating step. */
  zGenerator?: tf.Tensor2D;
  /** Seeds of the dropout masks in the order in which the step uses them, int32 [masks, 2]. */
  maskSeeds?: tf.Tensor2D;
  dStepSize: tf.Scalar;
  dEpsilon: tf.Scalar;
  gStepSize: tf.Scalar;
  gEpsilon: tf.Scalar;
  /** Decay of the moving average, where there is one. */
  averageDecay?: tf.Scalar;
};

/** One step: updates everything and gives the four numbers of its report, as scalars that the caller disposes. */
export function trainingStep({ players, update, average }: Trainer, feeds: StepFeeds): StepOutcome {
  return tf.tidy(() => {
    const { images, z } = feeds;
    takeMasks(players, feeds.maskSeeds);
    const dRates = { stepSize: feeds.dStepSize, epsilon: feeds.dEpsilon };
    const gRates = { stepSize: feeds.gStepSize, epsilon: feeds.gEpsilon };
    const outcome =
      update === "simultaneous"
        ? simultaneousStep(players, { images, z }, { dRates, gRates })
        : {
            ...discriminatorStep(players, { images, z }, dRates),
            ...generatorStep(players, { z: feeds.zGenerator! }, gRates),
          };
    average?.update(feeds.averageDecay!);
    return outcome;
  });
}

/**
 * The feeds of step number `step`, from 0: everything random is drawn from that number, so that a resumed run draws
 * the same. The caller disposes all but `images`.
 */
export function drawFeeds(
  { players, update, average }: Trainer,
  { seed, step, images }: { seed: number; step: number; images: tf.Tensor4D },
): StepFeeds {
  const random = rng(seed).stream("step", step);
  const { latentSize } = players.gan;
  const latents = (use: string) => random.stream("z", use).normalTensor(images.shape[0], latentSize);
  const dRates = players.dOptimiser.ratesAt(step + 1);
  const gRates = players.gOptimiser.ratesAt(step + 1);
  const masks = masksPerStep(players, update);
  const seeds = random.stream("masks");
  return {
    images,
    z: latents("discriminator"),
    ...(update === "alternating" && { zGenerator: latents("generator") }),
    ...(masks > 0 && {
      maskSeeds: tf.tensor2d(
        Array.from({ length: masks }, () => seeds.seedPair()),
        [masks, 2],
        "int32",
      ),
    }),
    dStepSize: dRates.stepSize,
    dEpsilon: dRates.epsilon,
    gStepSize: gRates.stepSize,
    gEpsilon: gRates.epsilon,
    ...(average && { averageDecay: tf.scalar(average.decayAt(step + 1)) }),
  };
}

/** The discriminator runs on real pictures, on fakes, and once for the generator; the generator once for each z. */
function masksPerStep({ gan }: Players, update: UpdateOrder): number {
  const generatorRuns = update === "simultaneous" ? 1 : 2;
  return 3 * dropoutLayers(gan.discriminator).length + generatorRuns * dropoutLayers(gan.generator).length;
}

/** Hands the rows of `maskSeeds` to the dropout layers, in the order in which they ask. */
function takeMasks({ gan }: Players, maskSeeds: tf.Tensor2D | undefined): void {
  if (maskSeeds === undefined) return;
  const rows = tf.unstack(maskSeeds) as tf.Tensor1D[];
  let used = 0;
  for (const network of [gan.generator, gan.discriminator]) reseedDropout(network, () => rows[used++]!);
}
