/**
 * The article's DCGAN step as users of tfjs-node write it, without any of the course's repairs: TensorFlow.js as it
 * comes, on the TensorFlow library that set-up put under it.
 */
import * as tf from "@tensorflow/tfjs-node";
import { serveBlocks, workerOptions } from "./serve";

const LATENT = 100;

function buildGenerator(w: number): tf.Sequential {
  const { dense, batchNormalization, leakyReLU, reshape, conv2dTranspose } = tf.layers;
  const up = { kernelSize: 5, padding: "same" } as const;
  return tf.sequential({
    layers: [
      dense({ inputShape: [LATENT], units: 8 * 8 * 4 * w, useBias: false }),
      batchNormalization(),
      leakyReLU({ alpha: 0.3 }),
      reshape({ targetShape: [8, 8, 4 * w] }),
      conv2dTranspose({ ...up, filters: 2 * w, strides: 1 }),
      batchNormalization(),
      leakyReLU({ alpha: 0.3 }),
      conv2dTranspose({ ...up, filters: w, strides: 2 }),
      batchNormalization(),
      leakyReLU({ alpha: 0.3 }),
      conv2dTranspose({ ...up, filters: 3, strides: 2, activation: "tanh" }),
    ],
  });
}

function buildDiscriminator(w: number): tf.Sequential {
  const { conv2d, leakyReLU, dropout, flatten, dense } = tf.layers;
  const down = { kernelSize: 5, strides: 2, padding: "same" } as const;
  return tf.sequential({
    layers: [
      conv2d({ ...down, inputShape: [32, 32, 3], filters: w }),
      leakyReLU({ alpha: 0.3 }),
      dropout({ rate: 0.3 }),
      conv2d({ ...down, filters: 2 * w }),
      leakyReLU({ alpha: 0.3 }),
      dropout({ rate: 0.3 }),
      flatten(),
      dense({ units: 1 }),
    ],
  });
}

const { update, batch, width } = workerOptions();
const [G, D] = [buildGenerator(width), buildDiscriminator(width)];
const gOptimizer = tf.train.adam(1e-4, 0.5);
const dOptimizer = tf.train.adam(1e-4, 0.5);
const [gVariables, dVariables] = [G, D].map((network) =>
  network.trainableWeights.map((weight) => weight.read() as tf.Variable),
) as [tf.Variable[], tf.Variable[]];

const generate = () => G.apply(tf.randomNormal([batch, LATENT]), { training: true }) as tf.Tensor4D;
const score = (images: tf.Tensor) => D.apply(images, { training: true }) as tf.Tensor2D;
const crossEntropy = (label: number, logits: tf.Tensor) =>
  tf.losses.sigmoidCrossEntropy(tf.fill(logits.shape, label), logits).asScalar();
const discriminatorLoss = (images: tf.Tensor, fakes: tf.Tensor) =>
  tf.add<tf.Scalar>(crossEntropy(1, score(images)), crossEntropy(0, score(fakes)));

function alternating(images: tf.Tensor): tf.Scalar[] {
  const fakes = generate();
  const dLoss = dOptimizer.minimize(() => discriminatorLoss(images, fakes), true, dVariables)!;
  const gLoss = gOptimizer.minimize(() => crossEntropy(1, score(generate())), true, gVariables)!;
  return [dLoss, gLoss];
}

function simultaneous(images: tf.Tensor): tf.Scalar[] {
  const kept: tf.Tensor[] = [];
  const gSide = tf.variableGrads(() => {
    kept.push(tf.keep(generate()));
    return crossEntropy(1, score(kept[0]!));
  }, gVariables);
  const dSide = tf.variableGrads(() => discriminatorLoss(images, kept[0]!), dVariables);
  gOptimizer.applyGradients(named(gSide.grads));
  dOptimizer.applyGradients(named(dSide.grads));
  tf.dispose(kept);
  return [dSide.value, gSide.value];
}

const named = (grads: tf.NamedTensorMap) => Object.entries(grads).map(([name, tensor]) => ({ name, tensor }));
const size = (variables: tf.Variable[]) => variables.reduce((sum, variable) => sum + variable.size, 0);
const step = update === "alternating" ? alternating : simultaneous;

async function main(): Promise<void> {
  const pictures = tf.randomUniform([1024, 32, 32, 3], -1, 1);
  const blocks = serveBlocks();
  await blocks.begin({
    versions: { "tfjs-node": tf.version["tfjs-node"] },
    threads: Number(process.env.TF_NUM_INTRAOP_THREADS),
    trained: { generator: size(gVariables), discriminator: size(dVariables) },
  });
  for (;;) {
    const losses = tf.tidy(() => {
      const order = tf.tensor1d([...tf.util.createShuffledIndices(1024)].slice(0, batch), "int32");
      return step(tf.gather(pictures, order)).map((loss) => loss.dataSync()[0]!);
    });
    await blocks.afterStep(losses);
  }
}

void main();
