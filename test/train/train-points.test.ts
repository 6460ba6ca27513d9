import { beforeAll, describe, expect, it } from "vitest";
import { ringOfGaussians } from "../../lib/datasets/points/mixture";
import { rng } from "../../lib/engine/rng";
import { tf } from "../../lib/engine/tf";
import { currentEngine, useEngine } from "../../lib/engine/use-engine";
import { wasserstein } from "../../lib/losses/wasserstein";
import { buildPointGan, pointsFrom } from "../../lib/models/point-gan";
import { ringSettings } from "../../lib/train/ring-settings";
import { trainPoints } from "../../lib/train/train-points";
import type { PointTrainOptions } from "../../lib/train/train-points";

beforeAll(async () => {
  await useEngine();
});

const data = ringOfGaussians();
const small = { latentSize: 4, width: 8 };

interface Case extends Partial<PointTrainOptions> {
  spectralNorm?: boolean;
}

/** Reports and last samples of a short training. */
async function run({ spectralNorm, ...options }: Case) {
  const gan = buildPointGan({ seed: 3, spectralNorm, ...small });
  const z = rng(1).normalTensor(20, small.latentSize);
  const base = { steps: 6, every: 2, seed: 5, batchSize: 16, learningRate: 0.01 };
  const { history, average, step } = await trainPoints(gan, data, { ...base, ...options });
  const points = await pointsFrom(gan.generator, z);
  const numbers = history.map(({ step: at, dLoss, gLoss, realScore, fakeScore }) => [
    at,
    dLoss,
    gLoss,
    realScore,
    fakeScore,
  ]);
  average?.dispose();
  z.dispose();
  gan.dispose();
  return { numbers, points, step };
}

describe("trainPoints", () => {
  it("reports every so many steps, and repeats itself to the bit with the same seed", async () => {
    const [first, again, other] = [await run({}), await run({}), await run({ seed: 6 })];
    expect(first.numbers.map(([at]) => at)).toEqual([2, 4, 6]);
    expect(first.step).toBe(6);
    expect(again).toEqual(first);
    expect(other.points).not.toEqual(first.points);
  });

  it.each([
    ["the failing setting", {}],
    ["a gradient penalty", { loss: wasserstein, gradientPenalty: 10 }],
    ["R1", { r1: 1 }],
    ["spectral norm", { spectralNorm: true }],
    ["simultaneous updates and an average", { update: "simultaneous", movingAverage: 0.9 }],
    ["two rates", { discriminatorLearningRate: 0.04 }],
    ["three updates of the discriminator", { discriminatorSteps: 3 }],
  ] as [string, Case][])("compiled does what eager does: %s", async (_, options) => {
    if (currentEngine()?.name !== "tensorflow") return;
    const [eager, compiled] = [await run(options), await run({ ...options, compile: true })];
    const flat = ({ numbers, points }: typeof eager) => [...numbers.flat(), ...points.flat()];
    flat(eager).forEach((value, i) => expect(flat(compiled)[i]).toBeCloseTo(value, 3));
  });

  it("changes the training with each of its options", async () => {
    const plain = await run({});
    const changed = [{ r1: 1 }, { gradientPenalty: 1 }, { discriminatorSteps: 2 }, { discriminatorLearningRate: 0.02 }, { spectralNorm: true }, { update: "simultaneous" as const }, { adamBeta1: 0.9 }]; // prettier-ignore
    for (const option of changed)
      expect((await run(option)).points, JSON.stringify(option)).not.toEqual(plain.points);
  });

  it("gives back an average that lags behind the weights", async () => {
    const gan = buildPointGan({ seed: 3, ...small });
    const z = rng(1).normalTensor(50, small.latentSize);
    const first = await pointsFrom(gan.generator, z);
    const { average } = await trainPoints(gan, data, {
      steps: 20,
      seed: 5,
      batchSize: 16,
      learningRate: 0.01,
      movingAverage: 0.99,
    });
    const own = await pointsFrom(gan.generator, z);
    const smooth = await average!.use(() => pointsFrom(gan.generator, z));
    const far = (a: number[][], b: number[][]) =>
      a.reduce((sum, [x, y], i) => sum + Math.hypot(x! - b[i]![0]!, y! - b[i]![1]!), 0);
    expect(far(first, smooth)).toBeLessThan(far(first, own));
    expect(await pointsFrom(gan.generator, z)).toEqual(own);
    average!.dispose();
    z.dispose();
    gan.dispose();
  });

  it("leaves no tensor behind", async () => {
    await run({ movingAverage: 0.9, r1: 1 });
    const before = tf.memory().numTensors;
    await run({ movingAverage: 0.9, r1: 1, gradientPenalty: 1, loss: wasserstein });
    expect(tf.memory().numTensors).toBe(before);
  });

  it("stops with words when a loss is no longer a number", async () => {
    await expect(run({ learningRate: 1e30, steps: 50, every: 1 })).rejects.toThrow(
      /trainPoints: at step \d+ the discriminator's loss/,
    );
  });
});

describe("the settings of chapter 04", () => {
  it("differ from the first one in what their name says, and in nothing else", () => {
    const failing = ringSettings[0];
    const cures = ringSettings.slice(1);
    const differences = cures.map(({ name, options, spectralNorm }) => {
      const keys = [
        ...new Set([...Object.keys(options), ...Object.keys(failing!.options)]),
      ] as (keyof typeof options)[];
      const changed = keys.filter((key) => options[key] !== failing!.options[key]).sort();
      return [name, ...changed, ...(spectralNorm ? ["spectralNorm"] : [])];
    });
    expect(differences).toEqual([
      ["least squares", "loss"],
      ["Wasserstein, penalty", "gradientPenalty", "loss"],
      ["spectral norm", "spectralNorm"],
      ["R1", "r1"],
      ["two time scales", "discriminatorLearningRate"],
      ["spectral norm, two time scales", "discriminatorLearningRate", "spectralNorm"],
      ["Wasserstein, penalty, five turns", "discriminatorSteps", "gradientPenalty", "loss"],
    ]);
  });

  it("start from the same weights, but for spectral norm's u and v", () => {
    const [plain, spectral] = [false, true].map((spectralNorm) => buildPointGan({ seed: 7, spectralNorm }));
    const kernels = (gan: typeof plain) =>
      gan!.discriminator.layers
        .filter(({ weights }) => weights.length > 0)
        .map((layer) => [...layer.getWeights()[0]!.dataSync()]);
    expect(kernels(spectral)).toEqual(kernels(plain));
    const first = (gan: typeof plain) => gan!.generator.getWeights().map((weight) => [...weight.dataSync()]);
    expect(first(spectral)).toEqual(first(plain));
    plain!.dispose();
    spectral!.dispose();
  });
});

describe("buildPointGan", () => {
  it("has two hidden layers of 128, as the chapter says", () => {
    const gan = buildPointGan({ seed: 1 });
    expect(gan.generator.countParams()).toBe(16 * 128 + 128 + 128 * 128 + 128 + 128 * 2 + 2);
    expect(gan.discriminator.countParams()).toBe(2 * 128 + 128 + 128 * 128 + 128 + 128 + 1);
    gan.dispose();
  });
});
