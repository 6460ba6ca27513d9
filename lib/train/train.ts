/** The training loop. */
import type { Batch, Dataset } from "../datasets/types";
import { tf } from "../engine/tf";
import type { StepReport } from "../models/step-report";
import type { Gan } from "../models/types";
import type { MovingAverage } from "../nn/moving-average";
import { trainSettings } from "./options";
import type { TrainOptions, TrainSettings } from "./options";
import { startPace } from "./pace";
import { endRun, resumeRun, saveRun, startRun } from "./run";
import type { Run } from "./run";
import { listenForStop, turnOfTheEventLoop } from "./stop";
import type { StopRequest } from "./stop";
import { compiledRunner, eagerRunner } from "./step-runner";
import type { StepRunner } from "./step-runner";
import { drawFeeds, drawTurn } from "./training-step";
import type { StepOutcome } from "./training-step";

type StepNumbers = Pick<StepReport, "dLoss" | "gLoss" | "realScore" | "fakeScore">;

export interface TrainResult {
  /** Steps done. */
  step: number;
  /** How the steps ran: "eager", "compiled float32" or "compiled bfloat16". */
  mode: string;
  /** True when the run was stopped before its last step. */
  stopped: boolean;
  /** One report for each step, from step 1, those before a resume included. */
  history: StepReport[];
  /** The averaged generator, where `movingAverage` was given; the caller disposes. */
  average?: MovingAverage;
}

/**
 * Trains both networks of a GAN in place.
 *
 * Everything random in step s is drawn from `rng(seed).stream("step", s)`, and its batch from (seed, s). So a seed repeats
 * a run, and a checkpoint needs no more of the randomness than the number of the step.
 *
 * The notebook's Stop button, Ctrl-C and `signal` end the run after the current step, with the weights kept; with
 * `checkpoint`, the run is saved then too.
 *
 * @throws RangeError when an option is out of its range or the pictures do not fit the networks.
 * @throws CheckpointError when `resume` finds a damaged checkpoint, or one of a run with other options.
 * @throws Error when `compile` is asked for and the step cannot be compiled; it says what to change.
 * @throws Error when a loss is no longer a number; the last checkpoint is from before that.
 */
export async function train(gan: Gan, dataset: Dataset, options: TrainOptions): Promise<TrainResult> {
  const settings = trainSettings(options);
  checkFit(gan, dataset, settings);
  const { resume, checkpoint, steps, signal } = settings;
  const run = startRun(gan, dataset, settings);
  const stop = await listenForStop(signal);
  try {
    if (resume && checkpoint) await resumeRun(run, { dir: checkpoint.dir, steps });
    const runner = settings.compile ? compiledRunner(run.trainer, settings) : eagerRunner(run.trainer);
    await runSteps(run, dataset, { settings, stop, runner }).finally(() => runner.dispose());
    const { step, history } = run;
    return { step, mode: runner.mode, stopped: step < steps, history, average: run.trainer.average };
  } catch (error) {
    run.trainer.average?.dispose();
    throw error;
  } finally {
    stop.release();
    endRun(run);
  }
}

async function runSteps(
  run: Run,
  dataset: Dataset,
  { settings, stop, runner }: { settings: TrainSettings; stop: StopRequest; runner: StepRunner },
): Promise<void> {
  const { steps, batchSize, checkpoint, onStep } = settings;
  const { discriminatorSteps: turns } = settings;
  const stepsPerEpoch = Math.floor(dataset.size / batchSize) / turns;
  const batches = dataset.batches({
    batchSize,
    seed: settings.seed,
    from: run.step * turns,
    lastBatch: "drop",
  });
  const pace = startPace({ batchSize: batchSize * turns, secondsBefore: run.history.at(-1)?.elapsedSeconds });
  let savedStep = run.step;
  while (run.step < steps && !stop.isRequested) {
    const numbers = await takeStep(run, { runner, seed: settings.seed, batches });
    const step = (run.step += 1);
    const report = { step, steps, epoch: step / stepsPerEpoch, ...numbers, ...pace.tick(steps - step) };
    run.history.push(report);
    await onStep(report, run.history);
    if (checkpoint && step % checkpoint.every === 0) {
      await writeCheckpoint(run, settings);
      savedStep = step;
    }
    await turnOfTheEventLoop();
  }
  if (savedStep < run.step) await writeCheckpoint(run, settings);
}

async function writeCheckpoint(run: Run, { checkpoint, onCheckpoint }: TrainSettings): Promise<void> {
  if (checkpoint === undefined) return;
  const path = await saveRun(run, checkpoint.dir);
  await onCheckpoint({ step: run.step, path, history: run.history, average: run.trainer.average });
}

/** Draws, runs and reads the next step of a run. */
async function takeStep(
  { trainer, step }: Run,
  { runner, seed, batches }: { runner: StepRunner; seed: number; batches: Iterator<Batch> },
): Promise<StepNumbers> {
  const nextImages = () => (batches.next().value as Batch).images;
  for (let turn = 0; turn < trainer.discriminatorSteps - 1; turn++) {
    const feeds = drawTurn(trainer, { seed, step, turn, images: nextImages() });
    tf.dispose([runner.turn(feeds), feeds]);
  }
  const feeds = drawFeeds(trainer, { seed, step, images: nextImages() });
  const outcome = runner.step(feeds);
  tf.dispose(feeds);
  const numbers = await readOutcome(outcome);
  const { dLoss, gLoss } = numbers;
  if (Number.isFinite(dLoss) && Number.isFinite(gLoss)) return numbers;
  throw new Error(
    `train: at step ${step + 1} the discriminator's loss is ${dLoss} and the generator's ${gLoss}. ` +
      "These weights are of no more use. Try a smaller learningRate, or go back to a checkpoint.",
  );
}

/** One read for all numbers of a step: on a GPU each read waits for the whole queue. */
async function readOutcome(outcome: StepOutcome): Promise<StepNumbers> {
  const { dLoss, gLoss, realScore, fakeScore } = outcome;
  const numbers = tf.stack([dLoss, gLoss, realScore, fakeScore]);
  const [d, g, real, fake] = await numbers.data();
  tf.dispose([numbers, outcome]);
  return { dLoss: d!, gLoss: g!, realScore: real!, fakeScore: fake! };
}

function checkFit({ imageShape: made }: Gan, dataset: Dataset, { batchSize }: TrainSettings): void {
  const { name, imageShape: real, size } = dataset;
  if (made.join() !== real.join()) {
    throw new RangeError(
      `train: the generator makes pictures of [${made.join(", ")}], but those of ${name} are [${real.join(", ")}]. ` +
        "Build the networks with imageShape: dataset.imageShape.",
    );
  }
  if (batchSize > size) {
    throw new RangeError(
      `train: batchSize is ${batchSize}, but ${name} has ${size} pictures. Give a smaller batchSize.`,
    );
  }
}
