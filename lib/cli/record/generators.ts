/** `ganbook record generator-NAME`: trains a shipped generator, measures it as shipped, writes card and weights. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { repositoryData } from "../../datasets/data-folder";
import type { EngineInfo } from "../../engine/engine";
import { rng } from "../../engine/rng";
import { tf } from "../../engine/tf";
import type { FeaturesName } from "../../metrics/features";
import { generatedPictures } from "../../metrics/pictures";
import { recogniseSprites } from "../../metrics/recognise-sprites";
import { buildDcgan } from "../../models/dcgan";
import { generatorPath, readGenerator, writeGenerator } from "../../models/shipped-generator";
import { train } from "../../train/train";
import { generatorCard, judgedSamples } from "./generator-card";
import type { GeneratorRecord, GeneratorTraining } from "./generator-card";
import { writeCard } from "./cards";
import { makeRecord, writeRecord } from "./record-file";
import type { RecordOptions } from "./recording";
import { say, writeGrid } from "./report";
import { describeFeatures, loadYardstick, yardstickSize } from "./yardstick";
import type { Yardstick } from "./yardstick";

const common = {
  form: "article",
  width: 32,
  latentSize: 100,
  batchSize: 64,
  seed: 0,
  adamBeta1: 0.5,
  movingAverage: 0.999,
} as const;

const trainings: Record<FeaturesName, GeneratorTraining> = {
  cifar10: { ...common, steps: 15_620, learningRate: 2e-4 },
  // Without R1 the discriminator wins for good after a few thousand steps: every sprite is drawn by one clean rule.
  sprites: {
    ...common,
    form: "paper",
    latentSize: 64,
    steps: 10_000,
    learningRate: { from: 6e-4, to: 6e-5, start: 5000, end: 10_000 },
    r1: 1,
    precision: "bfloat16",
  },
};

export const recordGeneratorCifar10 = (engine: EngineInfo, options: RecordOptions) =>
  recordGenerator("cifar10", engine, options);
export const recordGeneratorSprites = (engine: EngineInfo, options: RecordOptions) =>
  recordGenerator("sprites", engine, options);

async function recordGenerator(
  data: FeaturesName,
  engine: EngineInfo,
  { out }: RecordOptions,
): Promise<void> {
  const weights = `dcgan-${data}` as const;
  const path = generatorPath(weights);
  const yardstick = await loadYardstick(data);
  const trained = await trainGenerator(trainings[data], yardstick, { path, out });
  const { generator, dispose } = await readGenerator(path);
  const samples = generatedPictures(generator, { size: yardstickSize, seed: 1 });
  await writeGrid(join(repositoryData(), "cards", `${weights}.png`), samples, 40);
  const result: GeneratorRecord = {
    ...trained,
    features: describeFeatures(yardstick.extractor),
    pictures: yardstickSize,
    reference: yardstick.reference,
    shipped: await yardstick.measure(samples),
    controls: await yardstick.controls(),
    ...(data === "sprites" ? { recognised: await shareRecognised(yardstick, generator) } : {}),
    bytes: (await stat(path)).size,
    isOfficial: yardstick.training.note === "",
  };
  dispose();
  const record = makeRecord(`generator-${data}`, result, { engine, minutes: result.minutes });
  await writeRecord(record);
  await writeCard(weights, generatorCard(record, data));
  say(JSON.stringify(result));
}

/** Trains, or goes on where a run in the folder stopped, and writes the weights whose pictures are nearer. */
async function trainGenerator(
  training: GeneratorTraining,
  yardstick: Yardstick,
  { path, out }: { path: string; out: string },
) {
  const { form, width, latentSize, seed, ...options } = training;
  const gan = buildDcgan({ form, width, latentSize, seed });
  const { generator, description } = gan;
  const measure = () => yardstick.measure(generatedPictures(generator, { size: yardstickSize, seed: 1 }));
  const untrained = await measure();
  const { stopped, step, average, history } = await train(gan, yardstick.training, {
    ...options,
    seed,
    compile: true,
    checkpoint: { dir: out, every: 400 },
    resume: true,
    onStep: ({ step, imagesPerSecond, dLoss, gLoss }) => {
      if (step % 100 !== 0) return;
      say(
        `step ${step}: ${imagesPerSecond.toFixed(0)} images/s, D ${dLoss.toFixed(3)}, G ${gLoss.toFixed(3)}`,
      );
    },
  });
  if (stopped) throw new Error(`Stopped after ${step} steps. The same command goes on from there.`);
  const lastStep = await measure();
  await writeGenerator(path, generator, { description, step });
  const averaged = await average!.use(async () => {
    settleBatchNorm(generator, { latentSize, seed });
    const distance = await measure();
    if (distance.value < lastStep.value) await writeGenerator(path, generator, { description, step });
    return distance;
  });
  average!.dispose();
  gan.dispose();
  const isAveraged = averaged.value < lastStep.value;
  const { epoch = 0, elapsedSeconds = 0 } = history.at(-1) ?? {};
  return { training, epochs: epoch, minutes: elapsedSeconds / 60, untrained, lastStep, averaged, isAveraged };
}

/**
 * The moving statistics belong to the weights of the last steps, not to their average. A few hundred forward passes
 * in training mode, which train nothing, bring them to what the averaged weights give.
 */
function settleBatchNorm(
  generator: tf.LayersModel,
  { latentSize, seed }: { latentSize: number; seed: number },
): void {
  for (let pass = 0; pass < 300; pass++) {
    tf.tidy(() => {
      const z = rng(seed).stream("settle", pass).normalTensor(64, latentSize);
      generator.apply(z, { training: true });
    });
  }
}

async function shareRecognised({ extractor }: Yardstick, generator: tf.LayersModel): Promise<number> {
  const images = generatedPictures(generator, { size: judgedSamples, seed: 1 }).images(0, judgedSamples);
  const recognitions = await recogniseSprites(extractor, images);
  images.dispose();
  return recognitions.filter(({ isRecognised }) => isRecognised).length / recognitions.length;
}
