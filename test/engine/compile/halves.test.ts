/** What is bfloat16 in a compiled step, and what may never be. */
import { existsSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { compile } from "../../../lib/engine/compile/compile";
import type { Precision } from "../../../lib/engine/compile/emit";
import type { Tensors } from "../../../lib/engine/compile/recording";
import { randomMask, randomNormal } from "../../../lib/engine/random";
import { tf } from "../../../lib/engine/tf";
import { useEngine } from "../../../lib/engine/use-engine";
import { relativeError } from "../float64";

beforeAll(async () => {
  await useEngine("tensorflow");
  picture = randomNormal([4, 8, 8, 3], [1, 1]);
});

type Step = (feeds: Tensors) => Tensors;

/** The outputs of a compiled step. */
function run(step: Step, feeds: Tensors, precision: Precision): Record<string, Float32Array> {
  const compiled = compile((given) => tf.tidy(() => step(given)), { feeds, precision });
  const outputs = compiled.run(feeds);
  const numbers = Object.entries(outputs).map(([name, tensor]) => [
    name,
    new Float32Array(tensor.dataSync()),
  ]);
  tf.dispose(outputs);
  compiled.dispose();
  return Object.fromEntries(numbers) as Record<string, Float32Array>;
}

/** The share of numbers whose last 16 bits are 0: all of them are bfloat16 numbers, or next to none. */
function shareOfShort(values: Float32Array): number {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  return bits.filter((word) => (word & 0xffff) === 0).length / bits.length;
}

let picture: tf.Tensor;
const filter = () => randomNormal<tf.Rank.R4>([5, 5, 3, 16], [1, 2]);
const convolve = (x: tf.Tensor, w: tf.Tensor4D) => tf.conv2d(x as tf.Tensor4D, w, 2, "same");

const cpuInfo = "/proc/cpuinfo";
const hasUnits = existsSync(cpuInfo) && /\bavx512_bf16\b/.test(readFileSync(cpuInfo, "utf8"));

// Without bfloat16 units TensorFlow lacks some of these kernels, and train() refuses bfloat16.
describe.runIf(hasUnits)("in bfloat16", () => {
  it("a product stays short through bias, activation, batch norm, dropout and reshape", () => {
    const step: Step = ({ x }) => {
      const product = convolve(x!, filter());
      const active = tf.leakyRelu(tf.add(product, randomNormal([16], [1, 3])), 0.3);
      const layer = tf.layers.batchNormalization({});
      const normal = layer.apply(active, { training: true }) as tf.Tensor;
      layer.dispose();
      const mask = tf.mul(randomMask(normal.shape, [1, 4], 0.3), 1 / 0.7);
      return { active: tf.reshape(active, [4, -1]), normal, dropped: tf.mul(normal, mask) };
    };
    const short = run(step, { x: picture }, "bfloat16");
    const wide = run(step, { x: picture }, "float32");
    for (const name of ["active", "normal", "dropped"]) {
      expect(shareOfShort(short[name]!), name).toBe(1);
      expect(shareOfShort(wide[name]!), name).toBeLessThan(name === "dropped" ? 0.4 : 0.01);
      expect(relativeError(short[name]!, wide[name]!), name).toBeLessThan(0.02);
    }
  });

  it("the loss, sums of slopes and a mask that meets float32 are float32", () => {
    const step: Step = ({ x }) => {
      const loss = (w: tf.Tensor) => tf.mean(tf.softplus(convolve(x!, w as tf.Tensor4D)));
      const slope = tf.grad(loss)(filter());
      const scaled = tf.mul(tf.mul(randomMask([4, 8, 8, 3], [1, 5], 0.3), 1 / 0.7), x!);
      return { loss: loss(filter()), sum: tf.add(slope, tf.mul(slope, 0.001)), scaled };
    };
    const short = run(step, { x: picture }, "bfloat16");
    const wide = run(step, { x: picture }, "float32");
    expect(short["scaled"]).toEqual(wide["scaled"]);
    expect(shareOfShort(short["sum"]!)).toBeLessThan(0.1);
    expect(relativeError(short["loss"]!, wide["loss"]!)).toBeLessThan(0.01);
  });

  it("a bias's slope, a sum over thousands of pixels, does not get stuck at 256", () => {
    const pixels = tf.ones([16, 32, 32, 1]);
    const step: Step = ({ x }) => {
      const one = tf.ones<tf.Rank.R4>([1, 1, 1, 1]);
      const active = (bias: tf.Tensor) => tf.leakyRelu(tf.add(convolve(x!, one), bias), 0.3);
      // The product on top makes the slope that comes down short.
      const sum = (bias: tf.Tensor) => tf.sum(tf.conv2d(active(bias) as tf.Tensor4D, one, 1, "same"));
      return { slope: tf.grad(sum)(tf.zeros([1])) };
    };
    // In bfloat16 256 + 1 is 256.
    expect([...run(step, { x: pixels }, "bfloat16")["slope"]!]).toEqual([4096]);
    pixels.dispose();
  });

  it("slopes through convolution, batch norm and activation are right to 2 %", () => {
    const step: Step = ({ x, gain }) => {
      const f = (w?: tf.Tensor, scale?: tf.Tensor) => {
        const layer = tf.layers.batchNormalization({});
        const y = layer.apply(convolve(x!, w as tf.Tensor4D), { training: true }) as tf.Tensor;
        layer.dispose();
        return tf.mean(tf.square(tf.tanh(tf.mul(tf.leakyRelu(y, 0.2), scale!))));
      };
      const [ofFilter, ofGain] = tf.grads(f)([filter(), gain!]);
      return { ofFilter: ofFilter!, ofGain: ofGain! };
    };
    const feeds = { x: picture, gain: tf.ones([16]) };
    const [short, wide] = [run(step, feeds, "bfloat16"), run(step, feeds, "float32")];
    for (const name of ["ofFilter", "ofGain"]) {
      expect(relativeError(short[name]!, wide[name]!), name).toBeLessThan(0.02);
    }
  });
});
