import { beforeAll, describe, expect, it } from "vitest";
import { rng } from "../../lib/engine/rng";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";
import { r1Penalty } from "../../lib/losses/r1-penalty";
import { gradient, relativeError } from "../engine/float64";

beforeAll(async () => {
  await useEngine();
});

describe("r1Penalty", () => {
  it("of a linear discriminator is |w|^2 wherever it is taken, with the gradient 2 w", () => {
    const w = tf.variable(tf.tensor2d([[3], [4]]));
    const real = tf.tensor2d([[5, 6], [0, 0], [-1, 2]]); // prettier-ignore
    const { value, grads } = tf.variableGrads(() => r1Penalty((x) => tf.matMul(x, w), real), [w]);
    expect(value.dataSync()[0]).toBeCloseTo(25, 4);
    expect([...grads[w.name]!.dataSync()]).toEqual([6, 8]);
    tf.dispose([w, real, value, grads]);
  });

  it("is a mean over the batch of what each example has: |x|^2 for D = |x|^2 / 2", () => {
    const real = tf.tensor2d([[3, 0], [0, 8]]); // prettier-ignore
    const penalty = r1Penalty((x) => tf.div(tf.sum(tf.mul(x, x), 1, true), 2), real);
    expect(penalty.dataSync()[0]).toBeCloseTo((9 + 64) / 2, 4);
    tf.dispose([real, penalty]);
  });

  it("takes pictures, and adds up over all their numbers", () => {
    const real = tf.ones<tf.Rank.R4>([2, 3, 3, 2]);
    const penalty = r1Penalty((x) => tf.mul(tf.sum(tf.reshape(x, [2, -1]), 1, true), 2), real);
    expect(penalty.dataSync()[0]).toBeCloseTo(18 * 4, 4);
    tf.dispose([real, penalty]);
  });

  it("of a network has the value and the gradient of finite differences in float64", () => {
    const stream = rng(6);
    const sizes = { hidden: 5, batch: 4 };
    const first = Float64Array.from({ length: 2 * sizes.hidden }, stream.normal);
    const second = Float64Array.from({ length: sizes.hidden }, stream.normal);
    const points = Float64Array.from({ length: 2 * sizes.batch }, stream.normal);
    /** D(x) = second . tanh(x first), so dD/dx_i = sum over h of second_h (1 - tanh^2) first_ih; in float64. */
    const byHand = (weights: Float64Array) => {
      let sum = 0;
      for (let b = 0; b < sizes.batch; b++) {
        const slopes = gradient(
          (x) => {
            let logit = 0;
            for (let h = 0; h < sizes.hidden; h++) {
              logit += second[h]! * Math.tanh(x[0]! * weights[h]! + x[1]! * weights[sizes.hidden + h]!);
            }
            return logit;
          },
          points.subarray(2 * b, 2 * b + 2),
        );
        sum += slopes[0]! ** 2 + slopes[1]! ** 2;
      }
      return sum / sizes.batch;
    };
    const w = tf.variable(tf.tensor2d(Float32Array.from(first), [2, sizes.hidden]));
    const out = tf.tensor2d(Float32Array.from(second), [sizes.hidden, 1]);
    const real = tf.tensor2d(Float32Array.from(points), [sizes.batch, 2]);
    const { value, grads } = tf.variableGrads(
      () => r1Penalty((x) => tf.matMul(tf.tanh(tf.matMul(x, w)), out), real),
      [w],
    );
    expect(value.dataSync()[0]! / byHand(first)).toBeCloseTo(1, 4);
    expect(relativeError(grads[w.name]!.dataSync(), gradient(byHand, first))).toBeLessThan(1e-3);
    tf.dispose([w, out, real, value, grads]);
  });

  it("leaves its argument alone and no tensor behind but the scalar", () => {
    const real = tf.tensor2d([[1, 2]]);
    const before = tf.memory().numTensors;
    const penalty = r1Penalty((x) => tf.sum(tf.mul(x, x), 1, true), real);
    expect(penalty.shape).toEqual([]);
    expect(tf.memory().numTensors - before).toBe(1);
    expect([...real.dataSync()]).toEqual([1, 2]);
    tf.dispose([real, penalty]);
  });
});
