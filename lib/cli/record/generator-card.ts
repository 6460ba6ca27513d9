/** The card of a shipped generator. */
import type { FeaturesName } from "../../metrics/features";
import type { KernelDistance } from "../../metrics/kernel-distance";
import type { Control, RecordFile } from "../../metrics/records";
import { learningRateAt } from "../../nn/learning-rate";
import type { LearningRate } from "../../nn/learning-rate";
import type { TrainOptions } from "../../train/options";
import { cifar10Licence, jpegNote, markdownTable } from "./cards";

export interface GeneratorTraining extends Pick<TrainOptions, "r1" | "precision"> {
  form: "article" | "paper";
  width: number;
  latentSize: number;
  steps: number;
  batchSize: number;
  seed: number;
  learningRate: LearningRate;
  adamBeta1: number;
  movingAverage: number;
}

export interface GeneratorRecord {
  training: GeneratorTraining;
  epochs: number;
  /** Of training, with whatever else the machine was doing. */
  minutes: number;
  features: { name: string; size: number; accuracy: number };
  pictures: number;
  reference: string;
  /** The generator as shipped, in float16. */
  shipped: KernelDistance;
  /** With the weights of the last step, and with their moving average; the nearer is shipped. */
  lastStep: KernelDistance;
  averaged: KernelDistance;
  isAveraged: boolean;
  untrained: KernelDistance;
  controls: Control[];
  /** For sprites: the share of `judgedSamples` samples that `recogniseSprites` recognises. */
  recognised?: number;
  bytes: number;
  /** Whether the pictures came from the official archive, or from the course's own code. */
  isOfficial: boolean;
}

export const judgedSamples = 4096;

export function generatorCard(record: RecordFile<GeneratorRecord>, data: FeaturesName): string {
  const { result } = record;
  const { features, training } = result;
  const title = data === "cifar10" ? "CIFAR-10 pictures" : "sprites";
  return `# A generator of ${title}

The generator of the ${training.form}'s DCGAN at half its width, trained beforehand, so that a learner on a slow machine can look at
samples and walk through latents without the hours of training.

![40 samples, not chosen: the first of seed 1](dcgan-${data}.png)

## How it was made

${origin(record)}

## How good it is

Kernel distance (unbiased, ${result.pictures} pictures a side, ± one standard error) to ${result.reference}, on the ${features.size} features of
our own ${features.name}. Smaller is better; the numbers are not FID or KID and cannot be compared with published ones.

${markdownTable(["pictures", "kernel distance"], distanceRows(result))}
${data === "sprites" ? recognisedLine(result) : ""}
## Limits

${data === "cifar10" ? cifar10Limits(result) : spritesLimits}

## Licence

${data === "cifar10" ? cifar10Licence : "The weights are under the MIT licence, as the code that draws the sprites."}
`;
}

function origin({ command, date, machine, versions, result }: RecordFile<GeneratorRecord>): string {
  const { training: run, epochs, minutes, bytes, isAveraged } = result;
  const kept = isAveraged ? "the moving average of the weights" : "the weights of the last step";
  return `- \`${command}\`, ${date}: ${(minutes / 60).toFixed(2)} hours on ${machine.cores} cores of ${machine.processor}, shared
  with other work; ${versions.engine}, Node ${versions.node}.
- The ${run.form}'s networks with width ${run.width} instead of 64 and ${run.latentSize} latents; ${run.steps} steps of ${run.batchSize} pictures,
  ${epochs.toFixed(1)} epochs. Seed ${run.seed}, alternating updates, non-saturating loss${penalty(run)}, Adam with
  learning rate ${rates(run)} and beta1 ${run.adamBeta1}, compiled in ${run.precision ?? "float32"}.
- Two sets of weights were measured: those of the last step, and their moving average (decay ${run.movingAverage}) with batch
  norm's statistics settled on it. Shipped is what came out nearer to real pictures, ${kept}, in
  float16: ${bytes} bytes.`;
}

const penalty = ({ r1 }: GeneratorTraining) => (r1 === undefined ? "" : ` with an R1 penalty (gamma ${r1})`);

/** "0.0002", or "0.0006 that falls to 0.00005" */
function rates({ learningRate, steps }: GeneratorTraining): string {
  const [first, last] = [learningRateAt(learningRate, 0), learningRateAt(learningRate, steps)];
  return first === last ? String(first) : `${first} that falls to ${last}`;
}

function distanceRows({ shipped, lastStep, averaged, untrained, controls }: GeneratorRecord): string[][] {
  const all: [string, KernelDistance][] = [
    ["**the shipped generator**", shipped],
    ["weights of the last step, before rounding to float16", lastStep],
    ["moving average of the weights", averaged],
    ["untrained", untrained],
    ...controls.map((control): [string, KernelDistance] => [control.name, control]),
  ];
  return all.map(([row, { value, standardError }]) => [
    row,
    `${value.toFixed(4)} ± ${standardError.toFixed(4)}`,
  ]);
}

function recognisedLine({ recognised = 0 }: GeneratorRecord): string {
  return `
Of ${judgedSamples} samples ${(100 * recognised).toFixed(1)} % are recognised in shape, colour and background; of fresh sprites 97 % are.
`;
}

function cifar10Limits({ isOfficial }: GeneratorRecord): string {
  return `- ${jpegNote(isOfficial)} What the generator makes may carry traces of it.
- It has the faults of its data: ten classes, mostly centred, photographed and labelled for another purpose. It takes
  no class, and most samples show no clear object.
- How near its samples come to single training pictures is measured in chapter 05, not here.`;
}

const spritesLimits = `- It knows the course's sprites and nothing else, and some of its samples are no sprite.
- How near its samples come to single training pictures was not measured.`;
