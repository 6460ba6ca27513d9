/** What a training run can be told, and every default. */
import type { Precision } from "../engine/compile/emit";
import { nonSaturating } from "../losses/non-saturating";
import type { GanLoss } from "../losses/types";
import type { StepReport } from "../models/step-report";
import { isLearningRate } from "../nn/learning-rate";
import type { LearningRate } from "../nn/learning-rate";
import type { MovingAverage } from "../nn/moving-average";

/**
 * "alternating": a discriminator update, then a generator update against the new discriminator, each with fresh noise
 * (the article and the DCGAN paper). "simultaneous": one generator forward serves both, and each player answers the
 * other as it was before the step.
 */
export type UpdateOrder = "alternating" | "simultaneous";

export interface CheckpointOptions {
  /** Folder of the run; made when it is not there. */
  dir: string;
  /** Steps from one checkpoint to the next. One more is written when the run ends or is stopped. */
  every: number;
}

/** What `onCheckpoint` is told. */
export interface SavedCheckpoint {
  step: number;
  /** The file. */
  path: string;
  /** One report for each step so far. */
  history: StepReport[];
  /** The moving average, where the run keeps one; the run disposes it. */
  average?: MovingAverage;
}

export interface TrainOptions {
  /** Steps that the run has at its end, those before a resume included. One step updates the generator once. */
  steps: number;
  /** Of everything that training draws: batches, latents, dropout masks. */
  seed: number;
  batchSize?: number;
  loss?: GanLoss;
  update?: UpdateOrder;
  /** Of both Adam optimisers: one number, or a line such as { from: 2e-4, to: 0, end: 3000 }. */
  learningRate?: LearningRate;
  adamBeta1?: number;
  /** Discriminator updates a step, each on pictures of its own; the generator's update comes with the last. */
  discriminatorSteps?: number;
  /** Weight of a gradient penalty in the discriminator's loss, 10 in WGAN-GP; without it there is none. */
  gradientPenalty?: number;
  /** gamma of an R1 penalty in the discriminator's loss: how flat it is to be on real pictures; without it there is none. */
  r1?: number;
  /** Decay of a moving average of the generator's weights, such as 0.999; without it there is none. */
  movingAverage?: number;
  checkpoint?: CheckpointOptions;
  /** Go on from the newest checkpoint in `checkpoint.dir`; with none there, start at step 0. */
  resume?: boolean;
  /**
   * Run the step as one TensorFlow graph, recorded from the eager step: faster, the same to rounding. Only on the
   * engine "tensorflow"; a step that cannot be compiled is an error, never run eagerly in silence.
   */
  compile?: boolean;
  /** Of convolutions and matrix products in a compiled run; weights, losses and statistics stay float32. */
  precision?: Precision;
  /**
   * Called after each step, and awaited: a picture drawn here is on the screen before the next step. `history` has the
   * reports of all steps so far, those before a resume and this one included.
   */
  onStep?: (report: StepReport, history: readonly StepReport[]) => void | Promise<void>;
  /** Called after each checkpoint is written, and awaited. */
  onCheckpoint?: (saved: SavedCheckpoint) => void | Promise<void>;
  /** Ends the run after the current step, as the Stop button and Ctrl-C do. */
  signal?: AbortSignal;
}

type Optional = "movingAverage" | "gradientPenalty" | "r1" | "checkpoint" | "signal";

/** The options with their defaults. */
export type TrainSettings = Required<Omit<TrainOptions, Optional>> & Pick<TrainOptions, Optional>;

/** @throws RangeError when a number is out of its range. */
export function trainSettings(options: TrainOptions): TrainSettings {
  const settings: TrainSettings = {
    batchSize: 64,
    loss: nonSaturating,
    update: "alternating",
    learningRate: 1e-4,
    adamBeta1: 0.5,
    discriminatorSteps: 1,
    resume: false,
    compile: false,
    precision: "float32",
    onStep: () => {},
    onCheckpoint: () => {},
    ...dropUndefined(options),
  };
  checkSettings(settings);
  return settings;
}

function checkSettings(settings: TrainSettings): void {
  const { steps, batchSize, update, learningRate, adamBeta1, movingAverage: decay } = settings;
  const { discriminatorSteps, gradientPenalty: penalty, r1 } = settings;
  const { checkpoint, resume, compile, precision } = settings;
  const { every, dir } = checkpoint ?? { every: 1, dir: undefined };
  const isCount = (value: number) => Number.isInteger(value) && value >= 1;
  const needs: [name: string, value: unknown, isRight: boolean, right: string][] = [
    ["steps", steps, isCount(steps), "a whole number, 1 or more"],
    ["batchSize", batchSize, isCount(batchSize), "a whole number, 1 or more"],
    ["update", update, ["alternating", "simultaneous"].includes(update), '"alternating" or "simultaneous"'],
    [
      "learningRate",
      show(learningRate),
      isLearningRate(learningRate),
      "a number above 0, or { from, to, start, end } with from above 0 and end above start",
    ],
    ["adamBeta1", adamBeta1, adamBeta1 >= 0 && adamBeta1 < 1, "a number from 0 up to, not including, 1"],
    ["discriminatorSteps", discriminatorSteps, isCount(discriminatorSteps), "a whole number, 1 or more"],
    [
      "gradientPenalty",
      penalty,
      penalty === undefined || (penalty > 0 && penalty < Infinity),
      "a number above 0",
    ],
    ["r1", r1, r1 === undefined || (r1 > 0 && r1 < Infinity), "a number above 0"],
    ["movingAverage", decay, decay === undefined || (decay > 0 && decay < 1), "a decay between 0 and 1"],
    ["checkpoint.every", every, isCount(every), "a whole number, 1 or more"],
    ["checkpoint.dir", dir, dir !== "", "a folder"],
    ["precision", precision, ["float32", "bfloat16"].includes(precision), '"float32" or "bfloat16"'],
    ["precision", precision, compile || precision === "float32", "float32, or compile: true with it"],
    ["resume", resume, !resume || checkpoint !== undefined, "a checkpoint folder with it"],
  ];
  const wrong = needs.find(([, , isRight]) => !isRight);
  if (wrong) throw new RangeError(`train: ${wrong[0]} is ${String(wrong[1])}. Give ${wrong[3]}.`);
}

function show(value: unknown): unknown {
  return typeof value === "object" ? JSON.stringify(value) : value;
}

function dropUndefined(options: TrainOptions): TrainOptions {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as unknown as TrainOptions;
}
