/**
 * The small classifiers whose last hidden layer gives the features of our metrics.
 *
 * Three rounds of 3x3 convolution, batch norm and ReLU, each halving the picture, then a mean over what is left and
 * one hidden layer. Several heads may read that layer: for sprites one each for shape, colour and background.
 */
import { rng } from "../engine/rng";
import { tf } from "../engine/tf";

/** One question that a network answers about a picture: which of these classes? */
export interface Head {
  name: string;
  classes: string[];
}

export interface FeatureNetworkOptions {
  imageShape: [height: number, width: number, channels: number];
  heads: Head[];
  /** Width of the hidden layer that gives the features. */
  features: number;
  /** Filters of the four convolutions. */
  filters: [number, number, number, number];
  seed: number;
}

/**
 * Builds the network with fresh weights (He et al., 2015) from the seed.
 *
 * @returns A model: pictures [n, h, w, c] in [-1, 1] -> [features [n, size], at least 0; logits [n, all classes]], the
 *   logits of the heads side by side in the order given. The caller disposes it.
 */
export function buildFeatureNetwork(options: FeatureNetworkOptions): tf.LayersModel {
  const stream = rng(options.seed);
  const initial = (name: string) => tf.initializers.heNormal({ seed: stream.stream(name).uint32() });
  const logitCount = options.heads.reduce((sum, head) => sum + head.classes.length, 0);
  const input = tf.input({ shape: options.imageShape, name: "picture" });
  let hidden: tf.SymbolicTensor = input;
  for (const [i, filters] of options.filters.entries()) {
    const name = `convolution-${i + 1}`;
    const shape = i === 0 ? { kernelSize: 5, strides: 2 } : { kernelSize: 3 };
    const convolution = { name, filters, ...shape, padding: "same" as const, useBias: false };
    hidden = apply(tf.layers.conv2d({ ...convolution, kernelInitializer: initial(name) }), hidden);
    hidden = normaliseAndCut(hidden, name);
    const pool = { poolSize: 2, strides: 2, name: `${name}-pool` };
    if (i === 1 || i === 2) hidden = apply(tf.layers.maxPooling2d(pool), hidden);
  }
  hidden = apply(tf.layers.globalAveragePooling2d({ name: "mean" }), hidden);
  const dense = { name: "hidden", units: options.features, useBias: false };
  hidden = apply(tf.layers.dense({ ...dense, kernelInitializer: initial("hidden") }), hidden);
  const features = normaliseAndCut(hidden, "features");
  const last = { name: "logits", units: logitCount, kernelInitializer: initial("logits") };
  return tf.model({
    inputs: input,
    outputs: [features, apply(tf.layers.dense(last), features)],
    name: "features",
  });
}

function normaliseAndCut(input: tf.SymbolicTensor, name: string): tf.SymbolicTensor {
  const normal = apply(tf.layers.batchNormalization({ name: `${name}-norm`, momentum: 0.95 }), input);
  return apply(tf.layers.reLU({ name: `${name}-relu` }), normal);
}

function apply(layer: tf.layers.Layer, input: tf.SymbolicTensor): tf.SymbolicTensor {
  return layer.apply(input) as tf.SymbolicTensor;
}
