/** A GAN on the line whose generator has two numbers, G(z) = mean + spread z: its whole way can be drawn in a plane. */
import { setImmediate as nextTurn } from "node:timers/promises";
import { compileProgram } from "../engine/compile/compile";
import { rng } from "../engine/rng";
import { tf } from "../engine/tf";
import { nonSaturating } from "../losses/non-saturating";
import type { GanLoss } from "../losses/types";
import { Adam, type AdamRates } from "../nn/adam";
import { namedTrainableWeights } from "../nn/weights";
import type { Density } from "../theory/densities";

export interface LineGameOptions {
  /** What the generator should learn. */
  data: Density;
  /** Where the generator starts; its spread is above 0. */
  start: { mean: number; spread: number };
  /** The generator's loss; the discriminator's is always -V. */
  loss?: Pick<GanLoss, "generator">;
  /** "max" (the default): the discriminator makes V large, as it should. "min": it makes V small. */
  goal?: "max" | "min";
  rounds: number;
  /** Updates of the discriminator a round, before the generator's one. */
  discriminatorSteps?: number;
  batchSize?: number;
  /** Step sizes: the discriminator's for Adam, the generator's for plain gradient descent. 0 holds the generator still. */
  rates?: { discriminator: number; generator: number };
  seed: number;
  compile?: boolean;
}

export interface LineGameRound {
  /** The generator after the round. */
  mean: number;
  spread: number;
  /** V on the discriminator's last batch, before its update. */
  value: number;
  /** Mean of D(x) over real numbers and of D(G(z)) over fakes, there too. */
  realScore: number;
  fakeScore: number;
}

/**
 * Plays the game. The generator goes by plain gradient descent, because Adam divides the length of a gradient out, and that
 * length is what chapter 03 looks at.
 *
 * @param discriminator x [batch, 1] -> logits [batch, 1]; its weights are changed, and it stays the caller's.
 * @returns The generator at the start (with value and scores NaN), then one entry a round.
 */
export async function playLineGame(
  discriminator: tf.LayersModel,
  options: LineGameOptions,
): Promise<LineGameRound[]> {
  const { data, start, rounds, discriminatorSteps = 5, batchSize = 256, seed } = options;
  const random = rng(seed);
  const game = makeGame(discriminator, options);
  const z = () => random.normalTensor(batchSize, 1);
  const real = () =>
    tf.tensor2d(
      Float32Array.from({ length: batchSize }, () => data.sample(random)),
      [batchSize, 1],
    );
  const turnFeeds = (update: number) => ({ real: real(), z: z(), ...game.optimiser.ratesAt(update) });
  const runner = options.compile ? game.compiled(turnFeeds(1), { z: z() }) : game.eager;
  const history: LineGameRound[] = [{ ...start, value: NaN, realScore: NaN, fakeScore: NaN }];
  for (let round = 0; round < rounds; round++) {
    let judged: Record<string, number> = {};
    for (let turn = 0; turn < discriminatorSteps; turn++) {
      judged = numbers(runner.discriminator, turnFeeds(round * discriminatorSteps + turn + 1));
    }
    history.push({ ...judged, ...numbers(runner.generator, { z: z() }) } as unknown as LineGameRound);
    if (round % 20 === 19) await nextTurn();
  }
  runner.dispose();
  game.dispose();
  return history;
}

type Step = (feeds: tf.NamedTensorMap) => tf.NamedTensorMap;
type TurnFeeds = AdamRates & { real: tf.Tensor2D; z: tf.Tensor2D };

/** Runs a step, reads its scalars, and frees all. */
function numbers(step: Step, feeds: tf.NamedTensorMap): Record<string, number> {
  const outcome = step(feeds);
  const read = Object.entries(outcome).map(([name, scalar]) => [name, scalar.dataSync()[0]!] as const);
  tf.dispose([feeds, outcome]);
  return Object.fromEntries(read);
}

function makeGame(network: tf.LayersModel, options: LineGameOptions) {
  const { start, loss = nonSaturating, goal = "max", rates } = options;
  const optimiser = new Adam(namedTrainableWeights(network, "discriminator"), {
    learningRate: rates?.discriminator ?? 5e-3,
  });
  const [mean, logSpread] = tf.tidy(() =>
    [start.mean, Math.log(start.spread)].map((value) => tf.variable(tf.scalar(value))),
  ) as [tf.Variable, tf.Variable];
  const generate = (z: tf.Tensor) => tf.add<tf.Tensor2D>(mean, tf.mul(tf.exp(logSpread), z));
  const judge = (x: tf.Tensor) => network.apply(x) as tf.Tensor2D;
  const discriminator = (feeds: TurnFeeds) => discriminatorTurn({ optimiser, judge, generate, goal }, feeds);
  const generator = ({ z }: { z: tf.Tensor2D }) =>
    tf.tidy(() => {
      const own = [mean, logSpread];
      const { grads } = tf.variableGrads(() => loss.generator(judge(generate(z))), own);
      const [newMean, newLog] = own.map((weight) =>
        tf.sub<tf.Scalar>(weight, tf.mul(rates?.generator ?? 0.1, grads[weight.name]!)),
      ) as [tf.Scalar, tf.Scalar];
      mean.assign(newMean);
      logSpread.assign(newLog);
      return { mean: newMean, spread: tf.exp(newLog) };
    });
  const steps = { discriminator: discriminator as unknown as Step, generator: generator as unknown as Step };
  return {
    optimiser,
    eager: { ...steps, dispose: () => {} },
    compiled: (turn: TurnFeeds, move: { z: tf.Tensor2D }) => compiledSteps(steps, { turn, move }),
    dispose: () => {
      optimiser.dispose();
      tf.dispose([mean, logSpread]);
    },
  };
}

interface Turn {
  optimiser: Adam;
  judge: (x: tf.Tensor) => tf.Tensor2D;
  generate: (z: tf.Tensor) => tf.Tensor2D;
  goal: "max" | "min";
}

function discriminatorTurn({ optimiser, judge, generate, goal }: Turn, feeds: TurnFeeds) {
  return tf.tidy(() => {
    const fakes = generate(feeds.z);
    const before = { real: tf.mean(tf.sigmoid(judge(feeds.real))), fake: tf.mean(tf.sigmoid(judge(fakes))) };
    const { value: cost, grads } = tf.variableGrads(() => {
      const minusV = nonSaturating.discriminator(judge(feeds.real), judge(fakes));
      return goal === "max" ? minusV : tf.neg<tf.Scalar>(minusV);
    }, optimiser.variables);
    optimiser.apply(grads, feeds);
    const value = tf.mul<tf.Scalar>(goal === "max" ? -1 : 1, cost);
    return { value, realScore: before.real, fakeScore: before.fake };
  });
}

function compiledSteps(
  steps: { discriminator: Step; generator: Step },
  feeds: { turn: TurnFeeds; move: { z: tf.Tensor2D } },
) {
  const { turn, move } = feeds;
  const program = compileProgram({
    discriminator: { step: steps.discriminator, feeds: { ...turn } },
    generator: { step: steps.generator, feeds: move },
  });
  tf.dispose([turn, move]);
  return {
    discriminator: (input: tf.NamedTensorMap) => program.run("discriminator", input),
    generator: (input: tf.NamedTensorMap) => program.run("generator", input),
    dispose: () => program.dispose(),
  };
}
