/** Slopes that are known to be zero are not multiplied through the network; what they stand for stays right. */
import { beforeAll, describe, expect, it } from "vitest";
import { randomNormal } from "../../lib/engine/random";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";

const draw = (shape: number[], seed: number) => randomNormal(shape, [seed, 3]);

/** Two convolutions with an activation behind each, and the gradient by both filters of |d sum / dx|^2. */
function penaltyGradients(activation: (x: tf.Tensor) => tf.Tensor): tf.Tensor[] {
  const x = draw([1, 6, 6, 2], 1);
  const filters = [draw([3, 3, 2, 4], 2), draw([3, 3, 4, 4], 3)];
  const layer = (input: tf.Tensor, filter: tf.Tensor) =>
    activation(tf.conv2d(input as tf.Tensor4D, filter as tf.Tensor4D, 1, "same"));
  const penalty = (...[first, second]: tf.Tensor[]) => {
    const slope = tf.grad((at) => tf.sum(layer(layer(at, first!), second!)))(x);
    return tf.sum(tf.square(slope));
  };
  return tf.grads(penalty)(filters);
}

/** How often each kernel of a convolution ran. */
async function convolutions(compute: () => tf.Tensor[]): Promise<Record<string, number>> {
  const { kernels } = await tf.profile(() => compute());
  const names = kernels.map(({ name }) => name).filter((name) => name.startsWith("Conv2D"));
  return Object.fromEntries(
    [...new Set(names)].map((name) => [name, names.filter((n) => n === name).length]),
  );
}

describe.each(["tensorflow", "wasm", "cpu"] as const)("on %s", (engine) => {
  beforeAll(() => useEngine(engine));

  it.each([
    ["leakyRelu", (x: tf.Tensor) => tf.leakyRelu(x, 0.3)],
    ["relu", (x: tf.Tensor) => tf.relu(x)],
  ])("a penalty on the slope of a %s network walks back through its slopes only", async (_, activation) => {
    const before = tf.memory().numTensors;
    let gradients: tf.Tensor[] = [];
    const count = await convolutions(() => (gradients = tf.tidy(() => penaltyGradients(activation))));
    // Forward, two; the slope by x, two transposed; their own gradients, one convolution and two of filters. A walk
    // through the forward convolutions as well would take another of filters at each, and a transposed one.
    expect(count["Conv2DBackpropFilter"]).toBe(2);
    expect(count["Conv2DBackpropInput"]).toBe(2);
    expect(gradients.every((gradient) => gradient.dataSync().some((value) => value !== 0))).toBe(true);
    tf.dispose(gradients);
    expect(tf.memory().numTensors).toBe(before);
  });

  it("a slope that is zero throughout is zeros, not an error", () => {
    const second = tf.tidy(() =>
      tf
        .grad((x) => tf.sum(tf.grad((at) => tf.leakyRelu(at, 0.3))(x)))(draw([5], 4))
        .dataSync(),
    );
    expect([...second]).toEqual([0, 0, 0, 0, 0]);
  });
});
