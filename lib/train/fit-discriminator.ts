/** Gradient ascent on the value function V, by a network that knows no formula. */
import { setImmediate as nextTurn } from "node:timers/promises";
import { compile } from "../engine/compile/compile";
import { tf } from "../engine/tf";
import { Adam, type AdamRates } from "../nn/adam";
import { learningRateAt, type LearningRate } from "../nn/learning-rate";
import { namedTrainableWeights } from "../nn/weights";
import { masses, type LineGrid } from "../theory/line-grid";
import type { Density } from "../theory/densities";

/**
 * V as a weighted sum over points: sum of real_i log D(x_i) + fake_i log(1 - D(x_i)). With the masses of a grid as weights
 * it is V itself; with weight 1/n on n draws, its estimate from samples.
 */
export interface WeightedPoints {
  x: readonly number[];
  real: readonly number[];
  fake: readonly number[];
}

/** The points and weights of V for two densities. */
export function exactPoints(p: Density, q: Density, grid: LineGrid): WeightedPoints {
  return { x: grid.x, real: masses(p, grid), fake: masses(q, grid) };
}

/** The points and weights of V's estimate from draws of either kind. */
export function samplePoints(real: readonly number[], fake: readonly number[]): WeightedPoints {
  return {
    x: [...real, ...fake],
    real: [...real.map(() => 1 / real.length), ...fake.map(() => 0)],
    fake: [...real.map(() => 0), ...fake.map(() => 1 / fake.length)],
  };
}

export interface FitOptions {
  /** The points of a step, from 0: always the same ones, or a fresh batch of as many. */
  points: WeightedPoints | ((step: number) => WeightedPoints);
  steps: number;
  learningRate: LearningRate;
  /** "ascend" (the default) makes V large, as a discriminator should; "descend" makes it small. */
  direction?: "ascend" | "descend";
  /** One TensorFlow graph instead of op by op: the same numbers to rounding, in less time; engine `tensorflow` only. */
  compile?: boolean;
}

/** Steps between two looks at the clock, so that Stop and other work get a turn. */
const TURN = 50;

/**
 * Fits a discriminator by Adam.
 *
 * @param network x [batch, 1] -> logits [batch, 1]; its weights are changed.
 * @returns V before each step, on the points of that step.
 */
export async function fitDiscriminator(network: tf.LayersModel, options: FitOptions): Promise<number[]> {
  const { points, steps, learningRate, direction = "ascend" } = options;
  const pointsAt = typeof points === "function" ? points : () => points;
  const optimiser = new Adam(namedTrainableWeights(network, "discriminator"), { learningRate: 1 });
  const sign = direction === "ascend" ? -1 : 1; // the optimiser goes down
  const step = (feeds: tf.NamedTensorMap) =>
    ascentStep(network, optimiser, { feeds: feeds as unknown as StepFeeds, sign });
  const feedsAt = (i: number) => ({
    ...pointFeeds(pointsAt(i)),
    ...optimiser.ratesAt(i + 1, learningRateAt(learningRate, i)),
  });
  const first = feedsAt(0);
  const compiled = options.compile ? compile(step, { feeds: first }) : undefined;
  tf.dispose(first);
  const values: number[] = [];
  for (let i = 0; i < steps; i++) {
    const feeds = feedsAt(i);
    const { value } = (compiled?.run ?? step)(feeds) as { value: tf.Scalar };
    values.push(value.dataSync<"float32">()[0]!);
    tf.dispose([feeds, value]);
    if (i % TURN === TURN - 1) await nextTurn();
  }
  compiled?.dispose();
  optimiser.dispose();
  return values;
}

type StepFeeds = AdamRates & { x: tf.Tensor2D; real: tf.Tensor2D; fake: tf.Tensor2D };

function ascentStep(network: tf.LayersModel, optimiser: Adam, call: { feeds: StepFeeds; sign: number }) {
  const { feeds, sign } = call;
  return tf.tidy(() => {
    const { value: loss, grads } = tf.variableGrads(() => {
      const logits = network.apply(feeds.x) as tf.Tensor2D;
      const costs = tf.add(
        tf.mul(feeds.real, tf.softplus(tf.neg(logits))),
        tf.mul(feeds.fake, tf.softplus(logits)),
      );
      return tf.mul<tf.Scalar>(-sign, tf.sum(costs));
    }, optimiser.variables);
    optimiser.apply(grads, feeds);
    return { value: tf.mul<tf.Scalar>(sign, loss) };
  });
}

function pointFeeds({ x, real, fake }: WeightedPoints) {
  const column = (values: readonly number[]) => tf.tensor2d(Float32Array.from(values), [values.length, 1]);
  return { x: column(x), real: column(real), fake: column(fake) };
}
