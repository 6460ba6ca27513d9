/** `ganbook record generator-cifar10`: trains the shipped generator, measures it as shipped, writes card and weights. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { loadCifar10 } from "../../datasets/cifar10";
import { repositoryData } from "../../datasets/data-folder";
import type { Dataset } from "../../datasets/types";
import type { EngineInfo } from "../../engine/engine";
import { rng } from "../../engine/rng";
import { tf } from "../../engine/tf";
import { loadFeatures } from "../../metrics/features";
import type { KernelDistance } from "../../metrics/kernel-distance";
import { generatedPictures } from "../../metrics/pictures";
import type { Control } from "../../metrics/records";
import { buildDcgan } from "../../models/dcgan";
import { generatorPath, readGenerator, writeGenerator } from "../../models/shipped-generator";
import { train } from "../../train/train";
import { markdownTable, writeCard } from "./cards";
import { cifar10Controls, cifar10Yardstick, yardstickSize } from "./cifar10-yardstick";
import type { Yardstick } from "./cifar10-yardstick";
import { makeRecord, writeRecord } from "./record-file";
import type { RecordOptions } from "./recordings";
import { say, writeGrid } from "./report";

const name = "generator-cifar10";
const weights = "dcgan-cifar10";

const training = {
  form: "article",
  width: 32,
  steps: 15_620,
  batchSize: 64,
  seed: 0,
  learningRate: 2e-4,
  adamBeta1: 0.5,
  movingAverage: 0.999,
} as const;

interface GeneratorRecord {
  training: typeof training & { epochs: number; minutes: number };
  features: { name: string; size: number; accuracy: number };
  pictures: number;
  reference: string;
  /** The generator as shipped, its averaged weights in float16; before it the weights of the last step. */
  shipped: KernelDistance;
  lastStep: KernelDistance;
  untrained: KernelDistance;
  controls: Control[];
  bytes: number;
}

export async function recordGeneratorCifar10(engine: EngineInfo, { out }: RecordOptions): Promise<void> {
  const [data, test] = [await loadCifar10({ split: "train" }), await loadCifar10({ split: "test" })];
  const extractor = await loadFeatures("cifar10");
  const yardstick = await cifar10Yardstick(extractor, test);
  const trained = await trainGenerator(data, yardstick, out);
  const shipped = await readGenerator(generatorPath(weights));
  const samples = generatedPictures(shipped.generator, { size: yardstickSize, seed: 1 });
  const grid = join(repositoryData(), "cards", `${weights}.png`);
  await writeGrid(grid, samples, 40);
  const result: GeneratorRecord = {
    ...trained,
    features: { name: extractor.name, size: extractor.size, accuracy: extractor.accuracy["class"]! },
    pictures: yardstickSize,
    reference: yardstick.reference,
    shipped: await yardstick.measure(samples),
    controls: await cifar10Controls(yardstick, { train: data, test, seed: 0 }),
    bytes: (await stat(generatorPath(weights))).size,
  };
  const record = makeRecord(name, result, { engine, minutes: result.training.minutes });
  await writeRecord(record);
  await writeCard(weights, sections(record, data.note));
  for (const [row, value] of distanceRows(result)) say(`${row}: ${value}`);
  for (const owned of [shipped, extractor]) owned.dispose();
}

/** Trains, or goes on where a run in the folder stopped, and writes the averaged weights. */
async function trainGenerator(data: Dataset, yardstick: Yardstick, out: string) {
  const { form, width, seed, ...options } = training;
  const gan = buildDcgan({ form, width, seed });
  const measure = () => yardstick.measure(generatedPictures(gan.generator, { size: yardstickSize, seed: 1 }));
  const untrained = await measure();
  const result = await train(gan, data, {
    ...options,
    seed,
    compile: true,
    checkpoint: { dir: out, every: 200 },
    resume: true,
    onStep: ({ step, imagesPerSecond, dLoss, gLoss }) => {
      if (step % 100 !== 0) return;
      say(`step ${step}: ${imagesPerSecond.toFixed(0)} images/s, D ${dLoss.toFixed(3)}, G ${gLoss.toFixed(3)}`);
    },
  });
  if (result.stopped) throw new Error(`Stopped after ${result.step} steps. The same command goes on from there.`);
  const lastStep = await measure();
  await result.average!.use(async () => {
    settleBatchNorm(gan.generator, { latentSize: gan.latentSize, seed });
    await writeGenerator(generatorPath(weights), gan.generator, { description: gan.description, step: result.step });
  });
  result.average!.dispose();
  gan.dispose();
  const { epoch = 0, elapsedSeconds = 0 } = result.history.at(-1) ?? {};
  return { training: { ...training, epochs: epoch, minutes: elapsedSeconds / 60 }, lastStep, untrained };
}

/**
 * The moving statistics belong to the weights of the last steps, not to their average. A few hundred forward passes
 * in training mode, which train nothing, bring them to what the averaged weights give.
 */
function settleBatchNorm(generator: tf.LayersModel, { latentSize, seed }: { latentSize: number; seed: number }): void {
  for (let pass = 0; pass < 500; pass++) {
    tf.tidy(() => {
      const z = rng(seed).stream("settle", pass).normalTensor(64, latentSize);
      generator.apply(z, { training: true });
    });
  }
}

function distanceRows({ shipped, lastStep, untrained, controls }: GeneratorRecord): [string, string][] {
  const all: [string, KernelDistance][] = [
    ["**the shipped generator**", shipped],
    ["the same, weights of the last step instead of their average", lastStep],
    ["the same, untrained", untrained],
    ...controls.map((control): [string, KernelDistance] => [control.name, control]),
  ];
  return all.map(([row, { value, standardError }]) => [row, `${value.toFixed(4)} ± ${standardError.toFixed(4)}`]);
}

function sections(record: ReturnType<typeof makeRecord<GeneratorRecord>>, note: string): string {
  const { command, date, machine, versions, result } = record;
  const { training: run, features, bytes } = result;
  return `# A generator of CIFAR-10 pictures

The article's DCGAN generator at half its width, trained on CIFAR-10, so that a learner on a slow machine can look at
samples and walk through latents without the hours of training.

![40 samples, not chosen: the first of seed 1](${weights}.png)

## How it was made

- \`${command}\`, ${date}: ${(run.minutes / 60).toFixed(2)} hours on ${machine.cores} cores of ${machine.processor}, shared with other work;
  ${versions.engine}, Node ${versions.node}.
- The article's networks with width ${run.width} instead of 64, ${run.steps} steps of ${run.batchSize} pictures: ${run.epochs.toFixed(1)} epochs over the
  50,000 training pictures. Seed ${run.seed}, alternating updates, non-saturating loss, Adam with learning rate ${run.learningRate} and
  beta1 ${run.adamBeta1}.
- Shipped are the moving average of the generator's weights (decay ${run.movingAverage}), with batch norm's statistics settled on
  it, in float16: ${bytes} bytes.

## How good it is

Kernel distance (unbiased, ${result.pictures} pictures a side, ± one standard error) to CIFAR-10 ${result.reference}, on the ${features.size} features
of our own ${features.name}, which is right on ${(100 * features.accuracy).toFixed(1)} % of the test pictures. Smaller is better;
the numbers are not FID or KID and cannot be compared with published ones.

${markdownTable(["pictures", "kernel distance"], distanceRows(result))}

## Limits

- ${note || "The pictures are those of the official archive."} The training pictures had been through JPEG once, so
  what the generator makes may carry traces of JPEG blocks.
- It has the faults of its data: ten classes, mostly centred, photographed and labelled for another purpose. It takes
  no class, and most samples show no clear object.
- How near its samples come to single training pictures is measured in chapter 05, not here.

## Licence

The weights are under the MIT licence, as the code. CIFAR-10 was collected by Alex Krizhevsky, Vinod Nair and Geoffrey
Hinton ("Learning Multiple Layers of Features from Tiny Images", 2009); its makers ask for that citation and state no
licence.
`;
}
