import { beforeAll, describe, expect, it } from "vitest";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";
import { buildDcgan } from "../../lib/models/dcgan";
import type { DcganOptions } from "../../lib/models/dcgan";
import { Dropout } from "../../lib/nn/dropout";
import { namedTrainableWeights } from "../../lib/nn/weights";
import { testGan } from "../contracts/model";

testGan("dcgan, article", (seed) => buildDcgan({ width: 4, latentSize: 10, seed }));
testGan("dcgan, paper", (seed) => buildDcgan({ width: 4, latentSize: 10, form: "paper", seed }));
testGan("dcgan, grey 16x24", (seed) =>
  buildDcgan({ imageShape: [16, 24, 1], width: 4, latentSize: 10, seed }),
);

beforeAll(async () => {
  await useEngine();
});

/** [layer, output shape without the batch, parameters] of every layer that is not the input. */
function rowsOf(network: tf.LayersModel): [string, number[], number][] {
  return network.layers
    .filter((layer) => !layer.name.endsWith("-input"))
    .map((layer) => [layer.name, (layer.outputShape as number[]).slice(1), layer.countParams()]);
}

function trainable(network: tf.LayersModel): number {
  return namedTrainableWeights(network, "").reduce((sum, { variable }) => sum + variable.size, 0);
}

describe("the article's networks", () => {
  const gan = () => buildDcgan({ seed: 7 });

  it("have its layers, shapes and parameters, one by one", () => {
    const { generator, discriminator, dispose } = gan();
    expect(rowsOf(generator)).toEqual([
      ["project", [16384], 100 * 16384],
      ["project-norm", [16384], 4 * 16384],
      ["project-leaky", [16384], 0],
      ["to-picture", [8, 8, 256], 0],
      ["up-1", [8, 8, 128], 5 * 5 * 128 * 256 + 128],
      ["up-1-norm", [8, 8, 128], 4 * 128],
      ["up-1-leaky", [8, 8, 128], 0],
      ["up-2", [16, 16, 64], 5 * 5 * 64 * 128 + 64],
      ["up-2-norm", [16, 16, 64], 4 * 64],
      ["up-2-leaky", [16, 16, 64], 0],
      ["up-3", [32, 32, 3], 5 * 5 * 3 * 64 + 3],
    ]);
    expect(rowsOf(discriminator)).toEqual([
      ["down-1", [16, 16, 64], 5 * 5 * 3 * 64 + 64],
      ["down-1-leaky", [16, 16, 64], 0],
      ["down-1-dropout", [16, 16, 64], 0],
      ["down-2", [8, 8, 128], 5 * 5 * 64 * 128 + 128],
      ["down-2-leaky", [8, 8, 128], 0],
      ["down-2-dropout", [8, 8, 128], 0],
      ["flatten", [8192], 0],
      ["logit", [1], 8192 + 1],
    ]);
    dispose();
  });

  it("have its numbers of parameters", () => {
    const { generator, discriminator, dispose } = gan();
    expect([generator.countParams(), trainable(generator)]).toEqual([2_733_699, 2_700_547]);
    expect([discriminator.countParams(), trainable(discriminator)]).toEqual([217_985, 217_985]);
    dispose();
  });

  it("have Keras's slopes, momentum, epsilon and first weights", () => {
    const { generator, discriminator, dispose } = gan();
    for (const layer of [...generator.layers, ...discriminator.layers]) {
      const config = layer.getConfig();
      if (layer.name.endsWith("-leaky")) expect(config.alpha).toBe(0.3);
      if (layer.name.endsWith("-norm")) expect([config.momentum, config.epsilon]).toEqual([0.99, 1e-3]);
      if (layer instanceof Dropout) expect(layer.rate).toBe(0.3);
    }
    expect(generator.getLayer("up-3").getConfig().activation).toBe("tanh");
    expect(discriminator.getLayer("logit").getConfig().activation).toBe("linear");
    // Glorot uniform: bounded by sqrt(6 / (fan in + fan out)), with standard deviation limit / sqrt(3).
    const limit = Math.sqrt(6 / (25 * 64 + 25 * 128));
    const { mean, deviation, largest } = statistics(discriminator.getLayer("down-2").getWeights()[0]!);
    expect(largest).toBeLessThanOrEqual(limit);
    expect(largest).toBeGreaterThan(0.99 * limit);
    expect(Math.abs(mean)).toBeLessThan(0.01 * limit);
    expect(deviation / (limit / Math.sqrt(3))).toBeCloseTo(1, 1);
    expect(statistics(discriminator.getLayer("down-2").getWeights()[1]!).largest).toBe(0);
    dispose();
  });
});

describe("the paper's networks", () => {
  const gan = () => buildDcgan({ form: "paper", seed: 7 });

  it("have strided convolutions only, and batch norm but in the first and last layers that touch pictures", () => {
    const { generator, discriminator, dispose } = gan();
    expect(rowsOf(generator).map(([name, shape]) => `${name} ${shape.join("x")}`)).toEqual([
      "project 4096",
      "to-picture 4x4x256",
      "project-norm 4x4x256",
      "project-relu 4x4x256",
      "up-1 8x8x128",
      "up-1-norm 8x8x128",
      "up-1-relu 8x8x128",
      "up-2 16x16x64",
      "up-2-norm 16x16x64",
      "up-2-relu 16x16x64",
      "up-3 32x32x3",
    ]);
    expect(rowsOf(discriminator).map(([name, shape]) => `${name} ${shape.join("x")}`)).toEqual([
      "down-1 16x16x64",
      "down-1-leaky 16x16x64",
      "down-2 8x8x128",
      "down-2-norm 8x8x128",
      "down-2-leaky 8x8x128",
      "down-3 4x4x256",
      "down-3-norm 4x4x256",
      "down-3-leaky 4x4x256",
      "flatten 4096",
      "logit 1",
    ]);
    for (const name of ["down-1", "down-2", "down-3"]) {
      expect(discriminator.getLayer(name).getConfig().strides).toEqual([2, 2]);
    }
    expect([generator.countParams(), discriminator.countParams()]).toEqual([
      100 * 4096 + 4 * 256 + 25 * 256 * 128 + 4 * 128 + 25 * 128 * 64 + 4 * 64 + 25 * 64 * 3 + 3,
      25 * 3 * 64 + 64 + 25 * 64 * 128 + 4 * 128 + 25 * 128 * 256 + 4 * 256 + 4096 + 1,
    ]);
    dispose();
  });

  it("start from N(0, 0.02) for kernels and N(1, 0.02) for gains, and lean by 0.2", () => {
    const { generator, discriminator, dispose } = gan();
    const kernel = statistics(discriminator.getLayer("down-3").getWeights()[0]!);
    expect(Math.abs(kernel.mean)).toBeLessThan(2e-4);
    expect(kernel.deviation).toBeCloseTo(0.02, 3);
    const gain = statistics(generator.getLayer("project-norm").getWeights()[0]!);
    expect(gain.mean).toBeCloseTo(1, 2);
    expect(gain.deviation).toBeCloseTo(0.02, 2);
    expect(gain.deviation).toBeGreaterThan(0.015);
    expect(discriminator.getLayer("down-1-leaky").getConfig().alpha).toBe(0.2);
    dispose();
  });
});

describe("buildDcgan", () => {
  it.each<[Partial<DcganOptions>, RegExp]>([
    [{ width: 0 }, /width is 0\. Give a whole number/],
    [{ latentSize: 1.5 }, /latentSize is 1\.5/],
    [{ imageShape: [30, 32, 3] }, /30x32.*multiples of 4/],
    [{ imageShape: [28, 28, 1], form: "paper" }, /28x28.*multiples of 8/],
    [{ form: "wgan" as "paper" }, /form is "wgan"/],
    [{ seed: -1 }, /seed is -1/],
  ])("refuses %j and builds nothing", (options, message) => {
    const before = tf.memory().numTensors;
    expect(() => buildDcgan({ seed: 1, ...options })).toThrow(message);
    expect(tf.memory().numTensors).toBe(before);
  });
});

function statistics(tensor: tf.Tensor): { mean: number; deviation: number; largest: number } {
  const values = [...tensor.dataSync()];
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return {
    mean,
    deviation: Math.sqrt(variance),
    largest: values.reduce((m, v) => Math.max(m, Math.abs(v)), 0),
  };
}
