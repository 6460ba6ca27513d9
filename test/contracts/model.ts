/** What every pair of networks must do, whatever its layers. */
import { beforeAll, describe, expect, it } from "vitest";
import { rng } from "../../lib/engine/rng";
import { weightsHash } from "../../lib/engine/safetensors";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";
import { rebuildGan } from "../../lib/models/rebuild";
import type { Gan } from "../../lib/models/types";
import { namedWeights, weightMap } from "../../lib/nn/weights";

/** @param build The builder with some small sizes, as a function of the seed. */
export function testGan(name: string, build: (seed: number) => Gan): void {
  describe(`model ${name}`, () => {
    beforeAll(async () => {
      await useEngine();
    });

    it("makes pictures of its shape, in [-1, 1], in training and out of it", () => {
      withGan(build(1), ({ generator, imageShape, latentSize }) => {
        const z = rng(2).normalTensor(5, latentSize);
        for (const training of [false, true]) {
          const images = generator.apply(z, { training }) as tf.Tensor;
          expect(images.shape).toEqual([5, ...imageShape]);
          const values = images.dataSync();
          expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(1);
          expect(new Set(values).size).toBeGreaterThan(100);
        }
      });
    });

    it("gives one logit for a picture, with no bound", () => {
      withGan(build(1), ({ discriminator, imageShape }) => {
        const images = tf.mul(tf.ones([3, ...imageShape]), tf.tensor4d([1, 1e6, -1e6], [3, 1, 1, 1]));
        const logits = discriminator.predict(images) as tf.Tensor;
        expect(logits.shape).toEqual([3, 1]);
        expect(Math.max(...logits.dataSync().map(Math.abs))).toBeGreaterThan(1);
      });
    });

    it("has the same weights for the same seed, others for another, and others in each layer", () => {
      const hashes = [1, 1, 2].map((seed) => withGan(build(seed), hashOf));
      expect(hashes[0]).toBe(hashes[1]);
      expect(hashes[0]).not.toBe(hashes[2]);
      withGan(build(1), (gan) => {
        const kernels = weightsOf(gan).filter(({ name }) => name.endsWith("/kernel"));
        const firsts = kernels.map(({ variable }) => variable.dataSync()[0]);
        expect(new Set(firsts).size).toBe(kernels.length);
      });
    });

    it("names each weight, the same at every build", () => {
      const names = [1, 2].map((seed) =>
        withGan(build(seed), (gan) => weightsOf(gan).map((weight) => weight.name)),
      );
      expect(names[0]).toEqual(names[1]);
      expect(new Set(names[0]).size).toBe(names[0]!.length);
      expect(names[0]!.every((name) => /^(generator|discriminator)\/[a-z0-9-]+\/[a-z_]+$/.test(name))).toBe(
        true,
      );
    });

    it("is built again from its description, through JSON", () => {
      const [hash, description] = withGan(build(3), (gan) => [hashOf(gan), JSON.stringify(gan.description)]);
      expect(withGan(rebuildGan(JSON.parse(description) as Gan["description"]), hashOf)).toBe(hash);
    });

    it("frees all its weights", () => {
      const before = tf.memory().numTensors;
      build(1).dispose();
      expect(tf.memory().numTensors).toBe(before);
    });
  });
}

function withGan<T>(gan: Gan, use: (gan: Gan) => T): T {
  tf.engine().startScope();
  try {
    return use(gan);
  } finally {
    tf.engine().endScope();
    gan.dispose();
  }
}

function weightsOf(gan: Gan) {
  return [...namedWeights(gan.generator, "generator"), ...namedWeights(gan.discriminator, "discriminator")];
}

function hashOf(gan: Gan): string {
  return weightsHash(weightMap(weightsOf(gan)));
}
