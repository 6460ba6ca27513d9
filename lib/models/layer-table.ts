/**
 * A network written down as a table: one row a layer, each with a name and with seeded initial weights.
 *
 * The rows are layers of TensorFlow.js; this file only takes care of what every row has in common, so that the
 * tables in `dcgan.ts` can be read beside the papers.
 */
import type { Rng } from "../engine/rng";
import { tf } from "../engine/tf";
import { Dropout } from "../nn/dropout";

/** How initial weights are drawn. */
export interface Initialisation {
  /** Weights of dense and convolution layers. */
  kernel(seed: number): Initializer;
  /** Gains (gamma) of batch norm. */
  gain(seed: number): Initializer;
}

/** Keras's defaults: Glorot and Bengio's uniform distribution (2010) for kernels; gains start at 1. */
export const kerasInitialisation: Initialisation = {
  kernel: (seed) => tf.initializers.glorotUniform({ seed }),
  gain: () => tf.initializers.ones(),
};

/** The DCGAN paper's: kernels N(0, 0.02), gains N(1, 0.02), both by standard deviation. */
export const dcganInitialisation: Initialisation = {
  kernel: (seed) => tf.initializers.randomNormal({ mean: 0, stddev: 0.02, seed }),
  gain: (seed) => tf.initializers.randomNormal({ mean: 1, stddev: 0.02, seed }),
};

export interface ConvolutionRow {
  filters: number;
  kernelSize: number;
  strides: number;
  useBias?: boolean;
  activation?: "tanh";
}

/** The kinds of rows. Each takes the layer's name first; biases and moving statistics start as in Keras (0, 0, 1). */
export interface LayerRows {
  /** y = x W (+ b): [batch, in] -> [batch, units]. */
  dense(name: string, args: { units: number; useBias?: boolean }): Layer;
  /** Padding "same": [batch, h, w, c] -> [batch, h / strides, w / strides, filters], rounded up. */
  convolution(name: string, args: ConvolutionRow): Layer;
  /** Padding "same": [batch, h, w, c] -> [batch, h * strides, w * strides, filters]. */
  transposedConvolution(name: string, args: ConvolutionRow): Layer;
  /** Normalises over all axes but the last; momentum 0.99, epsilon 1e-3. */
  batchNorm(name: string): Layer;
  /** max(x, 0). */
  relu(name: string): Layer;
  /** x where x > 0, slope * x elsewhere. */
  leakyRelu(name: string, slope: number): Layer;
  dropout(name: string, rate: number): Layer;
  reshape(name: string, shape: number[]): Layer;
  flatten(name: string): Layer;
}

/**
 * @param seeds A stream of the network's own; each layer draws the seed of its weights from `seeds.stream(name)`,
 *              so that adding a layer does not change the others.
 */
export function layerRows(seeds: Rng, initialise: Initialisation): LayerRows {
  const kernel = (name: string) => initialise.kernel(seedOf(seeds, name));
  return {
    dense: (name, args) => tf.layers.dense({ ...args, name, kernelInitializer: kernel(name) }),
    convolution: (name, args) =>
      tf.layers.conv2d({ ...args, name, padding: "same", kernelInitializer: kernel(name) }),
    transposedConvolution: (name, args) =>
      tf.layers.conv2dTranspose({ ...args, name, padding: "same", kernelInitializer: kernel(name) }),
    batchNorm: (name) =>
      tf.layers.batchNormalization({
        name,
        momentum: 0.99,
        epsilon: 1e-3,
        gammaInitializer: initialise.gain(seedOf(seeds, name)),
      }),
    relu: (name) => tf.layers.reLU({ name }),
    leakyRelu: (name, slope) => tf.layers.leakyReLU({ name, alpha: slope }),
    dropout: (name, rate) => new Dropout({ name, rate }),
    reshape: (name, shape) => tf.layers.reshape({ name, targetShape: shape }),
    flatten: (name) => tf.layers.flatten({ name }),
  };
}

/**
 * A model with these layers, one after the other.
 *
 * @param inputShape Shape of one example, without the batch.
 */
export function networkFrom(name: string, inputShape: number[], layers: Layer[]): tf.LayersModel {
  const model = tf.sequential({ name });
  model.add(tf.layers.inputLayer({ inputShape, name: `${name}-input` }));
  for (const layer of layers) model.add(layer);
  return model;
}

type Layer = tf.layers.Layer;
type Initializer = ReturnType<typeof tf.initializers.ones>;

/** TensorFlow.js takes a seed of 0 for "no seed". */
function seedOf(seeds: Rng, name: string): number {
  return 1 + seeds.stream(name).integer(2 ** 31 - 1);
}
