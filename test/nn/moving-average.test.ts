import { beforeAll, describe, expect, it } from "vitest";
import { toNamedArray } from "../../lib/engine/safetensors";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";
import { MovingAverage } from "../../lib/nn/moving-average";
import { weightMap } from "../../lib/nn/weights";

beforeAll(async () => {
  await useEngine();
});

/** A network with one trained weight vector, and batch norm's statistics. */
function network(): tf.LayersModel {
  const layers = [
    tf.layers.dense({ name: "line", units: 1, inputShape: [1], useBias: false, kernelInitializer: "ones" }),
    tf.layers.batchNormalization({ name: "norm" }),
  ];
  return tf.sequential({ layers });
}

function setAll(model: tf.LayersModel, value: number): void {
  tf.tidy(() => model.setWeights(model.weights.map((weight) => tf.fill(weight.shape as number[], value))));
}

function updateAt(average: MovingAverage, step: number): void {
  tf.tidy(() => average.update(tf.scalar(average.decayAt(step))));
}

function valuesOf(average: MovingAverage): Record<string, number> {
  return Object.fromEntries(
    [...weightMap(average.weights())].map(([name, tensor]) => [name, tensor.dataSync()[0]!]),
  );
}

describe("MovingAverage", () => {
  it("is the average of the formula for trained weights, and a copy for batch norm's statistics", () => {
    const model = network();
    setAll(model, 1);
    const average = new MovingAverage(model, { decay: 0.9, prefix: "generator" });
    setAll(model, 2);
    updateAt(average, 1); // d = 2 / 11: 2/11 * 1 + 9/11 * 2 = 20/11
    setAll(model, 5);
    updateAt(average, 2); // d = 3 / 12: 1/4 * 20/11 + 3/4 * 5
    const expected = 20 / 44 + 15 / 4;
    const values = valuesOf(average);
    expect(Object.keys(values)).toEqual([
      "average/generator/line/kernel",
      "average/generator/norm/gamma",
      "average/generator/norm/beta",
      "average/generator/norm/moving_mean",
      "average/generator/norm/moving_variance",
    ]);
    expect(values["average/generator/line/kernel"]).toBeCloseTo(expected, 5);
    expect(values["average/generator/norm/gamma"]).toBeCloseTo(expected, 5);
    expect(values["average/generator/norm/moving_mean"]).toBe(5);
    average.dispose();
    model.dispose();
  });

  it("reaches its full decay after the warm-up", () => {
    const model = network();
    const average = new MovingAverage(model, { decay: 0.9, prefix: "g" });
    expect(average.decayAt(80)).toBeCloseTo(0.9, 12);
    expect(average.decayAt(79)).toBeCloseTo(80 / 89, 12);
    expect(average.decayAt(10_000)).toBe(0.9);
    average.dispose();
    model.dispose();
  });

  it("lends its weights to the network and gives the own ones back, also after an error", async () => {
    const before = tf.memory().numTensors;
    const model = network();
    setAll(model, 3);
    const average = new MovingAverage(model, { decay: 0.9, prefix: "g" });
    setAll(model, 8);
    const kernel = () => model.getLayer("line").getWeights()[0]!.dataSync()[0];
    expect(await average.use(() => kernel())).toBe(3);
    expect(kernel()).toBe(8);
    await expect(average.use(() => Promise.reject(new Error("no paper left")))).rejects.toThrow(
      "no paper left",
    );
    expect(kernel()).toBe(8);
    average.dispose();
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it("comes back from saved values", () => {
    const model = network();
    setAll(model, 3);
    const average = new MovingAverage(model, { decay: 0.9, prefix: "g" });
    const saved = new Map(
      [...weightMap(average.weights())].map(([name, tensor]) => [name, toNamedArray(tensor)]),
    );
    setAll(model, 4);
    updateAt(average, 5);
    expect(valuesOf(average)["average/g/line/kernel"]).not.toBe(3);
    average.restore(saved);
    expect(valuesOf(average)["average/g/line/kernel"]).toBe(3);
    expect(() => average.restore(new Map())).toThrow(/no value for "average\/g\/line\/kernel"/);
    average.dispose();
    model.dispose();
  });
});
