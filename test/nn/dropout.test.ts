import { beforeAll, describe, expect, it } from "vitest";
import { rng } from "../../lib/engine/rng";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";
import { Dropout, reseedDropout } from "../../lib/nn/dropout";

beforeAll(async () => {
  await useEngine();
});

function modelWith(rate: number, size = 1000): tf.LayersModel {
  return tf.sequential({
    layers: [
      new Dropout({ name: "drop", rate, inputShape: [size] } as ConstructorParameters<typeof Dropout>[0]),
      new Dropout({ name: "drop-again", rate }),
    ],
  });
}

/** What a model makes of ones, as numbers. */
function ofOnes(model: tf.LayersModel, { training = true, size = 1000 } = {}): number[] {
  return tf.tidy(() => [...(model.apply(tf.ones([1, size]), { training }) as tf.Tensor).dataSync()]);
}

const step = (number: number) => rng(7).stream("step", number, "dropout");

describe("Dropout", () => {
  it("drops its share and scales what it keeps, so that the mean stays", () => {
    const model = tf.sequential({
      layers: [new Dropout({ name: "one", rate: 0.3, inputShape: [100_000] } as never)],
    });
    reseedDropout(model, step(0));
    const values = ofOnes(model, { size: 100_000 });
    expect(new Set(values.map((value) => value.toFixed(5)))).toEqual(
      new Set(["0.00000", (1 / 0.7).toFixed(5)]),
    );
    const dropped = values.filter((value) => value === 0).length / values.length;
    expect(Math.abs(dropped - 0.3)).toBeLessThan(0.006); // four standard deviations
  });

  it("has another mask at each call, in each layer and at each step", () => {
    const model = modelWith(0.5);
    reseedDropout(model, step(0));
    const [first, second] = [ofOnes(model), ofOnes(model)];
    reseedDropout(model, step(1));
    const third = ofOnes(model);
    expect(first).not.toEqual(second);
    expect(first).not.toEqual(third);
    expect(second).not.toEqual(third);
    // Two layers with one mask would keep half of the units; with two masks, a quarter.
    const kept = first.filter((value) => value > 0).length;
    expect(kept).toBeGreaterThan(180);
    expect(kept).toBeLessThan(320);
  });

  it("repeats the masks of a step under its seed", () => {
    const model = modelWith(0.5);
    reseedDropout(model, step(3));
    const before = [ofOnes(model), ofOnes(model)];
    reseedDropout(model, step(4));
    ofOnes(model);
    reseedDropout(model, step(3));
    expect([ofOnes(model), ofOnes(model)]).toEqual(before);
  });

  it("takes a seed as a tensor for the same mask", () => {
    const model = modelWith(0.5);
    reseedDropout(model, () => [5, -6]);
    const byNumbers = ofOnes(model);
    const seed = tf.tensor1d([5, -6], "int32");
    reseedDropout(model, () => seed);
    expect(ofOnes(model)).toEqual(byNumbers);
    expect(seed.isDisposed).toBe(false);
    seed.dispose();
  });

  it("passes everything when it is not training, and with rate 0", () => {
    expect(new Set(ofOnes(modelWith(0.5), { training: false }))).toEqual(new Set([1]));
    expect(new Set(ofOnes(modelWith(0)))).toEqual(new Set([1]));
  });

  it("gives the mask as its gradient", () => {
    const layer = new Dropout({ name: "g", rate: 0.4 });
    const x = tf.randomNormal([50]);
    layer.reseed(() => [1, 2]);
    const y = layer.apply(x, { training: true }) as tf.Tensor;
    layer.reseed(() => [1, 2]);
    const slope = tf.grad((input: tf.Tensor) => layer.apply(input, { training: true }) as tf.Tensor)(x);
    const [ys, xs, slopes] = [y.dataSync(), x.dataSync(), slope.dataSync()];
    xs.forEach((value, k) => expect(slopes[k]! * value).toBeCloseTo(ys[k]!, 5));
    tf.dispose([x, y, slope]);
  });

  it("says what to do when it has no seeds, and refuses a rate of 1", () => {
    expect(() => ofOnes(modelWith(0.5))).toThrow(/"drop".*Call reseedDropout/);
    expect(() => new Dropout({ rate: 1 })).toThrow(/rate is 1\. Give a number from 0/);
  });

  it("comes back from a model's JSON with its rate", async () => {
    const model = modelWith(0.25);
    const copy = await tf.models.modelFromJSON(
      JSON.parse(model.toJSON() as unknown as string) as Parameters<typeof tf.models.modelFromJSON>[0],
    );
    const [layer] = copy.layers.filter((one) => one instanceof Dropout);
    expect([layer!.name, (layer as Dropout).rate]).toEqual(["drop", 0.25]);
  });
});
