/** `ganbook train`: trains a GAN from the command line. */
import { Command, Option } from "commander";
import { loadDataset } from "../datasets/load";
import type { DatasetName } from "../datasets/load";
import type { Precision } from "../engine/compile/emit";
import type { EngineInfo, EngineName } from "../engine/engine";
import { weightsHash } from "../engine/safetensors";
import { useEngine } from "../engine/use-engine";
import { losses } from "../losses/by-name";
import { buildDcgan } from "../models/dcgan";
import type { DcganForm } from "../models/dcgan";
import type { Gan } from "../models/types";
import type { LearningRate } from "../nn/learning-rate";
import { weightMap } from "../nn/weights";
import { CheckpointError, loadCheckpoint } from "../train/checkpoint";
import type { UpdateOrder } from "../train/options";
import { ganWeights } from "../train/run";
import { train } from "../train/train";
import type { TrainResult } from "../train/train";
import { engineOption } from "./engine-option";
import { count, fraction, positive, seed } from "./options";
import { showProgress } from "./progress";
import { writeRunFiles } from "./run-files";

interface Flags {
  data: DatasetName;
  steps: number;
  batch: number;
  seed: number;
  engine?: EngineName | "auto";
  form: DcganForm;
  width: number;
  loss: string;
  learningRate?: number;
  decayAfter?: number;
  update: UpdateOrder;
  discriminatorSteps: number;
  gradientPenalty?: number;
  r1?: number;
  ema?: number;
  compile?: boolean;
  precision: Precision;
  out: string;
  checkpointEvery: number;
  resume?: boolean;
  json?: boolean;
}

const examples = `
Examples:
  npx ganbook train dcgan --data sprites --steps 300 --width 16 --out runs/first
  npx ganbook train dcgan --data cifar10 --steps 2400 --seed 7 --out runs/cifar
  npx ganbook train dcgan --data cifar10 --steps 15600 --seed 7 --out runs/cifar --resume
  npx ganbook train dcgan --steps 1000 --loss wasserstein --gradient-penalty 10 --discriminator-steps 5 --out runs/wgan
  npx ganbook train dcgan --steps 5000 --form paper --width 32 --r1 1 --ema 0.999 --compile --out runs/r1

Ctrl-C ends the run after the current step and saves it; --resume goes on from there.`;

export function trainCommand(): Command {
  return new Command("train")
    .addOption(
      new Option("--data <name>", "what to train on").choices(["cifar10", "sprites"]).default("sprites"),
    )
    .addArgument(new Command().createArgument("<model>", "the networks").choices(["dcgan"]))
    .requiredOption("--steps <n>", "steps of the whole run; each updates both networks once", count)
    .requiredOption("--out <dir>", "folder of the run")
    .option("--batch <n>", "pictures a step", count, 64)
    .option("--seed <n>", "seed of weights, batches, noise and dropout", seed, 7)
    .addOption(engineOption())
    .addOption(
      new Option("--form <name>", "the article's or the paper's")
        .choices(["article", "paper"])
        .default("article"),
    )
    .option(
      "--width <n>",
      "channels of the narrowest layer, 64 in the article; others have 2 and 4 times as many",
      count,
      64,
    )
    .addOption(new Option("--loss <name>", "loss").choices(Object.keys(losses)).default("non-saturating"))
    .option("--learning-rate <x>", "of Adam (default: 0.0001 for article, 0.0002 for paper)", positive)
    .addOption(
      new Option("--update <order>", "order of the updates")
        .choices(["alternating", "simultaneous"])
        .default("alternating"),
    )
    .option(
      "--decay-after <n>",
      "let the learning rate fall to 0 in a straight line from this step to the last",
      count,
    )
    .option("--discriminator-steps <n>", "discriminator updates for each of the generator's", count, 1)
    .option("--gradient-penalty <weight>", "weight of a gradient penalty, 10 in WGAN-GP", positive)
    .option(
      "--r1 <gamma>",
      "weight of an R1 penalty: how flat the discriminator is to be on real pictures",
      positive,
    )
    .option("--ema <decay>", "keep a moving average of the generator's weights, such as 0.999", fraction)
    .option("--compile", "run the step as one TensorFlow graph: faster, the same numbers to rounding")
    .addOption(
      new Option("--precision <name>", "of products in a compiled run")
        .choices(["float32", "bfloat16"])
        .default("float32"),
    )
    .option("--checkpoint-every <n>", "steps between checkpoints", count, 200)
    .option("--resume", "go on from the last checkpoint in the folder")
    .option("--json", "print the result as one line of JSON")
    .addHelpText("after", examples)
    .action((_model: string, flags: Flags) => runTraining(flags));
}

async function runTraining(flags: Flags): Promise<void> {
  await checkFolder(flags);
  const engine = await useEngine(flags.engine);
  const dataset = await loadDataset(flags.data);
  const { form, width } = flags;
  const gan = buildDcgan({ imageShape: dataset.imageShape, width, form, seed: flags.seed });
  say(
    `Training ${gan.name} (${form}, width ${width}) on ${dataset.name} with ${engine.version} (${engine.device}).`,
  );
  for (const note of [engine.note, dataset.note]) if (note) say(note);
  const progress = showProgress(flags.steps);
  const result = await train(gan, dataset, {
    steps: flags.steps,
    batchSize: flags.batch,
    seed: flags.seed,
    loss: losses[flags.loss],
    update: flags.update,
    learningRate: learningRateOf(flags),
    discriminatorSteps: flags.discriminatorSteps,
    gradientPenalty: flags.gradientPenalty,
    r1: flags.r1,
    movingAverage: flags.ema,
    compile: flags.compile,
    precision: flags.precision,
    checkpoint: { dir: flags.out, every: flags.checkpointEvery },
    resume: flags.resume,
    onStep: (report) => progress.update(report),
    onCheckpoint: (saved) => writeRunFiles(gan, saved, { out: flags.out, seed: flags.seed }),
  }).finally(() => progress.stop());
  printResult(summary(gan, result, { engine, out: flags.out }), flags.json);
}

function learningRateOf({ learningRate, form, decayAfter, steps }: Flags): LearningRate {
  const from = learningRate ?? (form === "paper" ? 2e-4 : 1e-4);
  if (decayAfter !== undefined && decayAfter >= steps) {
    throw new RangeError(`--decay-after is ${decayAfter}. Give a step before the last, ${steps}.`);
  }
  return decayAfter === undefined ? from : { from, to: 0, start: decayAfter, end: steps };
}

/** A run is never overwritten: without --resume the folder must hold none. */
async function checkFolder({ out, resume }: Flags): Promise<void> {
  if (resume) return;
  const checkpoint = await loadCheckpoint(out);
  if (checkpoint === undefined) return;
  throw new CheckpointError(
    `${out} already holds a run of ${checkpoint.step} steps. Add --resume to go on with it, or give another --out.`,
  );
}

interface Summary {
  step: number;
  imagesPerSecond: number;
  dLoss: number;
  gLoss: number;
  engine: string;
  /** "eager", "compiled float32" or "compiled bfloat16". */
  mode: string;
  /** SHA-256 of all weights of both networks. */
  weights: string;
  stopped: boolean;
  out: string;
}

function summary(
  gan: Gan,
  result: TrainResult,
  { engine, out }: { engine: EngineInfo; out: string },
): Summary {
  const { step, mode, stopped, history } = result;
  const { imagesPerSecond = 0, dLoss = NaN, gLoss = NaN } = history.at(-1) ?? {};
  const weights = weightsHash(weightMap(ganWeights(gan)));
  return { step, imagesPerSecond, dLoss, gLoss, engine: engine.name, mode, weights, stopped, out };
}

function printResult(result: Summary, asJson = false): void {
  if (asJson) return console.log(JSON.stringify(result));
  const { step, mode, stopped, out, imagesPerSecond } = result;
  console.log(
    `${stopped ? "Stopped" : "Done"} after ${step} steps (${mode}, ${imagesPerSecond.toFixed(0)} images/s). Saved in ${out}.`,
  );
  if (stopped) console.log("The same command with --resume goes on from here.");
}

/** For the reader's eyes: stderr, so that --json leaves one line on stdout. */
function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
