/** The weights in data/weights: what their cards say of them must be true of the files. */
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadCifar10 } from "../../lib/datasets/cifar10";
import { sprites } from "../../lib/datasets/sprites/sprites";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";
import { loadFeatures } from "../../lib/metrics/features";
import type { FeatureExtractor } from "../../lib/metrics/features";
import { generatedPictures } from "../../lib/metrics/pictures";
import { recogniseSprites } from "../../lib/metrics/recognise-sprites";
import { buildDcgan } from "../../lib/models/dcgan";
import { loadGenerator } from "../../lib/models/shipped-generator";

const data = join(__dirname, "../../data");
const bytesOf = (name: string) => statSync(join(data, "weights", `${name}.safetensors`)).size;
const card = (name: string) => readFileSync(join(data, "cards", `${name}.md`), "utf8");

beforeAll(() => useEngine());

describe("features-sprites", () => {
  let extractor: FeatureExtractor;
  beforeAll(async () => (extractor = await loadFeatures("sprites")));
  afterAll(() => extractor.dispose());

  test("is right on shape, colour and background of 19 in 20 sprites that it has never seen", async () => {
    const fresh = sprites({ size: 400, seed: 77 });
    const images = fresh.images(Array.from({ length: 400 }, (_, i) => i));
    const guesses = await extractor.classify(images);
    images.dispose();
    const share = (head: string, truth: (index: number) => string) =>
      guesses.filter((guess, i) => guess[head]!.label === truth(i)).length / 400;
    expect(share("shape", (i) => fresh.attributes(i).shape)).toBeGreaterThanOrEqual(0.95);
    expect(share("colour", (i) => fresh.attributes(i).colour)).toBeGreaterThanOrEqual(0.95);
    expect(share("background", (i) => fresh.attributes(i).backgroundColour)).toBeGreaterThanOrEqual(0.95);
  });

  test("recognises sprites, and not what an untrained generator makes", async () => {
    const recognised = async (images: tf.Tensor4D) => {
      const all = await recogniseSprites(extractor, images);
      images.dispose();
      return all.filter(({ isRecognised }) => isRecognised).length;
    };
    expect(
      await recognised(sprites({ size: 64, seed: 78 }).images(Array.from({ length: 64 }, (_, i) => i))),
    ).toBeGreaterThan(57);
    const gan = buildDcgan({ width: 16, seed: 78 });
    expect(
      await recognised(generatedPictures(gan.generator, { size: 64, seed: 1 }).images(0, 64)),
    ).toBeLessThan(4);
    gan.dispose();
  });

  test("is small and has a card", () => {
    expect(bytesOf("features-sprites")).toBeLessThan(1_000_000);
    expect(card("features-sprites")).toContain("npx ganbook record features-sprites");
  });
});

describe("features-cifar10", () => {
  test("is small and has a card", () => {
    expect(bytesOf("features-cifar10")).toBeLessThan(1_000_000);
    expect(card("features-cifar10")).toContain("npx ganbook record features-cifar10");
  });

  test.skipIf(!process.env.GANBOOK_DATA)(
    "is right on 70 % of the test pictures (needs GANBOOK_DATA)",
    async () => {
      const extractor = await loadFeatures("cifar10");
      const pictures = await loadCifar10({ split: "test" });
      const images = pictures.images(Array.from({ length: 1000 }, (_, i) => i));
      const guesses = await extractor.classify(images);
      images.dispose();
      const right = guesses.filter(
        (guess, i) => guess["class"]!.label === pictures.classes[pictures.labels[i]!],
      ).length;
      expect(right / 1000).toBeGreaterThanOrEqual(0.7);
      expect(Math.abs(right / 1000 - extractor.accuracy["class"]!)).toBeLessThan(0.05);
      extractor.dispose();
    },
  );
});

describe("dcgan-cifar10", () => {
  test("makes varied pictures, is small and has a card with its samples", async () => {
    const shipped = await loadGenerator("dcgan-cifar10");
    const { generator, latentSize, imageShape, step } = shipped;
    expect({ latentSize, imageShape }).toEqual({ latentSize: 100, imageShape: [32, 32, 3] });
    expect(step).toBeGreaterThanOrEqual((20 * 50_000) / 64 - 10);
    const images = generatedPictures(generator, { size: 64, seed: 5 }).images(0, 64);
    const { low, high, spread } = tf.tidy(() => ({
      low: images.min().arraySync() as number,
      high: images.max().arraySync() as number,
      spread: tf.moments(images, 0).variance.sqrt().mean().arraySync() as number,
    }));
    expect(low).toBeGreaterThanOrEqual(-1);
    expect(high).toBeLessThanOrEqual(1);
    expect(spread).toBeGreaterThan(0.25); // CIFAR-10 itself has 0.5; a collapsed generator has nearly 0
    tf.dispose(images);
    shipped.dispose();
    expect(bytesOf("dcgan-cifar10")).toBeLessThanOrEqual(2_500_000);
    expect(statSync(join(data, "cards", "dcgan-cifar10.png")).size).toBeLessThan(150_000);
    expect(card("dcgan-cifar10")).toContain("npx ganbook record generator-cifar10");
  });
});
