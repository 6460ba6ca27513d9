/** Chapter 05: every formula and every structural claim of the text, against TensorFlow or against sums done here. */
import { beforeAll, describe, expect, it } from "vitest";
import { rng } from "../../lib/engine/rng";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";
import { nonSaturating } from "../../lib/losses/non-saturating";
import { readRecord } from "../../lib/metrics/records";
import type { DcganRecord } from "../../lib/metrics/records";
import { buildDcgan } from "../../lib/models/dcgan";
import type { Gan } from "../../lib/models/types";
import { Adam } from "../../lib/nn/adam";
import { reseedDropout } from "../../lib/nn/dropout";
import { namedTrainableWeights, namedWeights } from "../../lib/nn/weights";
import { convolve, stamp } from "../../lib/theory/convolution";
import { dcganRules } from "../../lib/theory/dcgan-rules";
import { phaseStrength } from "../../lib/theory/phase-strength";
import { discriminatorStep, generatorStep } from "../../lib/train/step";
import { asKernel, asPicture, asRows, expectRows, randomRows, range, type Rows } from "../theory/rows";

beforeAll(() => useEngine());

const normals = (count: number, name: string) => {
  const stream = rng(5).stream(name);
  return range(count).map(() => stream.normal());
};

describe("convolution and its transpose", () => {
  it("finds the edge of the chapter's picture: each row 0 3 3 0", () => {
    const picture = range(6).map(() => [0, 0, 0, 1, 1, 1]);
    const edge = range(3).map(() => [-1, 0, 1]);
    expect(convolve(picture, edge)).toEqual(range(4).map(() => [0, 3, 3, 0]));
    expectRows(asRows(tf.conv2d(asPicture(picture), asKernel(edge), 1, "valid")), convolve(picture, edge));
  });

  it("stamps 1, 2, 3, 4 onto five rows, with 10 in the middle", () => {
    const stamped = stamp([[1, 2], [3, 4]], range(3).map(() => [1, 1, 1]), 2); // prettier-ignore
    expect(stamped.length).toBe(5);
    expect(stamped[2]![2]).toBe(10);
  });

  it("is the adjoint: <conv(x), y> = <x, stamp(y)>, exactly enough in float64", () => {
    const [x, y, kernel] = [randomRows(11, "x"), randomRows(4, "y"), randomRows(5, "kernel")];
    const inner = (a: Rows, b: Rows) =>
      a.flatMap((row, r) => row.map((v, c) => v * b[r]![c]!)).reduce((s, v) => s + v, 0);
    expect(inner(convolve(x, kernel, 2), y)).toBeCloseTo(inner(x, stamp(y, kernel, 2)), 10);
  });

  it("is the adjoint in TensorFlow too, with channels and padding same, and the gradient", () => {
    const normal = (shape: [number, number, number, number], name: string) =>
      tf.tensor4d(normals(tf.util.sizeFromShape(shape), name), shape);
    const [x, y, kernel] = [
      normal([1, 8, 8, 3], "x"),
      normal([1, 4, 4, 4], "y"),
      normal([5, 5, 3, 4], "kernel"),
    ];
    const conv = (input: tf.Tensor4D) => tf.conv2d(input, kernel, 2, "same");
    const back = tf.conv2dTranspose(y, kernel, [1, 8, 8, 3], 2, "same");
    const products = [conv(x).mul(y), x.mul(back)].map((product) => product.sum().dataSync()[0]!);
    expect(products[0]).toBeCloseTo(products[1]!, 3);
    const gradient = tf.grad((input) =>
      conv(input as tf.Tensor4D)
        .mul(y)
        .sum(),
    )(x);
    expect(gradient.sub(back).abs().max().dataSync()[0]).toBeLessThan(1e-5);
  });
});

describe("the chessboard", () => {
  const ones = (side: number) => range(side).map(() => range(side).map(() => 1));
  const counts = (kernelSize: number) =>
    stamp(ones(9), ones(kernelSize), 2)
      .slice(6, 12)
      .map((row) => row.slice(6, 12));

  it("5 by 5 with stride 2 stamps 9, 6, 6 and 4 times; 4 by 4 always 4 times", () => {
    expect(counts(5).slice(0, 2).map((row) => row.slice(0, 2))).toEqual([[9, 6], [6, 4]]); // prettier-ignore
    expect([...new Set(counts(5).flat())].sort()).toEqual([4, 6, 9]);
    expect(new Set(counts(4).flat())).toEqual(new Set([4]));
  });

  it("with padding same the 9 stand at odd rows and columns", () => {
    const stamped = tf.conv2dTranspose(asPicture(ones(16)), asKernel(ones(5)), [1, 32, 32, 1], 2, "same");
    const strength = phaseStrength(stamped);
    expect(strength).toEqual([16, 36, 36, 81]);
  });

  it("phaseStrength gives four equal numbers without a chessboard, and refuses odd sizes", () => {
    expect(phaseStrength(tf.fill<tf.Rank.R4>([2, 16, 16, 3], 0.5))).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(() => phaseStrength(tf.zeros([1, 15, 16, 1]))).toThrow(/15x16/);
  });
});

describe("batch norm by hand", () => {
  const batch = [[1, 10], [2, 20], [3, 30], [4, 40]]; // prettier-ignore
  const byHand = (column: number[]) => {
    const mean = column.reduce((s, v) => s + v, 0) / column.length;
    const variance = column.reduce((s, v) => s + (v - mean) ** 2, 0) / column.length;
    return column.map((v) => (v - mean) / Math.sqrt(variance + 1e-3));
  };

  it("is TensorFlow's training mode; the running means keep 99 of 100 parts", () => {
    const layer = tf.layers.batchNormalization({ momentum: 0.99, epsilon: 1e-3 });
    const normed = (layer.apply(tf.tensor2d(batch), { training: true }) as tf.Tensor2D).arraySync();
    const expected = [0, 1].map((channel) => byHand(batch.map((row) => row[channel]!)));
    normed.forEach((row, r) => row.forEach((value, c) => expect(value).toBeCloseTo(expected[c]![r]!, 5)));
    const [, , mean] = layer.getWeights();
    expect([...mean!.dataSync()].map((v) => Number(v.toFixed(6)))).toEqual([0.025, 0.25]);
  });

  it("holds half of the batch statistics after 69 steps and 99 % after 460", () => {
    expect(1 - 0.99 ** 69).toBeCloseTo(0.5, 3);
    expect(1 - 0.99 ** 460).toBeGreaterThanOrEqual(0.99);
    expect(1 - 0.99 ** 458).toBeLessThan(0.99);
  });
});

describe("Adam by hand", () => {
  /** The formula of the chapter, written once more in plain numbers. */
  function adam(slope: (x: number) => number, steps: number, { beta1 = 0.9, rate = 0.1 } = {}): number[] {
    let [x, m, v] = [1, 0, 0];
    return range(steps).map((i) => {
      const g = slope(x);
      m = beta1 * m + (1 - beta1) * g;
      v = 0.999 * v + 0.001 * g * g;
      const [first, second] = [m / (1 - beta1 ** (i + 1)), v / (1 - 0.999 ** (i + 1))];
      return (x -= (rate * first) / (Math.sqrt(second) + 1e-7));
    });
  }

  it.each([0.9, 0.5])("is the library's, beta1 = %f", (beta1) => {
    const x = tf.variable(tf.scalar(1));
    const optimiser = new Adam([{ name: "x", variable: x }], { learningRate: 0.1, beta1 });
    const path = range(40).map((i) => {
      const { grads } = tf.variableGrads(() => x.square().div<tf.Scalar>(2), [x]);
      optimiser.apply(grads, optimiser.ratesAt(i + 1));
      return x.dataSync()[0]!;
    });
    adam((v) => v, 40, { beta1 }).forEach((value, i) => expect(path[i]).toBeCloseTo(value, 5));
  });

  it("takes the same path in flat and steep valleys, its first step is the rate, and 0.5 overshoots less", () => {
    const [flat, steep] = [0.01, 21].map((c) => adam((x) => c * x, 40));
    flat!.forEach((value, i) => expect(value).toBeCloseTo(steep![i]!, 3));
    expect(1 - flat![0]!).toBeCloseTo(0.1, 4);
    const lowest = (beta1: number) => Math.min(...adam((x) => x, 200, { beta1 }));
    expect(lowest(0.9)).toBeLessThan(-0.2);
    expect(lowest(0.5)).toBeGreaterThan(-0.05);
  });

  it("plain descent leaves the steep valley: each step multiplies by -1.1", () => {
    expect(1 - 0.1 * 21).toBeCloseTo(-1.1, 12);
  });
});

describe("the article's networks", () => {
  let article: Gan;
  let paper: Gan;
  beforeAll(() => {
    article = buildDcgan({ form: "article", seed: 1 });
    paper = buildDcgan({ form: "paper", seed: 1 });
  });

  it("have the parameters of the formulas", () => {
    const conv = (k: number, i: number, o: number) => k * k * i * o + o;
    const generator =
      100 * 16384 + 4 * 16384 + conv(5, 256, 128) + 4 * 128 + conv(5, 128, 64) + 4 * 64 + conv(5, 64, 3);
    expect(generator).toBe(2_733_699);
    expect(article.generator.countParams()).toBe(generator);
    const trainable = namedTrainableWeights(article.generator, "g").reduce(
      (sum, { variable }) => sum + variable.size,
      0,
    );
    expect(trainable).toBe(2_700_547);
    expect(trainable).toBe(generator - 2 * (16384 + 128 + 64));
    expect(article.discriminator.countParams()).toBe(conv(5, 3, 64) + conv(5, 64, 128) + 8 * 8 * 128 + 1);
    expect(article.discriminator.countParams()).toBe(217_985);
  });

  it("spend 77 % of the generator's multiply-adds in the stride-1 layer", () => {
    const places: Record<string, number> = { project: 1, "up-1": 64, "up-2": 64, "up-3": 256 };
    const macs = Object.entries(places).map(
      ([name, count]) => article.generator.getLayer(name).getWeights()[0]!.size * count,
    );
    expect(macs.reduce((a, b) => a + b, 0)).toBe(68_403_200);
    expect((100 * macs[1]!) / 68_403_200).toBeCloseTo(77, 0);
    expect((article.generator.getLayer("up-1").getConfig().strides as number[])[0]).toBe(1);
  });

  it("make pictures of 32 by 32, not the 64 by 64 that the article claims", () => {
    expect(article.generator.outputShape).toEqual([null, 32, 32, 3]);
  });

  it("have no transposed convolution in the discriminator, as the article claims they have", () => {
    const kinds = article.discriminator.layers.map((layer) => layer.getClassName());
    expect(kinds.filter((kind) => kind.includes("Transpose"))).toEqual([]);
    expect(kinds.filter((kind) => kind === "Conv2D").length).toBe(2);
  });

  it("keep rules 1, 3 and 5 of the paper and break 2 and 4; the paper form keeps all five", () => {
    expect(dcganRules(article).map(({ holds }) => holds)).toEqual([true, false, true, false, true]);
    expect(dcganRules(paper).map(({ holds }) => holds)).toEqual([true, true, true, true, true]);
  });

  it("start with a spread of 0.1 to 0.4 in the paper form, and as good as switched off with gains around 0", () => {
    const z = rng(1).stream("gains").normalTensor(64, 100);
    const spread = () =>
      tf.tidy(
        () =>
          tf
            .moments(paper.generator.apply(z, { training: true }) as tf.Tensor)
            .variance.sqrt()
            .dataSync()[0]!,
      );
    const right = spread();
    expect(right).toBeGreaterThan(0.1);
    expect(right).toBeLessThan(0.4);
    for (const layer of paper.generator.layers.filter((one) => one.getClassName() === "BatchNormalization")) {
      const [gain, ...others] = layer.getWeights();
      const values = [...gain!.dataSync()];
      expect(values.reduce((a, b) => a + b, 0) / values.length).toBeCloseTo(1, 1);
      layer.setWeights([gain!.sub(1), ...others]);
    }
    expect(spread()).toBeLessThan(right / 50);
  });
});

describe("one training step", () => {
  it("changes one network in each half; the generator's running averages change in both", () => {
    const gan = buildDcgan({ width: 4, seed: 2 });
    const options = { learningRate: 1e-4, beta1: 0.5 };
    const d = namedTrainableWeights(gan.discriminator, "discriminator");
    const g = namedTrainableWeights(gan.generator, "generator");
    const averages = namedWeights(gan.generator, "generator").filter(({ name }) => /moving/.test(name));
    expect(averages.length).toBe(6);
    const players = {
      gan,
      loss: nonSaturating,
      dOptimiser: new Adam(d, options),
      gOptimiser: new Adam(g, options),
    };
    const bits = (weights: typeof d) =>
      weights.map(({ variable }) => Buffer.from(variable.dataSync().buffer).toString("base64")).join();
    const state = () => ({ d: bits(d), g: bits(g), averages: bits(averages) });
    const z = (name: string) => rng(2).stream(name).normalTensor(8, 100);
    reseedDropout(gan.discriminator, rng(2).stream("dropout"));

    const start = state();
    const images = tf.tanh(tf.tensor4d(normals(8 * 3072, "images"), [8, 32, 32, 3]));
    const told = discriminatorStep(players, { images, z: z("d") }, players.dOptimiser.ratesAt(1));
    const afterD = state();
    generatorStep(players, { z: z("g") }, players.gOptimiser.ratesAt(1));
    const afterG = state();

    expect([afterD.d !== start.d, afterD.g !== start.g, afterD.averages !== start.averages]).toEqual([
      true,
      false,
      true,
    ]);
    expect([afterG.d !== afterD.d, afterG.g !== afterD.g, afterG.averages !== afterD.averages]).toEqual([
      false,
      true,
      true,
    ]);
    expect(told.dLoss.dataSync()[0]).toBeGreaterThan(1);
    expect(told.dLoss.dataSync()[0]).toBeLessThan(2);
  });

  it("with logits 0 the losses are 2 log 2 and log 2", () => {
    const zeros = tf.zeros<tf.Rank.R2>([4, 1]);
    expect(nonSaturating.discriminator(zeros, zeros).dataSync()[0]).toBeCloseTo(2 * Math.LN2, 6);
    expect(nonSaturating.generator(zeros).dataSync()[0]).toBeCloseTo(Math.LN2, 6);
  });
});

describe("the recorded table", () => {
  it("says what the folded answer of section 14 says", async () => {
    const { date, result } = await readRecord<DcganRecord>("dcgan-cifar10");
    expect(date).toBe("2026-11-23"); // recorded anew: read the answer in the cell record-after again
    const share = result.runs.map(({ ratio }) => Math.round(100 * (1 - ratio)));
    expect(share).toEqual([81, 89, 90]);
    const last = result.runs.map(({ distances }) => distances.at(-1)!);
    expect(last.map(({ value }) => value.toFixed(2))).toEqual(["1.16", "0.69", "0.55"]);
    for (const { standardError } of last) expect(standardError.toFixed(2)).toMatch(/^0\.0[12]$/);
    const control = (name: RegExp) => result.controls.find((one) => name.test(one.name))!;
    const below = (limit: number) => last.filter(({ value }) => value < limit).length;
    const gaussian = control(/^full-covariance/);
    expect(below(control(/^PCA/).value)).toBe(3);
    expect(below(gaussian.value)).toBe(2);
    expect(below(5 * control(/^64 training/).value)).toBe(0);
    const error = Math.hypot(gaussian.standardError, last[1]!.standardError);
    expect((gaussian.value - last[1]!.value) / error).toBeCloseTo(2.1, 1);
  });
});
