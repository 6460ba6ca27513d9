import { beforeAll, describe, expect, it } from "vitest";
import { tf } from "../../../lib/engine/tf";
import { useEngine } from "../../../lib/engine/use-engine";
import { binaryCrossEntropy } from "../../../lib/train/listing/step";

beforeAll(() => useEngine());

const at = (label: number, logit: number) =>
  binaryCrossEntropy(tf.tensor2d([[label]]), tf.tensor2d([[logit]]));

describe("binary cross-entropy of a label between 0 and 1", () => {
  it.each([
    [1, 0],
    [0, 2],
    [0.731, -1.5],
    [0.4, 3],
  ])("is -t log D - (1 - t) log(1 - D), t = %f, logit %f", (label, logit) => {
    const d = 1 / (1 + Math.exp(-logit));
    const byHand = -label * Math.log(d) - (1 - label) * Math.log(1 - d);
    expect(at(label, logit).dataSync()[0]).toBeCloseTo(byHand, 5);
  });

  it("is smallest where D is the label: for a label of 0.731 at the logit 1, and then 0.582", () => {
    const label = 1 / (1 + Math.exp(-1));
    const slope = tf.grad((logit) => binaryCrossEntropy(tf.tensor2d([[label]]), logit as tf.Tensor2D));
    expect(label).toBeCloseTo(0.731, 3);
    expect(slope(tf.tensor2d([[1]])).dataSync()[0]).toBeCloseTo(0, 6);
    expect(slope(tf.tensor2d([[2]])).dataSync()[0]).toBeGreaterThan(0.1);
    expect(at(label, 1).dataSync()[0]).toBeCloseTo(0.582, 3);
  });

  it("stays finite at logits of 1,000, and takes the mean over the batch", () => {
    expect(at(0, 1000).dataSync()[0]).toBeCloseTo(1000, 2);
    expect(at(1, 1000).dataSync()[0]).toBe(0);
    const both = binaryCrossEntropy(tf.tensor2d([[1], [0]]), tf.tensor2d([[0], [0]]));
    expect(both.dataSync()[0]).toBeCloseTo(Math.LN2, 6);
  });
});
