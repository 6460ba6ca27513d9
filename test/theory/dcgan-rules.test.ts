/** The checks of the five rules must be able to fail, each for its own reason. */
import { describe, expect, it } from "vitest";
import { tf } from "../../lib/engine/tf";
import { dcganRules } from "../../lib/theory/dcgan-rules";

describe("each rule's check sees its own violation", () => {
  const conv = (strides: number) => tf.layers.conv2d({ filters: 4, kernelSize: 5, strides, padding: "same" });
  const network = (layers: tf.layers.Layer[]) => {
    const model = tf.sequential();
    model.add(tf.layers.inputLayer({ inputShape: [16, 16, 3] }));
    for (const layer of layers) model.add(layer);
    return model;
  };
  const generator = (bend = tf.layers.reLU() as tf.layers.Layer) =>
    network([
      tf.layers.conv2dTranspose({ filters: 4, kernelSize: 5, strides: 2, padding: "same" }),
      tf.layers.batchNormalization(),
      bend,
      tf.layers.conv2dTranspose({
        filters: 3,
        kernelSize: 5,
        strides: 2,
        padding: "same",
        activation: "tanh",
      }),
    ]);
  const leaky = () => tf.layers.leakyReLU({ alpha: 0.2 });
  const norm = () => tf.layers.batchNormalization();
  const ending = () => [tf.layers.flatten(), tf.layers.dense({ units: 1 })];
  const good = () => network([conv(2), leaky(), conv(2), norm(), leaky(), ...ending()]);
  const holds = (g: tf.LayersModel, d: tf.LayersModel) =>
    dcganRules({ generator: g, discriminator: d }).map((check) => check.holds);

  it("all hold for a small good pair", () =>
    expect(holds(generator(), good())).toEqual([true, true, true, true, true]));

  it("1: pooling, or a stride of 1 in the discriminator", () => {
    const pooled = network([
      conv(2),
      leaky(),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      conv(2),
      norm(),
      leaky(),
      ...ending(),
    ]);
    expect(holds(generator(), pooled)).toEqual([false, true, true, true, true]);
    expect(holds(generator(), network([conv(1), leaky(), conv(2), norm(), leaky(), ...ending()]))[0]).toBe(
      false,
    );
  });

  it("2: batch norm on the discriminator's input layer, as in several courses", () => {
    const normed = network([conv(2), norm(), leaky(), conv(2), norm(), leaky(), ...ending()]);
    expect(holds(generator(), normed)).toEqual([true, false, true, true, true]);
  });

  it("3: a hidden dense layer", () => {
    const dense = network([conv(2), leaky(), tf.layers.flatten(), tf.layers.dense({ units: 8 }), norm(), leaky(), tf.layers.dense({ units: 1 })]); // prettier-ignore
    expect(holds(generator(), dense)).toEqual([true, true, false, true, true]);
  });

  it("4: LeakyReLU in the generator", () => expect(holds(generator(leaky()), good())).toEqual([true, true, true, false, true])); // prettier-ignore

  it("5: ReLU in the discriminator", () => {
    const reluInside = network([conv(2), tf.layers.reLU(), conv(2), norm(), leaky(), ...ending()]);
    expect(holds(generator(), reluInside)).toEqual([true, true, true, true, false]);
  });
});
