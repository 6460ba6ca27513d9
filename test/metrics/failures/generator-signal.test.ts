import { beforeAll, describe, expect, it } from "vitest";
import { tf } from "../../../lib/engine/tf";
import { useEngine } from "../../../lib/engine/use-engine";
import { losses } from "../../../lib/losses/by-name";
import { generatorSignal } from "../../../lib/metrics/failures/generator-signal";

beforeAll(async () => {
  await useEngine();
});

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
/** What each loss lets through at a logit, by hand. */
const passes: Record<string, (logit: number) => number> = {
  saturating: sigmoid,
  "non-saturating": (logit) => 1 - sigmoid(logit),
  "least-squares": (logit) => Math.abs(logit - 1),
  hinge: () => 1,
  wasserstein: () => 1,
};

describe("generatorSignal", () => {
  it.each(Object.keys(passes))("of a linear discriminator with %s is the closed form", (name) => {
    const points = [[-2, 0.5], [1, 1], [0.2, -3]]; // prettier-ignore
    const logits = points.map(([x, y]) => 3 * x! + 4 * y! - 1);
    const [weights, at] = [tf.tensor2d([[3], [4]]), tf.tensor2d(points)];
    const { slope, passed, signal } = generatorSignal(
      (x) => tf.sub(tf.matMul(x as tf.Tensor2D, weights), 1),
      losses[name]!,
      at,
    );
    const expected = logits.reduce((sum, logit) => sum + passes[name]!(logit), 0) / 3;
    expect(slope).toBeCloseTo(5, 5);
    expect(passed).toBeCloseTo(expected, 5);
    expect(signal).toBeCloseTo(5 * expected, 4);
    tf.dispose([weights, at]);
  });

  it("is the mean of the products, not the product of the means", () => {
    // logit = 4 for x = 1 with slope 4, and 0 for x = 0 with slope 0: L = x^2 * 4 / 2 ... logit = 4 x^2 has the slope 8 x.
    const at = tf.tensor2d([[1], [0.5]]);
    const { slope, passed, signal } = generatorSignal(
      (x) => tf.mul(tf.mul(x, x), 4),
      losses["saturating"]!,
      at,
    );
    expect(slope).toBeCloseTo((8 + 4) / 2, 4);
    expect(passed).toBeCloseTo((sigmoid(4) + sigmoid(1)) / 2, 5);
    expect(signal).toBeCloseTo((8 * sigmoid(4) + 4 * sigmoid(1)) / 2, 4);
    at.dispose();
  });

  it("tells a flat discriminator from a loss that saturates, takes pictures, and leaves no tensor behind", () => {
    const pictures = tf.ones([2, 4, 4, 3]);
    const before = tf.memory().numTensors;
    const flat = generatorSignal(
      (x) => tf.mul(tf.sum(tf.reshape(x, [2, -1]), 1, true), 0),
      losses["non-saturating"]!,
      pictures,
    );
    expect(flat.slope).toBe(0);
    expect(flat.passed).toBeCloseTo(0.5, 6);
    const sure = generatorSignal(
      (x) => tf.sub(tf.sum(tf.reshape(x, [2, -1]), 1, true), 68),
      losses["saturating"]!,
      pictures,
    );
    expect(sure.slope).toBeCloseTo(Math.sqrt(48), 4);
    expect(sure.passed).toBeLessThan(1e-8);
    expect(tf.memory().numTensors).toBe(before);
    pictures.dispose();
  });
});
