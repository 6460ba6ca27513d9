/**
 * Random tensors from a pair of int32 numbers, the same bits each time on one engine.
 *
 * On "tensorflow" they come from TensorFlow's stateless operations (Philox; Salmon et al., 2011), which are faster and
 * can be part of a compiled step; on "webgpu" from the card (see `random-on-card.ts`); elsewhere from `rng`. They give
 * different numbers from the same distribution.
 */
import { randomOnCard } from "./random-on-card";
import { rng } from "./rng";
import { tensorflowBackend } from "./tensorflow";
import { tf } from "./tf";

/** Two int32 numbers, as `Rng.seedPair` gives them. */
export type SeedPair = [number, number];

/** A seed as numbers, or as an int32 tensor [2]: that of a compiled step, which gets a new one with each step. */
export type Seed = SeedPair | tf.Tensor1D;

/**
 * Numbers uniform in [0, 1).
 *
 * @returns float32 of the given shape, owned by the caller.
 */
export function randomUniform<R extends tf.Rank>(shape: tf.ShapeMap[R], seed: Seed): tf.Tensor<R> {
  if (tf.getBackend() === "tensorflow") return stateless("StatelessRandomUniform", shape, seed);
  if (tf.getBackend() === "webgpu") return randomOnCard("uniform", shape, numbersOf(seed));
  const stream = streamOf(seed);
  // 24 bits fit a float32 exactly; 32 bits would round up to 1 now and then.
  return fill(shape, () => (stream.uint32() >>> 8) / 2 ** 24);
}

/**
 * Numbers normal with mean 0 and variance 1.
 *
 * @returns float32 of the given shape, owned by the caller.
 */
export function randomNormal<R extends tf.Rank>(shape: tf.ShapeMap[R], seed: Seed): tf.Tensor<R> {
  if (tf.getBackend() === "tensorflow") return stateless("StatelessRandomNormal", shape, seed);
  if (tf.getBackend() === "webgpu") return randomOnCard("normal", shape, numbersOf(seed));
  const stream = streamOf(seed);
  return fill(shape, stream.normal);
}

/**
 * A mask of zeros and ones, each one with probability 1 - `dropped`, for dropout.
 *
 * On "tensorflow" drawing is what a mask costs, so one uniform number u decides two of its elements. The first is one
 * if u >= p; where u fell, within [0, p) or [p, 1), is uniform again and decides the second: it is one if u lies in
 * [p^2, p) or in [2 p - p^2, 1). Together (1, 1) then has probability (1 - p)^2, and so on: they are independent.
 *
 * @param dropped p, from 0 up to, not including, 1.
 * @returns float32 of the given shape, owned by the caller.
 */
export function randomMask(shape: number[], seed: Seed, dropped: number): tf.Tensor {
  const size = tf.util.sizeFromShape(shape);
  return tf.tidy(() => {
    if (tf.getBackend() !== "tensorflow" || size % 2 === 1) {
      return tf.cast(tf.greaterEqual(randomUniform(shape, seed), dropped), "float32");
    }
    const u = randomUniform([size / 2], seed);
    const first = tf.greaterEqual(u, dropped);
    const lower = tf.logicalAnd(tf.less(u, dropped), tf.greaterEqual(u, dropped ** 2));
    const second = tf.logicalOr(lower, tf.greaterEqual(u, 2 * dropped - dropped ** 2));
    return tf.cast(tf.reshape(tf.concat([first, second]), shape), "float32");
  });
}

function stateless<R extends tf.Rank>(operation: string, shape: tf.ShapeMap[R], seed: Seed): tf.Tensor<R> {
  const backend = tensorflowBackend();
  const { TF_ATTR_TYPE, TF_FLOAT, TF_INT32 } = backend.binding;
  const type = (name: string, value: number | undefined) => ({ name, type: TF_ATTR_TYPE!, value });
  const attributes = [type("dtype", TF_FLOAT), type("T", TF_INT32), type("Tseed", TF_INT32)];
  return tf.tidy(() => {
    const inputs = [tf.tensor1d(shape, "int32"), Array.isArray(seed) ? tf.tensor1d(seed, "int32") : seed];
    return backend.executeSingleOutput(operation, attributes, inputs) as tf.Tensor<R>;
  });
}

function numbersOf(seed: Seed): SeedPair {
  return Array.isArray(seed) ? seed : (seed.arraySync() as SeedPair);
}

function streamOf(seed: Seed) {
  const [first, second] = numbersOf(seed);
  return rng(first >>> 0).stream("seed pair", second | 0);
}

function fill<R extends tf.Rank>(shape: tf.ShapeMap[R], next: () => number): tf.Tensor<R> {
  const values = new Float32Array(tf.util.sizeFromShape(shape));
  for (let i = 0; i < values.length; i++) values[i] = next();
  return tf.tensor(values, shape, "float32");
}
