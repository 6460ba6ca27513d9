/** The hand-written gradient against finite differences in float64, and against TensorFlow's. */
import { beforeAll, describe, expect, it } from "vitest";
import { rng } from "../../lib/engine/rng";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";
import { Perceptron } from "../../lib/theory/perceptron";

beforeAll(() => useEngine());

const normals = (count: number, name: string) =>
  Float64Array.from({ length: count }, rng(3).stream(name).normal);

/** A loss that weighs the outputs, so that its slope by each output is that weight. */
const weighed = (outputs: Float64Array, by: Float64Array) =>
  outputs.reduce((sum, value, i) => sum + value * by[i]!, 0);

function numericSlopes(values: Float64Array, loss: () => number, step = 1e-5): number[] {
  return Array.from(values, (value, i) => {
    const at = (moved: number) => {
      values[i] = moved;
      const result = loss();
      values[i] = value;
      return result;
    };
    return (at(value + step) - at(value - step)) / (2 * step);
  });
}

describe.each([[[1, 1]], [[1, 5, 1]], [[2, 4, 3, 2]]])("a perceptron of sizes %j", (sizes) => {
  const network = new Perceptron(sizes, rng(1).stream("weights"));
  const inputs = normals(3 * sizes[0]!, "inputs");
  const by = normals(3 * sizes.at(-1)!, "by");

  it("has the slopes that finite differences give, by every weight and every input", () => {
    const slopes = network.backward(network.forward(inputs), by);
    const loss = () => weighed(network.run(inputs), by);
    numericSlopes(network.weights, loss).forEach((slope, i) =>
      expect(slopes.weights[i]).toBeCloseTo(slope, 7),
    );
    numericSlopes(inputs, loss).forEach((slope, i) => expect(slopes.inputs[i]).toBeCloseTo(slope, 7));
  });

  it("is TensorFlow's dense layers with tanh: outputs and slopes", () => {
    const model = tf.sequential({
      layers: sizes.slice(1).map((units, k) =>
        tf.layers.dense({
          units,
          ...(k < sizes.length - 2 ? { activation: "tanh" as const } : {}),
          ...(k === 0 ? { inputShape: [sizes[0]!] } : {}),
        }),
      ),
    });
    let from = 0;
    model.setWeights(
      model.getWeights().map(({ size, shape }) => {
        const values = Array.from(network.weights.slice(from, from + size));
        from += size;
        return tf.tensor(values, shape);
      }),
    );
    expect(from).toBe(network.weights.length);
    const rows = (values: Float64Array, columns: number) => tf.tensor2d(Array.from(values), [3, columns]);
    const x = rows(inputs, sizes[0]!);
    const outputs = network.run(inputs);
    (model.predict(x) as tf.Tensor)
      .dataSync()
      .forEach((value, i) => expect(outputs[i]).toBeCloseTo(value, 5));
    const slope = tf.grad((at) => tf.sum(tf.mul(model.apply(at) as tf.Tensor, rows(by, sizes.at(-1)!))))(x);
    const byHand = network.backward(network.forward(inputs), by).inputs;
    slope.dataSync().forEach((value, i) => expect(byHand[i]).toBeCloseTo(value, 5));
    model.dispose();
  });
});

describe("a perceptron", () => {
  it("starts from its seed: the same one the same, another one other", () => {
    const weights = (seed: number) => [...new Perceptron([1, 4, 1], rng(seed)).weights];
    expect(weights(1)).toEqual(weights(1));
    expect(weights(1)).not.toEqual(weights(2));
    expect(weights(1).at(-1)).toBe(0); // the last bias
  });

  it("with sizes [1, 1] is the line w x + c", () => {
    const line = new Perceptron([1, 1], rng(1));
    line.weights.set([0.6, 2]);
    expect([...line.run(Float64Array.of(-1, 0, 2))]).toEqual([1.4, 2, 3.2]);
  });

  it("refuses sizes that are none", () => {
    expect(() => new Perceptron([1], rng(1))).toThrow(/sizes are \[1\]/);
    expect(() => new Perceptron([1, 0, 1], rng(1))).toThrow(/above 0/);
  });
});
