/** Every kind of training step of the course, small; what they run is what each engine must be able to do. */
import { trainClassifier } from "../../lib/cli/record/train-classifier";
import { makeDataset } from "../../lib/datasets/dataset";
import { randomNormal, randomUniform } from "../../lib/engine/random";
import { rng } from "../../lib/engine/rng";
import { tf } from "../../lib/engine/tf";
import { losses } from "../../lib/losses/by-name";
import { buildFeatureNetwork } from "../../lib/metrics/feature-network";
import { buildDcgan } from "../../lib/models/dcgan";
import { Adam } from "../../lib/nn/adam";
import { namedTrainableWeights } from "../../lib/nn/weights";
import { train } from "../../lib/train/train";
import { gradOf } from "../engine/grad-of";

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
  "WGAN-GP": wassersteinStep,
};

type GanStepOptions = Pick<Parameters<typeof train>[2], "loss" | "update" | "movingAverage"> &
  Pick<Parameters<typeof buildDcgan>[0], "form">;

function ganStep({ form, ...options }: GanStepOptions): Step {
  return async () => {
    const gan = buildDcgan({ imageShape: [SIDE, SIDE, 3], latentSize: 4, width: 2, seed: SEED, form });
    const { average } = await train(gan, noise, { steps: 1, batchSize: BATCH, seed: SEED, ...options });
    average?.dispose();
    gan.dispose();
  };
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

/** A critic's update with gradient penalty, Gulrajani et al. (2017), arXiv:1704.00028, equation 3. */
async function wassersteinStep(): Promise<void> {
  const gan = buildDcgan({ imageShape: [SIDE, SIDE, 3], latentSize: 4, width: 2, seed: SEED });
  const optimiser = new Adam(namedTrainableWeights(gan.discriminator, "critic"), { learningRate: 1e-4 });
  const critic = (images: tf.Tensor) => gan.discriminator.apply(images) as tf.Tensor2D;
  const { losses: value } = tf.tidy(() => {
    const real = noise.images([0, 1]);
    const fake = gan.generator.apply(randomNormal<tf.Rank.R2>([BATCH, 4], [1, 2])) as tf.Tensor4D;
    const share = randomUniform<tf.Rank.R4>([BATCH, 1, 1, 1], [3, 4]);
    const between = tf.add(tf.mul(share, real), tf.mul(tf.sub(1, share), fake));
    const { value: losses, grads } = tf.variableGrads(() => {
      const slope = gradOf((at: tf.Tensor) => tf.sum(critic(at)))(between);
      const steepness = tf.sqrt(tf.sum(tf.square(slope), [1, 2, 3]));
      const penalty = tf.mean(tf.square(tf.sub(steepness, 1)));
      return tf.addN([
        tf.mean(critic(fake)),
        tf.neg(tf.mean(critic(real))),
        tf.mul(10, penalty),
      ]) as tf.Scalar;
    }, optimiser.variables);
    optimiser.apply(grads, optimiser.ratesAt(1));
    return { losses };
  });
  await value.data();
  value.dispose();
  optimiser.dispose();
  gan.dispose();
}
