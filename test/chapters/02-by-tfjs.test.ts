/** Chapter 02: its own GAN in plain JavaScript and the same game by TensorFlow.js, round by round. */
import { beforeAll, describe, expect, it } from "vitest";
import { rng } from "../../lib/engine/rng";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";
import { nonSaturating } from "../../lib/losses/non-saturating";
import { namedTrainableWeights } from "../../lib/nn/weights";
import { hidden, many } from "./02-gan";

beforeAll(() => useEngine());

const quick = { dRate: 0.3, gRate: 0.1 };

describe("the same game by TensorFlow.js", () => {
  it("has the same generator after twenty rounds with the same batches", () => {
    const twin = hidden(0);
    const { dense } = tf.layers;
    const judge = tf.sequential({
      layers: [dense({ units: 16, activation: "tanh", inputShape: [1] }), dense({ units: 1 })],
    });
    const painter = tf.sequential({ layers: [dense({ units: 1, inputShape: [1] })] });
    copyWeights(twin.discriminator.weights, judge);
    copyWeights(twin.generator.weights, painter);
    const column = (values: Float64Array) => tf.tensor2d(Array.from(values), [values.length, 1]);
    const logits = (x: tf.Tensor) => judge.apply(x) as tf.Tensor2D;
    const paint = (z: Float64Array) => painter.apply(column(z)) as tf.Tensor2D;
    const [dSgd, gSgd] = [tf.train.sgd(quick.dRate), tf.train.sgd(quick.gRate)];
    const variables = (model: tf.LayersModel) =>
      namedTrainableWeights(model, "net").map(({ variable }) => variable);
    const { normal } = rng(5).stream("round");
    for (let t = 0; t < 20; t++) {
      const [x, z, z2] = [many(64, () => 2 + 0.6 * normal()), many(64, normal), many(64, normal)];
      tf.tidy(() => {
        const lossOfD = () => nonSaturating.discriminator(logits(column(x)), logits(paint(z)));
        dSgd.minimize(lossOfD, false, variables(judge));
        gSgd.minimize(() => nonSaturating.generator(logits(paint(z2))), false, variables(painter));
      });
      twin.discriminatorStep(x, z, quick.dRate);
      twin.generatorStep(z2, quick.gRate);
    }
    const inTf = variables(painter).flatMap((variable) => Array.from(variable.dataSync()));
    inTf.forEach((value, i) => expect(value).toBeCloseTo(twin.generator.weights[i]!, 4));
    expect(inTf[1]).toBeGreaterThan(0.5); // it has moved
    judge.dispose();
    painter.dispose();
  });
});

function copyWeights(from: Float64Array, to: tf.LayersModel): void {
  let place = 0;
  to.setWeights(
    to.getWeights().map(({ size, shape }) => {
      const values = Array.from(from.slice(place, place + size));
      place += size;
      return tf.tensor(values, shape);
    }),
  );
}
