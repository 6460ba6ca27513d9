/** The article's function `train`: the loop over epochs. */
import type { Dataset } from "../../datasets/types";
import { compile } from "../../engine/compile/compile";
import { rng } from "../../engine/rng";
import { tf } from "../../engine/tf";
import type { StepReport } from "../../models/step-report";
import type { Gan } from "../../models/types";
import { Adam } from "../../nn/adam";
import { namedTrainableWeights } from "../../nn/weights";
import { startPace } from "../pace";
import { listenForStop, turnOfTheEventLoop } from "../stop";
import { maskSeeds } from "../training-step";
import { batchesInEpoch, batchesOfEpoch, numpy, picturesOf } from "./data";
import type { ListingSettings } from "./options";
import { listingStep } from "./step";
import type { ListingFeeds, ListingOutcome, ListingPlayers } from "./step";

export interface Trained {
  history: StepReport[];
  /** What the loop printed, one line an epoch. */
  lines: string[];
  /** How many different pictures the discriminator was shown. */
  picturesSeen: number;
  stopped: boolean;
}

/** @throws whatever the first defect that stops the program throws. */
export async function trainAsListed(gan: Gan, settings: ListingSettings): Promise<Trained> {
  const { repaired, load, dataPath, learningRate, signal } = settings;
  const dataset = await load(repaired.has("unused-path") ? dataPath : undefined);
  const pictures = picturesOf(dataset, settings);
  const adam = { learningRate, beta1: 0.5 };
  const players = {
    gan,
    repaired,
    dOptimiser: new Adam(namedTrainableWeights(gan.discriminator, "discriminator"), adam),
    gOptimiser: new Adam(namedTrainableWeights(gan.generator, "generator"), adam),
  };
  const runner = stepRunner(players, settings.compile);
  const stop = await listenForStop(signal);
  try {
    return await runEpochs({ players, settings, dataset, pictures, runner, stop });
  } finally {
    stop.release();
    runner.dispose();
    players.dOptimiser.dispose();
    players.gOptimiser.dispose();
  }
}

interface Loop {
  players: ListingPlayers;
  settings: ListingSettings;
  dataset: Dataset;
  pictures: ReturnType<typeof picturesOf>;
  runner: StepRunner;
  stop: { readonly isRequested: boolean };
}

async function runEpochs({ players, settings, dataset, pictures, runner, stop }: Loop): Promise<Trained> {
  const { epochs, batchSize, onStep } = settings;
  const steps = epochs * batchesInEpoch(dataset.size, settings);
  const trained: Trained = { history: [], lines: [], picturesSeen: 0, stopped: false };
  const seen = new Set<number>();
  const pace = startPace({ batchSize });
  for (let epoch = 0; epoch < epochs && !stop.isRequested; epoch++) {
    for (const indices of batchesOfEpoch(dataset.size, settings, epoch)) {
      const step = trained.history.length + 1;
      const real = pictures(indices);
      const numbers = await takeStep(players, { settings, runner, real, step });
      indices.forEach((index) => seen.add(index));
      const passes = (step * batchSize) / dataset.size;
      const report = { step, steps, epoch: passes, ...numbers, ...pace.tick(steps - step) };
      trained.history.push(report);
      await onStep(report);
      await turnOfTheEventLoop();
      if (stop.isRequested) break;
    }
    trained.lines.push(printed(trained.history.at(-1)!, { epoch, settings }));
  }
  return { ...trained, picturesSeen: seen.size, stopped: trained.history.length < steps };
}

/** The line of an epoch. */
function printed(
  { dLoss, gLoss }: StepReport,
  { epoch, settings: { repaired, epochs } }: { epoch: number; settings: ListingSettings },
): string {
  const round = `Epoch ${epoch + 1}/${epochs}`;
  const trainsGenerator = repaired.has("generator-step");
  // The listing prints the last number that a training of the discriminator gave.
  if (!repaired.has("wrong-loss")) return `${round}, Loss: ${(trainsGenerator ? dLoss : gLoss).toFixed(4)}`;
  const ofGenerator = trainsGenerator ? gLoss.toFixed(4) : "not trained";
  return `${round}, discriminator loss: ${dLoss.toFixed(4)}, generator loss: ${ofGenerator}`;
}

interface StepRunner {
  run(feeds: ListingFeeds): ListingOutcome;
  dispose(): void;
}

/** Op by op, or as one graph, which is compiled when the first feeds are there. */
function stepRunner(players: ListingPlayers, isCompiled: boolean): StepRunner {
  const step = (feeds: ListingFeeds) => listingStep(players, feeds);
  if (!isCompiled) return { run: step, dispose: () => {} };
  let graph: ReturnType<typeof compile> | undefined;
  return {
    run: (feeds) => {
      graph ??= compile((tensors) => step(tensors as ListingFeeds), { feeds });
      return graph.run(feeds) as ListingOutcome;
    },
    dispose: () => graph?.dispose(),
  };
}

async function takeStep(
  players: ListingPlayers,
  {
    settings,
    runner,
    real,
    step,
  }: { settings: ListingSettings; runner: StepRunner; real: tf.Tensor; step: number },
) {
  const feeds = drawFeeds(players, { settings, real, step });
  const outcome = runner.run(feeds);
  const { dLoss, secondLoss, realScore, fakeScore } = outcome;
  const numbers = tf.stack([dLoss, secondLoss, realScore, fakeScore]);
  const [d, g, ofReal, ofFake] = await numbers.data();
  tf.dispose([numbers, outcome, feeds]);
  return { dLoss: d!, gLoss: g!, realScore: ofReal!, fakeScore: ofFake! };
}

/** Everything random of a step comes from its number; `real` becomes part of the feeds. */
function drawFeeds(
  { dOptimiser, gOptimiser, repaired }: ListingPlayers,
  { settings, real, step }: { settings: ListingSettings; real: tf.Tensor; step: number },
): ListingFeeds {
  const { seed, batchSize, latentSize } = settings;
  const random = rng(seed).stream("step", step);
  const noise = (use: string) => numpy(repaired, random.stream("noise", use)).normal(batchSize, latentSize);
  const trainsGenerator = repaired.has("generator-step");
  // Without it the discriminator is updated twice a step, and its optimiser counts both.
  const first = dOptimiser.ratesAt(trainsGenerator ? step : 2 * step - 1);
  const second = trainsGenerator ? gOptimiser.ratesAt(step) : dOptimiser.ratesAt(2 * step);
  return {
    real,
    zDiscriminator: noise("discriminator"),
    zGenerator: noise("generator"),
    ...maskSeeds(random, 4),
    firstStepSize: first.stepSize,
    firstEpsilon: first.epsilon,
    secondStepSize: second.stepSize,
    secondEpsilon: second.epsilon,
  };
}
