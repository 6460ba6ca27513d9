import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";
import { writeWeights } from "../../lib/engine/weights";
import { buildFeatureNetwork } from "../../lib/metrics/feature-network";
import type { FeatureNetworkOptions } from "../../lib/metrics/feature-network";
import { featureExtractor, readFeatures } from "../../lib/metrics/features";
import { kernelDistance } from "../../lib/metrics/kernel-distance";
import { featuresOf, generatedPictures, realPictures } from "../../lib/metrics/pictures";
import { sprites } from "../../lib/datasets/sprites/sprites";
import { namedWeights, weightMap } from "../../lib/nn/weights";

const options: FeatureNetworkOptions = {
  imageShape: [8, 8, 3],
  heads: [
    { name: "letter", classes: ["a", "b", "c"] },
    { name: "digit", classes: ["0", "1"] },
  ],
  features: 6,
  filters: [4, 4, 4, 4],
  seed: 3,
};

const pictures = () => tf.randomUniform<tf.Rank.R4>([7, 8, 8, 3], -1, 1, "float32", 5);

beforeAll(() => useEngine());

describe("featureExtractor", () => {
  const extractor = () =>
    featureExtractor(buildFeatureNetwork(options), {
      name: "small",
      network: options,
      accuracy: { letter: 0.9 },
    });

  test("gives the hidden layer, and leaks nothing", async () => {
    const small = extractor();
    const images = pictures();
    const before = tf.memory().numTensors;
    const features = small.features(images);
    expect(features.shape).toEqual([7, 6]);
    expect(features.min().arraySync()).toBeGreaterThanOrEqual(0); // after a ReLU
    features.dispose();
    await small.classify(images);
    images.dispose();
    expect(tf.memory().numTensors).toBeLessThanOrEqual(before);
    small.dispose();
  });

  test("answers each head with its likeliest class and softmax", async () => {
    const network = buildFeatureNetwork(options);
    const small = featureExtractor(network, { name: "small", network: options, accuracy: {} });
    const images = pictures();
    const guesses = await small.classify(images);
    const [, logits] = network.predict(images) as [tf.Tensor2D, tf.Tensor2D];
    const letters = logits.slice([0, 0], [-1, 3]).softmax().arraySync();
    const digits = logits.slice([0, 3], [-1, 2]).softmax().arraySync();
    expect(guesses).toHaveLength(7);
    guesses.forEach((guess, i) => {
      expect(guess["letter"]!.probability).toBeCloseTo(Math.max(...letters[i]!), 5);
      expect(guess["letter"]!.label).toBe("abc"[letters[i]!.indexOf(Math.max(...letters[i]!))]);
      expect(guess["digit"]!.label).toBe("01"[digits[i]!.indexOf(Math.max(...digits[i]!))]);
    });
    tf.dispose([images, logits]);
    small.dispose();
  });

  test("refuses pictures of another size by name", () => {
    const small = extractor();
    expect(() => small.features(tf.zeros([1, 32, 32, 3]))).toThrow(/\[32, 32, 3\].*\[8, 8, 3\]/);
    small.dispose();
  });
});

describe("weight files of features", () => {
  const folder = mkdtempSync(join(tmpdir(), "ganbook-features-"));
  const path = join(folder, "small.safetensors");
  afterAll(() => rmSync(folder, { recursive: true }));

  test("come back with the same features, but for float16", async () => {
    const network = buildFeatureNetwork(options);
    const tensors = weightMap(namedWeights(network, "features"));
    const card = JSON.stringify({ network: options, accuracy: { letter: 0.75 }, recognitionThreshold: 0.6 });
    await writeWeights(path, tensors, { dtype: "F16", metadata: { card } });
    const loaded = await readFeatures(path, "small");
    expect(loaded).toMatchObject({
      name: "small",
      size: 6,
      accuracy: { letter: 0.75 },
      recognitionThreshold: 0.6,
    });
    const images = pictures();
    const [expected] = network.predict(images) as [tf.Tensor2D, tf.Tensor2D];
    const difference = loaded.features(images).sub(expected).abs().max().arraySync() as number;
    expect(difference).toBeLessThan(0.01);
    images.dispose();
    loaded.dispose();
  });

  test("are refused by name when damaged", async () => {
    const bytes = readFileSync(path);
    bytes[bytes.length - 3]! ^= 1;
    writeFileSync(join(folder, "broken.safetensors"), bytes);
    await expect(readFeatures(join(folder, "broken.safetensors"), "broken")).rejects.toThrow(
      /broken\.safetensors/,
    );
    await expect(readFeatures(join(folder, "none.safetensors"), "none")).rejects.toThrow(/none\.safetensors/);
  });
});

describe("featuresOf and picture sources", () => {
  const mean = {
    name: "means",
    size: 3,
    accuracy: {},
    features: (images: tf.Tensor4D) => images.mean<tf.Tensor2D>([1, 2]),
    classify: () => Promise.resolve([]),
    dispose: () => {},
  };

  test("features do not depend on how many pictures are taken at once", async () => {
    const source = realPictures(sprites({ size: 23, seed: 1 }));
    const [few, all] = [await featuresOf(mean, source, 5), await featuresOf(mean, source, 23)];
    expect([few.rows, few.columns]).toEqual([23, 3]);
    few.data.forEach((value, i) => expect(value).toBeCloseTo(all.data[i]!, 5));
  });

  test("generated picture i depends on the seed and on i alone", () => {
    const generator = tf.sequential({
      layers: [
        tf.layers.dense({
          inputShape: [4],
          units: 12,
          kernelInitializer: tf.initializers.randomNormal({ seed: 1 }),
        }),
        tf.layers.reshape({ targetShape: [2, 2, 3] }),
      ],
    });
    const source = (seed: number) => generatedPictures(generator, { size: 9, seed });
    const row = (images: tf.Tensor4D, i: number) => (images.arraySync()[i] as number[][][]).flat(2);
    row(source(1).images(0, 9), 6).forEach((value, k) => {
      expect(value).toBeCloseTo(row(source(1).images(5, 8), 1)[k]!, 5);
    });
    expect(row(source(1).images(0, 1), 0)).not.toEqual(row(source(2).images(0, 1), 0));
    expect(row(source(1).images(0, 2), 0)).not.toEqual(row(source(1).images(0, 2), 1));
  });

  test("a kernel distance on features tells two kinds of sprites apart and one kind not", async () => {
    const kind = (colour: "red" | "blue", seed: number) =>
      featuresOf(
        mean,
        realPictures(sprites({ size: 150, seed, only: { colour: [colour], size: ["large"] } })),
      );
    const [red, red2, blue] = [await kind("red", 1), await kind("red", 2), await kind("blue", 3)];
    const [same, different] = [kernelDistance(red, red2), kernelDistance(red, blue)];
    expect(Math.abs(same.value)).toBeLessThan(4 * same.standardError);
    expect(different.value).toBeGreaterThan(10 * different.standardError);
  });
});
