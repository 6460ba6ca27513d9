/** Two ways to run the same training step: op by op, or compiled into one graph. */
import { requireBfloat16Units } from "../engine/compile/bfloat16";
import { type CompiledProgram, compileProgram } from "../engine/compile/compile";
import { tf } from "../engine/tf";
import type { TrainSettings } from "./options";
import { drawFeeds, trainingStep } from "./training-step";
import type { StepFeeds, StepOutcome, Trainer } from "./training-step";

export interface StepRunner {
  /** "eager", "compiled float32" or "compiled bfloat16". */
  readonly mode: string;
  /** One step; the caller disposes the feeds and the outcome. */
  step(feeds: StepFeeds): StepOutcome;
  /** Makes networks, optimisers and average hold the values of now: before they are looked at or saved. */
  sync(): void;
  /** Syncs, and frees what the runner holds. */
  dispose(): void;
}

/** Each op runs when it is called, and its result can be looked at. */
export function eagerRunner(trainer: Trainer): StepRunner {
  return { mode: "eager", step: (feeds) => trainingStep(trainer, feeds), sync: () => {}, dispose: () => {} };
}

/**
 * The step as one TensorFlow graph, which holds weights, moments and averages while the run lasts. The same seeds
 * give the same noise and masks as in an eager run, and the same numbers to rounding.
 *
 * @throws Error when the step cannot be compiled, with the op and the mend, or the processor has no bfloat16.
 */
export function compiledRunner(trainer: Trainer, { seed, batchSize, precision }: TrainSettings): StepRunner {
  if (precision === "bfloat16") requireBfloat16Units();
  const [height, width, channels] = trainer.players.gan.imageShape;
  const images = tf.zeros<tf.Rank.R4>([batchSize, height, width, channels]);
  const example = drawFeeds(trainer, { seed, step: 0, images });
  let program: CompiledProgram;
  try {
    const step = (feeds: Record<string, tf.Tensor>) => trainingStep(trainer, feeds as StepFeeds);
    program = compileProgram({ train: { step, feeds: example } }, { precision });
  } finally {
    tf.dispose(example);
  }
  return {
    mode: `compiled ${precision}`,
    step: (feeds) => program.run("train", feeds) as StepOutcome,
    sync: () => program.toVariables(),
    dispose: () => {
      program.toVariables();
      program.dispose();
    },
  };
}
