/** All that changes while a GAN trains, and how it goes into a checkpoint and comes back. */
import type { Dataset } from "../datasets/types";
import type { NamedArray, TensorMap } from "../engine/safetensors";
import type { tf } from "../engine/tf";
import type { StepReport } from "../models/step-report";
import type { Gan } from "../models/types";
import { Adam } from "../nn/adam";
import { learningRateAt } from "../nn/learning-rate";
import { MovingAverage } from "../nn/moving-average";
import { assignWeights, namedTrainableWeights, namedWeights, weightMap } from "../nn/weights";
import type { NamedWeight } from "../nn/weights";
import { CheckpointError, checkSameRun, loadCheckpoint, saveCheckpoint } from "./checkpoint";
import type { RunIdentity } from "./checkpoint";
import { historyFromArray, historyToArray } from "./history";
import type { TrainSettings } from "./options";
import type { Trainer } from "./training-step";

export interface Run {
  trainer: Trainer;
  history: StepReport[];
  /** Steps done. */
  step: number;
  identity: RunIdentity;
}

/** A run at step 0; `endRun` frees what it holds. */
export function startRun(gan: Gan, dataset: Dataset, settings: TrainSettings): Run {
  const { loss, update, learningRate, adamBeta1, movingAverage: decay } = settings;
  const { discriminatorSteps, gradientPenalty, r1 } = settings;
  const adam = { learningRate: learningRateAt(learningRate, 0), beta1: adamBeta1 };
  const players = {
    gan,
    loss,
    gradientPenalty,
    r1,
    dOptimiser: new Adam(namedTrainableWeights(gan.discriminator, "discriminator"), adam),
    gOptimiser: new Adam(namedTrainableWeights(gan.generator, "generator"), adam),
  };
  const average =
    decay === undefined ? undefined : new MovingAverage(gan.generator, { decay, prefix: "generator" });
  const identity = identityOf(gan, dataset, settings);
  return {
    trainer: { players, update, discriminatorSteps, learningRate, average },
    history: [],
    step: 0,
    identity,
  };
}

/** Frees the optimisers. The networks and the moving average stay: they are the run's result. */
export function endRun({ trainer }: Run): void {
  trainer.players.dOptimiser.dispose();
  trainer.players.gOptimiser.dispose();
}

/** Writes the run as it is now; returns the file's path. */
export async function saveRun(run: Run, dir: string): Promise<string> {
  const { step, identity, history } = run;
  const tensors: TensorMap = new Map<string, tf.Tensor | NamedArray>([
    ...weightMap(savedWeights(run)),
    ["history", historyToArray(history)],
  ]);
  return saveCheckpoint(dir, { step, identity, tensors });
}

/**
 * Takes a run back to the newest checkpoint of a folder; leaves it at step 0 where there is none.
 *
 * @throws CheckpointError when the checkpoint is damaged, of another run, or already beyond the steps asked for.
 */
export async function resumeRun(run: Run, { dir, steps }: { dir: string; steps: number }): Promise<void> {
  const checkpoint = await loadCheckpoint(dir);
  if (checkpoint === undefined) return;
  checkSameRun(checkpoint, run.identity);
  const { step, tensors, path } = checkpoint;
  if (step > steps)
    throw new CheckpointError(`${path} has ${step} steps already, more than the ${steps} asked for.`);
  restoreRun(run, { step, tensors });
}

function restoreRun(run: Run, { step, tensors }: { step: number; tensors: Map<string, NamedArray> }): void {
  const { players, average } = run.trainer;
  const { gan, dOptimiser, gOptimiser } = players;
  assignWeights(ganWeights(gan), tensors);
  dOptimiser.restore(tensors);
  gOptimiser.restore(tensors);
  average?.restore(tensors);
  run.history = historyFromArray(tensors.get("history")!);
  run.step = step;
}

function savedWeights({ trainer: { players, average } }: Run): NamedWeight[] {
  const { gan, dOptimiser, gOptimiser } = players;
  return [
    ...ganWeights(gan),
    ...dOptimiser.moments(),
    ...gOptimiser.moments(),
    ...(average === undefined ? [] : average.weights()),
  ];
}

/** Weights of both networks, named "generator/..." and "discriminator/...". */
export function ganWeights({ generator, discriminator }: Gan): NamedWeight[] {
  return [...namedWeights(generator, "generator"), ...namedWeights(discriminator, "discriminator")];
}

function identityOf(gan: Gan, dataset: Dataset, settings: TrainSettings): RunIdentity {
  const { seed, batchSize, update, learningRate, adamBeta1, gradientPenalty, r1, movingAverage, precision } =
    settings;
  const loss = settings.loss.name;
  // One update is how it was before there could be several: older checkpoints do not name it.
  const discriminatorSteps = settings.discriminatorSteps === 1 ? undefined : settings.discriminatorSteps;
  return {
    model: gan.description,
    dataset: { name: dataset.name, size: dataset.size },
    options: {
      seed,
      batchSize,
      loss,
      update,
      learningRate,
      adamBeta1,
      discriminatorSteps,
      gradientPenalty,
      r1,
      movingAverage,
      precision,
    },
  };
}
