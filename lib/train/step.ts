/**
 * One training step of a GAN, from tensors to tensors: no number is read back and none is drawn here, so that the same
 * step can be run as it stands or be compiled into one graph.
 */
import { tf } from "../engine/tf";
import { gradientPenalty } from "../losses/gradient-penalty";
import { r1Penalty } from "../losses/r1-penalty";
import type { GanLoss } from "../losses/types";
import type { Gan } from "../models/types";
import type { Adam, AdamRates } from "../nn/adam";

/** The two networks alone; what they make and judge may be pictures or points. */
export type GanNetworks = Pick<Gan, "generator" | "discriminator">;

export interface Players<Pair extends GanNetworks = Gan> {
  gan: Pair;
  loss: GanLoss;
  dOptimiser: Adam;
  gOptimiser: Adam;
  /** Weight of a gradient penalty in the discriminator's loss; without it there is none. */
  gradientPenalty?: number;
  /** gamma of an R1 penalty in the discriminator's loss; without it there is none. */
  r1?: number;
}

/** What a discriminator update is given. (A type, not an interface: it is part of what tf.tidy gets.) */
export type DiscriminatorInput = {
  /** Real pictures, [batch, height, width, channels], in [-1, 1]; or points, [batch, 2]. */
  images: tf.Tensor;
  /** Latents, [batch, latentSize], normal(0, 1). */
  z: tf.Tensor2D;
  /** For a gradient penalty: one number for each picture, uniform in [0, 1), [batch, 1, 1, 1]; [batch, 1] for points. */
  share?: tf.Tensor;
};

/** What a discriminator update tells: scalars, owned by the caller. (A type, not an interface: tf.tidy asks for it.) */
export type DiscriminatorOutcome = {
  /** The loss, with the penalties where there are any. */
  dLoss: tf.Scalar;
  /** Mean of D(x) = sigmoid(logit) over the real batch. */
  realScore: tf.Scalar;
  /** Mean of D(G(z)) over the fake batch. */
  fakeScore: tf.Scalar;
};

/** What a generator update tells: a scalar, owned by the caller. */
export type GeneratorOutcome = { gLoss: tf.Scalar };

/**
 * The discriminator's half of an alternating step: it learns to tell `images` from G(z). The trained weights of the
 * generator stay as they are.
 *
 * The generator runs as in training, with the statistics of this batch, and its batch norms take them into their moving
 * averages, as they do in Keras with `training=True`. So the averages see two batches of fakes a step.
 */
export function discriminatorStep(
  players: Players<GanNetworks>,
  input: DiscriminatorInput,
  rates: AdamRates,
): DiscriminatorOutcome {
  return tf.tidy(() => {
    const fakes = generate(players.gan, input.z);
    const { gradients, outcome } = discriminatorGradients(players, input, fakes);
    players.dOptimiser.apply(gradients, rates);
    return outcome;
  });
}

/**
 * The generator's half of an alternating step: it learns to raise the discriminator's logits of G(z). The trained
 * weights of the discriminator stay as they are.
 *
 * @param z Latents, [batch, latentSize], normal(0, 1); fresh ones, not those of the discriminator's half.
 */
export function generatorStep(
  players: Players<GanNetworks>,
  { z }: { z: tf.Tensor2D },
  rates: AdamRates,
): GeneratorOutcome {
  return tf.tidy(() => {
    const { gradients, gLoss, fakes } = generatorGradients(players, z);
    fakes.dispose();
    players.gOptimiser.apply(gradients, rates);
    return { gLoss };
  });
}

/**
 * Both updates at once, from one generator forward: each player answers the other as it was before the step.
 * The discriminator gets the fakes as plain pictures, so that its loss moves nothing but the discriminator.
 */
export function simultaneousStep(
  players: Players<GanNetworks>,
  input: DiscriminatorInput,
  { dRates, gRates }: { dRates: AdamRates; gRates: AdamRates },
): DiscriminatorOutcome & GeneratorOutcome {
  return tf.tidy(() => {
    const generatorSide = generatorGradients(players, input.z);
    const discriminatorSide = discriminatorGradients(players, input, generatorSide.fakes);
    generatorSide.fakes.dispose();
    players.gOptimiser.apply(generatorSide.gradients, gRates);
    players.dOptimiser.apply(discriminatorSide.gradients, dRates);
    return { ...discriminatorSide.outcome, gLoss: generatorSide.gLoss };
  });
}

/** tf.keep: what a gradient function makes besides its value would be freed when it ends. */
function discriminatorGradients(players: Players<GanNetworks>, input: DiscriminatorInput, fakes: tf.Tensor) {
  const { gan, loss, dOptimiser } = players;
  const logits: tf.Tensor2D[] = [];
  const { value: dLoss, grads: gradients } = tf.variableGrads(() => {
    const realLogits = tf.keep(discriminate(gan, input.images));
    const fakeLogits = tf.keep(discriminate(gan, fakes));
    logits.push(realLogits, fakeLogits);
    return withPenalties(loss.discriminator(realLogits, fakeLogits), players, { ...input, fakes });
  }, dOptimiser.variables);
  const [realScore, fakeScore] = logits.map(meanScore);
  tf.dispose(logits);
  return { gradients, outcome: { dLoss, realScore: realScore!, fakeScore: fakeScore! } };
}

function withPenalties(
  loss: tf.Scalar,
  { gan, gradientPenalty: weight, r1 }: Players<GanNetworks>,
  { images, fakes, share }: DiscriminatorInput & { fakes: tf.Tensor },
): tf.Scalar {
  const critic = (at: tf.Tensor) => discriminate(gan, at);
  let sum = loss;
  if (weight !== undefined) {
    if (share === undefined) throw new Error(shareIsMissing);
    sum = tf.add(sum, tf.mul(weight, gradientPenalty(critic, { real: images, fake: fakes, share })));
  }
  if (r1 !== undefined) sum = tf.add(sum, tf.mul(r1 / 2, r1Penalty(critic, images)));
  return sum;
}

const shareIsMissing =
  "discriminatorStep: a gradient penalty needs `share`, one number in [0, 1) for each picture, [batch, 1, 1, 1].";

/** The caller disposes `fakes`, a kept tensor. */
function generatorGradients({ gan, loss, gOptimiser }: Players<GanNetworks>, z: tf.Tensor2D) {
  const kept: tf.Tensor[] = [];
  const { value: gLoss, grads: gradients } = tf.variableGrads(() => {
    const fakes = tf.keep(generate(gan, z));
    kept.push(fakes);
    return loss.generator(discriminate(gan, fakes));
  }, gOptimiser.variables);
  return { gradients, gLoss, fakes: kept[0]! };
}

/** z -> pictures, as in training: batch norm uses the statistics of this batch. */
function generate(gan: GanNetworks, z: tf.Tensor2D): tf.Tensor {
  return gan.generator.apply(z, { training: true }) as tf.Tensor;
}

/** Pictures -> logits [batch, 1], as in training: dropout drops. */
function discriminate(gan: GanNetworks, images: tf.Tensor): tf.Tensor2D {
  return gan.discriminator.apply(images, { training: true }) as tf.Tensor2D;
}

function meanScore(logits: tf.Tensor2D): tf.Scalar {
  return tf.mean(tf.sigmoid(logits));
}
