import { beforeAll, describe, expect, it } from "vitest";
import { rng } from "../../lib/engine/rng";
import { toNamedArray } from "../../lib/engine/safetensors";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";
import { Adam } from "../../lib/nn/adam";
import { weightMap } from "../../lib/nn/weights";

beforeAll(async () => {
  await useEngine();
});

/** One weight, and a function that updates it with the given gradient. */
function oneWeight(initial: number[], options: ConstructorParameters<typeof Adam>[1]) {
  const variable = tf.tidy(() => tf.variable(tf.tensor1d(initial)));
  const adam = new Adam([{ name: "net/w", variable }], options);
  let t = 0;
  const step = (gradient: number[]) =>
    tf.tidy(() => adam.apply({ [variable.name]: tf.tensor1d(gradient) }, adam.ratesAt(++t)));
  const dispose = () => {
    adam.dispose();
    variable.dispose();
  };
  return { variable, adam, step, dispose };
}

describe("Adam", () => {
  it("gives the two steps that one gets by hand", () => {
    const { variable, step, dispose } = oneWeight([1], { learningRate: 0.1, beta1: 0.5 });
    step([0.5]); // m / 0.5 = 0.5, sqrt(v / 0.001) = 0.5: one whole learning rate
    expect(variable.dataSync()[0]).toBeCloseTo(0.9, 6);
    // m = (0.25 + 0.25) / 2 = 0.25, m / 0.75 = 1/3; v = 0.999 * 0.00025 + 0.001 * 0.0625 = 0.00031225,
    // v / 0.001999 = 0.156203, its root 0.395225; 0.1 * (1/3) / 0.395225 = 0.084340.
    step([0.25]);
    expect(variable.dataSync()[0]).toBeCloseTo(0.81566, 5);
    dispose();
  });

  it("adds epsilon to the corrected root, as algorithm 1 does", () => {
    const { variable, step, dispose } = oneWeight([0], { learningRate: 1, beta1: 0.5, epsilon: 1e-7 });
    step([1e-7]); // corrected m and root are both 1e-7, so the step is 1 / 2; with "epsilon hat" it would be 0.03
    expect(variable.dataSync()[0]).toBeCloseTo(-0.5, 4);
    dispose();
  });

  it("follows tf.train.adam to 1e-6 over 10 steps", () => {
    const stream = rng(1);
    const initial = Array.from({ length: 20 }, () => stream.normal());
    const options = { learningRate: 0.01, beta1: 0.5, beta2: 0.999, epsilon: 1e-7 };
    const { variable, step, dispose } = oneWeight(initial, options);
    const theirs = tf.variable(tf.tensor1d(initial));
    const adam = tf.train.adam(options.learningRate, options.beta1, options.beta2, options.epsilon);
    for (let t = 0; t < 10; t++) {
      const gradient = initial.map((_, k) => stream.normal() * 10 ** (k % 5));
      step(gradient);
      tf.tidy(() => adam.applyGradients([{ name: theirs.name, tensor: tf.tensor1d(gradient) }]));
    }
    const distance = tf.tidy(() => tf.max(tf.abs(tf.sub(variable, theirs))).dataSync()[0]!);
    expect(distance).toBeLessThan(1e-6);
    expect(Math.abs(variable.dataSync()[0]! - initial[0]!)).toBeGreaterThan(1e-3);
    tf.dispose([theirs]);
    adam.dispose();
    dispose();
  });

  it("goes on from a saved state to the same bits", () => {
    const gradients = [
      [0.1, -3],
      [2, 0.5],
      [0.3, 0.3],
      [-1, 4],
    ];
    const options = { learningRate: 0.05, beta1: 0.9 };
    const whole = oneWeight([1, 2], options);
    for (const gradient of gradients) whole.step(gradient);

    const first = oneWeight([1, 2], options);
    for (const gradient of gradients.slice(0, 2)) first.step(gradient);
    const saved = new Map(
      [...weightMap(first.adam.moments())].map(([name, tensor]) => [name, toNamedArray(tensor)]),
    );
    expect([...saved.keys()]).toEqual(["net/w/adam-m", "net/w/adam-v"]);

    const second = oneWeight([...first.variable.dataSync()], options);
    second.adam.restore(saved);
    gradients
      .slice(2)
      .forEach((gradient, k) =>
        tf.tidy(() =>
          second.adam.apply({ [second.variable.name]: tf.tensor1d(gradient) }, second.adam.ratesAt(k + 3)),
        ),
      );
    expect([...second.variable.dataSync()]).toEqual([...whole.variable.dataSync()]);
    for (const { dispose } of [whole, first, second]) dispose();
  });

  it("refuses a missing gradient or moment by name and changes nothing", () => {
    const { variable, adam, dispose } = oneWeight([1], { learningRate: 0.1 });
    const rates = adam.ratesAt(1);
    expect(() => adam.apply({}, rates)).toThrow(/"net\/w" has no gradient/);
    expect(() => adam.restore(new Map())).toThrow(/no value for "net\/w\/adam-m"/);
    expect(variable.dataSync()[0]).toBe(1);
    tf.dispose(Object.values(rates));
    dispose();
  });

  it("leaves no tensor behind", () => {
    const before = tf.memory().numTensors;
    const { step, dispose } = oneWeight([1], { learningRate: 0.1 });
    const during = tf.memory().numTensors;
    for (let t = 0; t < 5; t++) step([t]);
    expect(tf.memory().numTensors).toBe(during);
    dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
