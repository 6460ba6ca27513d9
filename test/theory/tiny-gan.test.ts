/** Each player's gradient against TensorFlow's on the course's own losses, and what a step changes. */
import { beforeAll, describe, expect, it } from "vitest";
import { rng } from "../../lib/engine/rng";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";
import { nonSaturating } from "../../lib/losses/non-saturating";
import { saturating } from "../../lib/losses/saturating";
import { sigmoid, softplus } from "../../lib/theory/logistic";
import { TinyGan } from "../../lib/theory/tiny-gan";

beforeAll(() => useEngine());

const normals = (count: number, name: string, mean = 0) => {
  const { normal } = rng(4).stream(name);
  return Float64Array.from({ length: count }, () => mean + normal());
};
const [real, z] = [normals(6, "real", 2), normals(9, "z")];
const column = (values: Float64Array) => tf.tensor2d(Array.from(values), [values.length, 1]);

const makeGan = (loss: "non-saturating" | "saturating" = "non-saturating") =>
  new TinyGan({ generator: [1, 3, 1], discriminator: [1, 4, 1], random: rng(2).stream("weights"), loss });

/** One hidden layer of tanh, with its weights in one list as `Perceptron` has them. */
function layer(weights: tf.Tensor, hidden: number, x: tf.Tensor): tf.Tensor {
  const part = (from: number, size: number) => weights.slice(from, size);
  const kernel = part(0, hidden).reshape([1, hidden]);
  const out = part(2 * hidden, hidden).reshape([hidden, 1]);
  return x
    .matMul(kernel)
    .add(part(hidden, hidden))
    .tanh()
    .matMul(out)
    .add(part(3 * hidden, 1));
}

describe.each([nonSaturating, saturating])("gradients with the loss $name", (loss) => {
  const gan = makeGan(loss.name as "saturating");
  const [g, d] = [gan.generator, gan.discriminator].map(({ weights }) => tf.tensor1d(Array.from(weights)));

  it("of the discriminator are TensorFlow's", () => {
    const fake = gan.generate(z);
    const { slopes, report } = gan.discriminatorSlopes(real, fake);
    const value = (weights: tf.Tensor) =>
      loss.discriminator(
        layer(weights, 4, column(real)) as tf.Tensor2D,
        layer(weights, 4, column(fake)) as tf.Tensor2D,
      );
    tf.grad(value)(d!)
      .dataSync()
      .forEach((slope, i) => expect(slopes[i]).toBeCloseTo(slope, 5));
    expect(report.dLoss).toBeCloseTo(value(d!).dataSync()[0]!, 5);
    expect(report.realScore).toBeCloseTo(gan.scores(real).reduce((a, b) => a + b) / 6, 12);
  });

  it("of the generator are TensorFlow's, through the discriminator", () => {
    const { slopes, gLoss } = gan.generatorSlopes(z);
    const value = (weights: tf.Tensor) =>
      loss.generator(layer(d!, 4, layer(weights, 3, column(z))) as tf.Tensor2D);
    tf.grad(value)(g!)
      .dataSync()
      .forEach((slope, i) => expect(slopes[i]).toBeCloseTo(slope, 5));
    expect(gLoss).toBeCloseTo(value(g!).dataSync()[0]!, 5);
  });

  it("of a sample are the finite differences of its own cost", () => {
    const cost = (x: number) => {
      const [logit] = gan.discriminator.run(Float64Array.of(x));
      return loss.name === "saturating" ? -softplus(logit!) : softplus(-logit!);
    };
    const xs = Float64Array.of(-1.5, 0.2, 2.4);
    gan.sampleSlopes(xs).forEach((slope, i) => {
      expect(slope).toBeCloseTo((cost(xs[i]! + 1e-5) - cost(xs[i]! - 1e-5)) / 2e-5, 7);
    });
  });
});

describe("a step", () => {
  it("changes one network and leaves the other alone, against the slope", () => {
    const gan = makeGan();
    const [g, d] = [[...gan.generator.weights], [...gan.discriminator.weights]];
    const { slopes } = gan.discriminatorSlopes(real, gan.generate(z));
    gan.discriminatorStep(real, z, 0.1);
    expect([...gan.generator.weights]).toEqual(g);
    gan.discriminator.weights.forEach((weight, i) =>
      expect(weight).toBeCloseTo(d[i]! - 0.1 * slopes[i]!, 12),
    );
    const judge = [...gan.discriminator.weights];
    const forG = gan.generatorSlopes(z).slopes;
    gan.generatorStep(z, 0.2);
    expect([...gan.discriminator.weights]).toEqual(judge);
    gan.generator.weights.forEach((weight, i) => expect(weight).toBeCloseTo(g[i]! - 0.2 * forG[i]!, 12));
  });
});

describe("sigmoid and softplus", () => {
  it("have the values and slopes of cross-entropy", () => {
    expect(sigmoid(Math.log(3))).toBeCloseTo(3 / 4, 15);
    for (const logit of [-3, 0, 0.5, 7]) {
      expect(softplus(logit)).toBeCloseTo(-Math.log(1 - sigmoid(logit)), 10);
      expect(softplus(-logit)).toBeCloseTo(-Math.log(sigmoid(logit)), 10);
      expect((softplus(logit + 1e-5) - softplus(logit - 1e-5)) / 2e-5).toBeCloseTo(sigmoid(logit), 8);
    }
    expect([softplus(1000), softplus(-1000), sigmoid(1000), sigmoid(-1000)]).toEqual([1000, 0, 1, 0]);
  });
});
