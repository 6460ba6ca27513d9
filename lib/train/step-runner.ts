/** Two ways to run the same training step: op by op, or compiled into one graph. */
import { requireBfloat16Units } from "../engine/compile/bfloat16";
import { type CompiledProgram, compileProgram } from "../engine/compile/compile";
import type { Tensors } from "../engine/compile/recording";
import { tf } from "../engine/tf";
import type { TrainSettings } from "./options";
import { discriminatorTurn, drawFeeds, drawTurn, trainingStep } from "./training-step";
import type { DiscriminatorOutcome } from "./step";
import type { DiscriminatorFeeds, StepFeeds, StepOutcome, Trainer } from "./training-step";

export interface StepRunner {
  /** "eager", "compiled float32" or "compiled bfloat16". */
  readonly mode: string;
  /** An update of the discriminator alone; the caller disposes the feeds and the outcome. */
  turn(feeds: DiscriminatorFeeds): DiscriminatorOutcome;
  /** One step; the caller disposes the feeds and the outcome. */
  step(feeds: StepFeeds): StepOutcome;
  /** Frees what the runner holds; networks, optimisers and average keep their values. */
  dispose(): void;
}

/** Each op runs when it is called, and its result can be looked at. */
export function eagerRunner(trainer: Trainer): StepRunner {
  return {
    mode: "eager",
    turn: (feeds) => discriminatorTurn(trainer, feeds),
    step: (feeds) => trainingStep(trainer, feeds),
    dispose: () => {},
  };
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
  const draw = { seed, step: 0, turn: 0, images };
  const [turnFeeds, stepFeeds] = [drawTurn(trainer, draw), drawFeeds(trainer, draw)];
  // Most runs have no turns of the discriminator alone, and a step that nobody runs need not be compiled.
  const turn = trainer.discriminatorSteps > 1 && {
    turn: {
      step: (feeds: Tensors) => discriminatorTurn(trainer, feeds as DiscriminatorFeeds),
      feeds: turnFeeds,
    },
  };
  const step = { step: (feeds: Tensors) => trainingStep(trainer, feeds as StepFeeds), feeds: stepFeeds };
  let program: CompiledProgram;
  try {
    program = compileProgram({ ...turn, step }, { precision });
  } finally {
    tf.dispose([turnFeeds, stepFeeds]);
  }
  return {
    mode: `compiled ${precision}`,
    turn: (feeds) => program.run("turn", feeds) as DiscriminatorOutcome,
    step: (feeds) => program.run("step", feeds) as StepOutcome,
    dispose: () => program.dispose(),
  };
}
