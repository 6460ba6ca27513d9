/** One round of the listing's loop, as tensors in and tensors out: the discriminator's step, and what it calls the generator's. */
import { tf } from "../../engine/tf";
import type { Gan } from "../../models/types";
import type { Adam, AdamRates } from "../../nn/adam";
import { takeMasks } from "../training-step";
import type { Repairs } from "./defects";

export interface ListingPlayers {
  gan: Gan;
  dOptimiser: Adam;
  gOptimiser: Adam;
  repaired: Repairs;
}

/** (A type, not an interface: it is part of what tf.tidy gets.) */
export type ListingFeeds = {
  /** As `picturesOf` gives them. */
  real: tf.Tensor;
  /** Latents of the two halves, [batch, latentSize]. */
  zDiscriminator: tf.Tensor2D;
  zGenerator: tf.Tensor2D;
  /** Seeds of the dropout masks, int32 [4, 2]. */
  maskSeeds?: tf.Tensor2D;
  /** Adam's rates of the first update, and of the second, whichever network it changes. */
  firstStepSize: tf.Scalar;
  firstEpsilon: tf.Scalar;
  secondStepSize: tf.Scalar;
  secondEpsilon: tf.Scalar;
};

/** Scalars, owned by the caller. */
export type ListingOutcome = {
  /** Of the discriminator's step: the mean over real pictures and fakes together, as Keras gives it. */
  dLoss: tf.Scalar;
  /** Of the second update: the generator's loss, or the discriminator's on fakes that are labelled real. */
  secondLoss: tf.Scalar;
  /** Mean of D(x) and of D(G(z)) before the discriminator's update. */
  realScore: tf.Scalar;
  fakeScore: tf.Scalar;
};

/** Both halves of a round; the weights change in place. */
export function listingStep(players: ListingPlayers, feeds: ListingFeeds): ListingOutcome {
  return tf.tidy(() => {
    takeMasks(players, feeds.maskSeeds);
    const count = feeds.zDiscriminator.shape[0];
    const pictures = joined(feeds.real, paint(players, feeds.zDiscriminator));
    const labels = tf.concat<tf.Tensor2D>([tf.ones([count, 1]), tf.zeros([count, 1])]);
    const first = { stepSize: feeds.firstStepSize, epsilon: feeds.firstEpsilon };
    const { loss: dLoss, logits } = trainDiscriminator(players, { pictures, labels }, first);
    const [ofReal, ofFake] = tf.split(tf.sigmoid(logits), 2) as [tf.Tensor, tf.Tensor];
    const second = { stepSize: feeds.secondStepSize, epsilon: feeds.secondEpsilon };
    const secondLoss = secondHalf(players, feeds.zGenerator, second);
    return { dLoss, secondLoss, realScore: tf.mean(ofReal), fakeScore: tf.mean(ofFake) };
  });
}

/** What the article calls the generator's step. */
function secondHalf(players: ListingPlayers, z: tf.Tensor2D, rates: AdamRates): tf.Scalar {
  const { repaired } = players;
  const one = tf.ones<tf.Rank.R2>([z.shape[0], 1]);
  const labels = repaired.has("sigmoid-labels") ? one : tf.sigmoid(one);
  if (repaired.has("generator-step")) return trainGenerator(players, { z, labels }, rates);
  return trainDiscriminator(players, { pictures: paint(players, z), labels }, rates).loss;
}

/** Keras's `train_on_batch` of the discriminator. */
function trainDiscriminator(
  { gan, dOptimiser }: ListingPlayers,
  { pictures, labels }: { pictures: tf.Tensor4D; labels: tf.Tensor2D },
  rates: AdamRates,
): { loss: tf.Scalar; logits: tf.Tensor2D } {
  const kept: tf.Tensor2D[] = [];
  const { value: loss, grads } = tf.variableGrads(() => {
    // tf.keep: what a gradient function makes besides its value would be freed when it ends.
    const logits = tf.keep(gan.discriminator.apply(pictures, { training: true }) as tf.Tensor2D);
    kept.push(logits);
    return binaryCrossEntropy(labels, logits);
  }, dOptimiser.variables);
  dOptimiser.apply(grads, rates);
  const logits = kept[0]!.clone();
  kept[0]!.dispose();
  return { loss, logits };
}

/** The slope goes through the discriminator, and only the generator follows it. */
function trainGenerator(
  players: ListingPlayers,
  { z, labels }: { z: tf.Tensor2D; labels: tf.Tensor2D },
  rates: AdamRates,
): tf.Scalar {
  const { gan, gOptimiser } = players;
  const { value: loss, grads } = tf.variableGrads(() => {
    const logits = gan.discriminator.apply(paint(players, z), { training: true }) as tf.Tensor2D;
    return binaryCrossEntropy(labels, logits);
  }, gOptimiser.variables);
  gOptimiser.apply(grads, rates);
  return loss;
}

/** The generator as the loop runs it: Keras's `predict` uses batch norm's running averages. */
function paint({ gan, repaired }: ListingPlayers, z: tf.Tensor2D): tf.Tensor4D {
  return gan.generator.apply(z, { training: repaired.has("inference-mode") }) as tf.Tensor4D;
}

/**
 * Binary cross-entropy of labels t in [0, 1] and logits a, the mean over the batch: with D = sigmoid(a),
 *
 *     -t log D - (1 - t) log(1 - D) = softplus(a) - t a
 *
 * Its slope in a is D - t: it is smallest where D = t.
 */
export function binaryCrossEntropy(labels: tf.Tensor2D, logits: tf.Tensor2D): tf.Scalar {
  return tf.tidy(() => tf.mean(tf.sub(tf.softplus(logits), tf.mul(labels, logits))));
}

/** NumPy's `concatenate`. */
function joined(real: tf.Tensor, fakes: tf.Tensor4D): tf.Tensor4D {
  if (real.rank !== fakes.rank) {
    throw new RangeError(
      `concatenate: the real pictures are [${real.shape.join(", ")}], the generated ones [${fakes.shape.join(", ")}]. ` +
        "To be joined, both need the same number of axes.",
    );
  }
  return tf.concat([real as tf.Tensor4D, fakes]);
}
