/** What a Wasserstein GAN with gradient penalty needs of a run: several critic updates a step, and the penalty. */
import { beforeAll, describe, expect, it } from "vitest";
import type { BatchOptions } from "../../lib/datasets/types";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";
import { wasserstein } from "../../lib/losses/wasserstein";
import { Adam } from "../../lib/nn/adam";
import { namedTrainableWeights } from "../../lib/nn/weights";
import { drawFeeds, drawTurn } from "../../lib/train/training-step";
import type { Trainer } from "../../lib/train/training-step";
import { train } from "../../lib/train/train";
import { hashOf, smallDataset, smallGan, smallOptions } from "./small-run";

beforeAll(async () => {
  await useEngine();
});

describe("train, as WGAN-GP", () => {
  it("several discriminator updates a step: each on pictures of its own, the generator's on the last", async () => {
    const gan = smallGan();
    const small = smallDataset();
    const asked: number[][] = [];
    const dataset = {
      ...small,
      *batches(options: BatchOptions) {
        for (const batch of small.batches(options)) {
          asked.push([...batch.indices]);
          yield batch;
        }
      },
    };
    const { history } = await train(gan, dataset, { ...smallOptions, steps: 2, discriminatorSteps: 3 });
    expect(asked.length).toBe(6);
    expect(new Set(asked.slice(0, 5).flat()).size).toBe(40); // one epoch, no picture twice
    expect(history.map(({ epoch }) => epoch)).toEqual([3 / 5, 6 / 5]);
    gan.dispose();
  });

  it("Adam counts each network's own updates", () => {
    const gan = smallGan();
    const adam = (network: "generator" | "discriminator") =>
      new Adam(namedTrainableWeights(gan[network], network), { learningRate: 1e-3, beta1: 0.5 });
    const players = {
      gan,
      loss: wasserstein,
      dOptimiser: adam("discriminator"),
      gOptimiser: adam("generator"),
    };
    const trainer: Trainer = {
      players,
      update: "alternating",
      discriminatorSteps: 3,
      learningRate: 1e-3,
      average: undefined,
    };
    const images = smallDataset().images([0, 1]);
    const draw = { seed: 1, step: 2, images };
    const sizeOf = (update: number) => players.dOptimiser.ratesAt(update).stepSize.dataSync()[0];
    const turns = [0, 1].map((turn) => drawTurn(trainer, { ...draw, turn }).dStepSize.dataSync()[0]);
    const last = drawFeeds(trainer, draw);
    expect([...turns, last.dStepSize.dataSync()[0]]).toEqual([7, 8, 9].map(sizeOf)); // two steps of three before
    expect(last.gStepSize.dataSync()[0]).toBe(sizeOf(3));
    [gan, players.dOptimiser, players.gOptimiser].forEach((part) => part.dispose());
  });

  it("more discriminator updates give another discriminator and, on its first step, another generator", async () => {
    const hashes = [];
    for (const discriminatorSteps of [1, 3]) {
      const gan = smallGan();
      await train(gan, smallDataset(), { ...smallOptions, steps: 1, discriminatorSteps });
      hashes.push(hashOf(gan));
      gan.dispose();
    }
    expect(hashes[1]).not.toBe(hashes[0]);
  });

  it("a gradient penalty holds the critic's slopes near 1, without it they grow", async () => {
    const steepness = async (gradientPenalty?: number) => {
      const gan = smallGan({ width: 4 });
      const options = {
        steps: 40,
        loss: wasserstein,
        discriminatorSteps: 2,
        learningRate: 5e-3,
        gradientPenalty,
      };
      await train(gan, smallDataset(), { ...smallOptions, ...options });
      const slope = tf.tidy(() => {
        const images = smallDataset().images([0, 1, 2, 3]);
        const slopes = tf.grad((at) => tf.sum(gan.discriminator.predict(at) as tf.Tensor))(images);
        return tf.mean(tf.sqrt(tf.sum(tf.square(slopes), [1, 2, 3]))).dataSync()[0]!;
      });
      gan.dispose();
      return slope;
    };
    const [held, free] = [await steepness(10), await steepness()];
    expect(held).toBeGreaterThan(0.3);
    expect(held).toBeLessThan(1.7);
    expect(free).toBeGreaterThan(3);
  });
});
