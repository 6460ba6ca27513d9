/**
 * One critic update of a Wasserstein GAN with gradient penalty, on the article's networks without dropout.
 * Variants: "eager", "compiled" and "bfloat16" (compiled too), and the engine "webgpu", eager.
 *
 * Paper: Gulrajani et al. (2017), Improved training of Wasserstein GANs, algorithm 1, arXiv:1704.00028.
 */
import {
  Adam,
  buildDcgan,
  compile,
  namedTrainableWeights,
  randomNormal,
  randomUniform,
  rng,
  tf,
} from "ganbook";
import { wasserstein } from "ganbook";
import type { Gan } from "ganbook";
import { noisePictures, startEngine, trained } from "./networks";
import { serveBlocks, workerOptions } from "./serve";

/** What changes from one step to the next. */
type Feeds = {
  images: tf.Tensor4D;
  zSeed: tf.Tensor1D;
  mixSeed: tf.Tensor1D;
  stepSize: tf.Scalar;
  epsilon: tf.Scalar;
};

const PENALTY = 10;

/** Loss of the critic: mean D(fake) - mean D(real) + 10 mean (|dD/dx| - 1)^2 at x between real and fake pictures. */
function criticStep(
  gan: Gan,
  optimiser: Adam,
  { images, zSeed, mixSeed, ...rates }: Feeds,
): { loss: tf.Scalar } {
  return tf.tidy(() => {
    const batch = images.shape[0];
    const z = randomNormal([batch, gan.latentSize], zSeed);
    const fakes = gan.generator.apply(z, { training: true }) as tf.Tensor4D;
    const share = randomUniform([batch, 1, 1, 1], mixSeed);
    const mixed = tf.add<tf.Tensor4D>(tf.mul(share, images), tf.mul(tf.sub(1, share), fakes));
    const { value, grads } = tf.variableGrads(() => {
      const distance = wasserstein.discriminator(scores(gan, images), scores(gan, fakes));
      return tf.add(distance, tf.mul(PENALTY, penalty(gan, mixed)));
    }, optimiser.variables);
    optimiser.apply(grads, rates);
    return { loss: value };
  });
}

function penalty(gan: Gan, mixed: tf.Tensor4D): tf.Scalar {
  const slopes = tf.grad((x) => tf.sum(scores(gan, x as tf.Tensor4D)))(mixed);
  const norms = tf.sqrt(tf.sum(tf.square(slopes), [1, 2, 3]));
  return tf.mean(tf.square(tf.sub(norms, 1)));
}

/** Without `training: true` dropout passes everything; the critic has no other layer that would differ. */
function scores({ discriminator }: Gan, x: tf.Tensor4D): tf.Tensor2D {
  return discriminator.apply(x) as tf.Tensor2D;
}

async function main(): Promise<void> {
  const { variant, batch, width, device } = workerOptions();
  const engine = await startEngine(variant === "webgpu" ? variant : "tensorflow", device);
  const gan = buildDcgan({ width, seed: 1 });
  const adam = { learningRate: 1e-4, beta1: 0, beta2: 0.9 };
  const optimiser = new Adam(namedTrainableWeights(gan.discriminator, "critic"), adam);
  const batches = noisePictures().batches({ batchSize: batch, seed: 1, lastBatch: "drop" });
  const draw = (step: number): Feeds => {
    const random = rng(1).stream("step", step);
    const { images } = batches.next().value as { images: tf.Tensor4D };
    const seed = () => tf.tensor1d(random.seedPair(), "int32");
    return { images, zSeed: seed(), mixSeed: seed(), ...optimiser.ratesAt(step + 1) };
  };
  const eager = (feeds: Feeds) => criticStep(gan, optimiser, feeds);
  const blocks = serveBlocks();
  await blocks.begin({
    versions: { [`engine ${engine.name}`]: `${engine.version}, ${engine.device}` },
    threads: engine.threads ?? 0,
    trained: { critic: trained(gan.discriminator) },
  });
  const isEager = variant === "eager" || variant === "webgpu";
  const run = isEager ? eager : compiledStep(eager, draw(0), variant === "bfloat16");
  for (let step = 0; ; step++) {
    const feeds = draw(step);
    const { loss } = run(feeds);
    const [value] = await loss.data();
    tf.dispose([feeds, loss]);
    await blocks.afterStep([value!]);
  }
}

function compiledStep(step: (feeds: Feeds) => { loss: tf.Scalar }, example: Feeds, isHalf: boolean) {
  const precision = isHalf ? "bfloat16" : "float32";
  const program = compile((feeds) => step(feeds as Feeds), { feeds: example, precision });
  tf.dispose(example);
  return (feeds: Feeds) => program.run(feeds) as { loss: tf.Scalar };
}

void main();
