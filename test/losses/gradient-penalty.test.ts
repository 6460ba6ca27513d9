import { beforeAll, describe, expect, it } from "vitest";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";
import { gradientPenalty } from "../../lib/losses/gradient-penalty";

beforeAll(async () => {
  await useEngine();
});

/** Pictures of 1 x 2 pixels and one channel. */
const pictures = (...values: number[][]) => tf.tensor4d(values.flat(), [values.length, 1, 2, 1]);
const shares = (...values: number[]) => tf.tensor4d(values, [values.length, 1, 1, 1]);
const flat = (images: tf.Tensor4D) => tf.reshape<tf.Rank.R2>(images, [-1, 2]);

describe("gradientPenalty", () => {
  it("of a linear critic is (|w| - 1)^2 wherever it is taken, with the gradient 2 (|w| - 1) w / |w|", () => {
    const w = tf.variable(tf.tensor2d([[3], [4]]));
    const critic = (images: tf.Tensor4D) => tf.matMul(flat(images), w);
    const points = {
      real: pictures([5, 6], [0, 0]),
      fake: pictures([-1, 2], [1, 1]),
      share: shares(0.3, 0.9),
    };
    const { value, grads } = tf.variableGrads(() => gradientPenalty(critic, points), [w]);
    expect(value.dataSync()[0]).toBeCloseTo(16, 5);
    const [a, b] = grads[w.name]!.dataSync();
    expect(a).toBeCloseTo((2 * 4 * 3) / 5, 5);
    expect(b).toBeCloseTo((2 * 4 * 4) / 5, 5);
    tf.dispose([w, value, grads]);
  });

  it("is taken at share * real + (1 - share) * fake of each picture", () => {
    // f(x) = |x|^2 / 2 has the slope x, so the penalty tells how long the points are.
    const critic = (images: tf.Tensor4D) => tf.div(tf.sum(tf.square(flat(images)), 1, true), 2);
    const penalty = gradientPenalty(critic, {
      real: pictures([4, 0], [0, 8]),
      fake: pictures([0, 0], [0, 4]),
      share: shares(0.75, 0.5),
    });
    expect(penalty.dataSync()[0]).toBeCloseTo(((3 - 1) ** 2 + (6 - 1) ** 2) / 2, 5);
    penalty.dispose();
  });

  it("of a flat critic is 1, and its gradient is a number", () => {
    const w = tf.variable(tf.zeros([2, 1]));
    const points = { real: pictures([1, 2]), fake: pictures([3, 4]), share: shares(0.5) };
    const critic = (images: tf.Tensor4D) => tf.matMul<tf.Tensor>(flat(images), w);
    const { value, grads } = tf.variableGrads(() => gradientPenalty(critic, points), [w]);
    expect(value.dataSync()[0]).toBeCloseTo(1, 5);
    expect([...grads[w.name]!.dataSync()].every(Number.isFinite)).toBe(true);
    tf.dispose([w, value, grads]);
  });

  it("leaves its arguments alone and no tensor behind but the scalar", () => {
    const points = { real: pictures([1, 2]), fake: pictures([3, 4]), share: shares(0.5) };
    const before = tf.memory().numTensors;
    const penalty = gradientPenalty((images) => tf.sum(tf.square(flat(images)), 1, true), points);
    expect(penalty.shape).toEqual([]);
    expect(tf.memory().numTensors - before).toBe(1);
    expect([...points.real.dataSync()]).toEqual([1, 2]);
    tf.dispose([points, penalty]);
  });
});
