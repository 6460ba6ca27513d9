/** Chapter 06: what the mended program reaches, what the defects cost, and the three mistakes of others, by closed forms. */
import { beforeAll, describe, expect, it } from "vitest";
import { sprites } from "../../lib/datasets/sprites/sprites";
import { randomNormal } from "../../lib/engine/random";
import { rng } from "../../lib/engine/rng";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";
import { gradientPenalty } from "../../lib/losses/gradient-penalty";
import { buildDcgan } from "../../lib/models/dcgan";
import { defects } from "../../lib/train/listing/defects";
import type { Defect } from "../../lib/train/listing/defects";
import { listing } from "../../lib/train/listing/listing";
import { range } from "../theory/rows";

beforeAll(() => useEngine());

const all = defects.map(({ name }) => name);
const spreadOf = (tensor: tf.Tensor) => tf.tidy(() => tf.moments(tensor).variance.sqrt().dataSync()[0]!);
const mean = (values: number[]) => values.reduce((total, value) => total + value, 0) / values.length;

describe("the listing on the chapter's drawings", () => {
  const data = sprites({
    size: 320,
    seed: 0,
    only: {
      shape: ["circle", "square", "triangle"],
      colour: ["red", "yellow"],
      backgroundColour: ["navy"],
      background: ["plain"],
      size: ["large"],
      place: ["centre"],
      texture: ["plain"],
    },
  });

  /** Root mean square difference of the mean generated picture and the mean drawing, after 80 batches, in training mode. */
  async function gapWith(repaired: readonly Defect[]): Promise<number> {
    const isWhole = repaired.includes("one-batch-epochs");
    const run = await listing({
      load: () => data,
      repaired,
      epochs: isWhole ? 8 : 80,
      batchSize: 32,
      width: 8,
      learningRate: 1e-3,
      seed: 6,
      compile: true,
    }).run();
    const gap = tf.tidy(() => {
      const z = rng(6).stream("many").normalTensor(64, 100);
      const made = tf.mean(run.gan.generator.apply(z, { training: true }) as tf.Tensor4D, 0);
      const drawn = tf.mean(data.images(range(320)), 0);
      return tf
        .mean(tf.square(tf.sub(made, drawn)))
        .sqrt()
        .dataSync()[0]!;
    });
    expect(run.history.length).toBe(80);
    run.dispose();
    return gap;
  }

  it("comes nearer to the drawings when all is mended than with one of the gross defects left in", async () => {
    const mended = await gapWith(all);
    for (const defect of ["generator-step", "byte-range"] as const) {
      const left = await gapWith(all.filter((name) => name !== defect));
      expect(mended, defect).toBeLessThan(0.6 * left);
    }
  }, 60_000);
});

describe("numbers of the text", () => {
  it("a hundred epochs of the listing show an eighth of CIFAR-10, at most", () => {
    const stream = rng(3);
    const seen = new Set(range(6400).map(() => stream.integer(50_000)));
    expect(1 - (1 - 1 / 50_000) ** 6400).toBeCloseTo(0.12, 3);
    expect(seen.size / 50_000).toBeCloseTo(0.12, 2);
    expect(6400 / 50_000).toBeCloseTo(0.128, 12);
  });

  it("V has no minimum over D: descent goes below any bound, with D turned inside out", () => {
    const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
    const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    const value = (a: number, b: number) => -softplus(-a) - softplus(b);
    // The slopes of the chapter's cell, against a finite difference.
    const h = 1e-6;
    expect((value(0.3 + h, 0) - value(0.3 - h, 0)) / (2 * h)).toBeCloseTo(sigmoid(-0.3), 8);
    expect((value(0, 0.3 + h) - value(0, 0.3 - h)) / (2 * h)).toBeCloseTo(-sigmoid(0.3), 8);
    let [a, b] = [0, 0];
    for (let step = 0; step < 1000; step++) [a, b] = [a - sigmoid(-a), b + sigmoid(b)];
    expect(value(0, 0)).toBeCloseTo(-2 * Math.LN2, 12);
    expect(value(a, b)).toBeLessThan(-1900);
    expect([sigmoid(a), sigmoid(b)].map(Math.round)).toEqual([0, 1]);
  });
});

describe("mistakes of others", () => {
  it("gains around 0 leave a generator's pictures and a discriminator's logits almost without spread", () => {
    const gan = buildDcgan({ form: "paper", width: 16, seed: 2 });
    const z = rng(2).stream("gains").normalTensor(32, 100);
    const images = tf.tanh(randomNormal<tf.Rank.R4>([32, 32, 32, 3], [2, 2]));
    const spreads = () =>
      tf.tidy(() => [
        spreadOf(gan.generator.apply(z, { training: true }) as tf.Tensor),
        spreadOf(gan.discriminator.apply(images, { training: true }) as tf.Tensor),
      ]);
    const around1 = spreads();
    for (const layer of [...gan.generator.layers, ...gan.discriminator.layers]) {
      if (layer.getClassName() !== "BatchNormalization") continue;
      const [gain, ...others] = layer.getWeights();
      layer.setWeights([gain!.sub(1), ...others]);
    }
    const around0 = spreads();
    gan.dispose();
    expect(around0[0]! / around1[0]!).toBeLessThan(1 / 30);
    expect(around0[1]! / around1[1]!).toBeLessThan(1 / 30);
  });

  it("65.9 % of normal shares lie beyond the two pictures", () => {
    const [cells, stream] = [10_000, rng(8).stream("normal")];
    const density = (t: number) => Math.exp(-(t * t) / 2) / Math.sqrt(2 * Math.PI);
    const between = range(cells).reduce((sum, i) => sum + density((i + 0.5) / cells) / cells, 0);
    expect(1 - between).toBeCloseTo(0.6587, 4);
    const drawn = range(10_000).map(() => stream.normal());
    expect(drawn.filter((t) => t < 0 || t > 1).length / 10_000).toBeCloseTo(0.659, 1.7);
  });

  it("a critic as steep as x is long pays 1/3 for uniform shares and 2 - 2 sqrt(2 / pi) for normal ones", () => {
    const count = 20_000;
    const real = tf.tensor4d(
      Float32Array.from({ length: 3 * count }, (_, i) => (i % 3 === 0 ? 1 : 0)),
      [count, 1, 1, 3],
    );
    const penaltyOf = (draw: () => number) =>
      tf.tidy(
        () =>
          gradientPenalty((x) => x.square().sum([1, 2, 3]).div(2), {
            real,
            fake: tf.zerosLike(real),
            share: tf.tensor4d(Float32Array.from({ length: count }, draw), [count, 1, 1, 1]),
          }).dataSync()[0]!,
      );
    const stream = rng(9);
    expect(penaltyOf(() => stream.uniform())).toBeCloseTo(1 / 3, 1.7);
    expect(penaltyOf(() => stream.normal())).toBeCloseTo(2 - 2 * Math.sqrt(2 / Math.PI), 1.7);
    real.dispose();
  });

  it("epsilon 0.8: a channel of variance v comes out with spread sqrt(v / (v + 0.8))", () => {
    for (const spread of [0.3, 1, 3]) {
      const x = tf.mul(randomNormal([4000, 2], [5, 1]), spread);
      const layer = tf.layers.batchNormalization({ epsilon: 0.8 });
      const normed = layer.apply(x, { training: true }) as tf.Tensor;
      const v = spreadOf(x) ** 2;
      expect(spreadOf(normed)).toBeCloseTo(Math.sqrt(v / (v + 0.8)), 2);
      layer.dispose();
    }
  });

  it("epsilon 0.8 in that collection's DCGAN: spreads near 0.59 and 0.27 where 1 was meant", () => {
    const seeded = (seed: number) => tf.initializers.randomNormal({ mean: 0, stddev: 0.02, seed });
    const spreads = (epsilon: number) =>
      tf.tidy(() => {
        const conv = (filters: number) =>
          tf.layers.conv2d({ filters, kernelSize: 3, padding: "same", kernelInitializer: seeded(filters) });
        const norm = () => tf.layers.batchNormalization({ epsilon });
        const up = () => tf.layers.upSampling2d({ size: [2, 2] });
        const bend = tf.layers.leakyReLU({ alpha: 0.2 });
        let x: tf.Tensor = randomNormal([4, 8, 8, 128], [8, 1]);
        const found: number[] = [];
        for (const layer of [up(), conv(128), norm(), bend, up(), conv(64), norm()]) {
          x = layer.apply(x, { training: true }) as tf.Tensor;
          if (layer.getClassName() === "BatchNormalization") found.push(spreadOf(x));
        }
        return found;
      });
    const [first, second] = spreads(0.8);
    expect(first).toBeGreaterThan(0.5);
    expect(first).toBeLessThan(0.68);
    expect(second).toBeGreaterThan(0.2);
    expect(second).toBeLessThan(0.36);
    expect(mean(spreads(1e-5))).toBeCloseTo(1, 2);
  });
});
