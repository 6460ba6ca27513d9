/** `ganbook record dcgan-cifar10[-bfloat16]`: what 2,400 steps of the article's DCGAN are worth, over three seeds. */
import { join } from "node:path";
import type { Precision } from "../../engine/compile/emit";
import type { EngineInfo } from "../../engine/engine";
import { generatedPictures } from "../../metrics/pictures";
import type { DcganRecord, DcganRun } from "../../metrics/records";
import { buildDcgan } from "../../models/dcgan";
import type { Gan } from "../../models/types";
import { train } from "../../train/train";
import { makeRecord, writeRecord } from "./record-file";
import type { RecordOptions } from "./recording";
import { minutesSince, say, writeGrid } from "./report";
import { describeFeatures, loadYardstick, yardstickSize } from "./yardstick";
import type { Yardstick } from "./yardstick";

const seeds = [0, 1, 2];
const milestones = [600, 1200, 2400];
const width = 64;

export const recordDcganCifar10 = (engine: EngineInfo, options: RecordOptions) =>
  record("float32", engine, options);
/** The same training with products in bfloat16: does it end where float32 does? */
export const recordDcganCifar10Bfloat16 = (engine: EngineInfo, options: RecordOptions) =>
  record("bfloat16", engine, options);

/** Trains and measures each seed, and writes the record after each, so that an interrupted recording is not lost. */
async function record(precision: Precision, engine: EngineInfo, { out }: RecordOptions): Promise<void> {
  const name = precision === "float32" ? "dcgan-cifar10" : `dcgan-cifar10-${precision}`;
  const start = performance.now();
  const yardstick = await loadYardstick("cifar10");
  const result: DcganRecord = {
    features: describeFeatures(yardstick.extractor),
    pictures: yardstickSize,
    reference: yardstick.reference,
    controls: await yardstick.controls(),
    training: {
      form: "article",
      width,
      batchSize: 64,
      learningRate: 1e-4,
      adamBeta1: 0.5,
      update: "alternating",
      precision,
    },
    runs: [],
  };
  for (const { name, value, standardError } of result.controls) {
    say(`${name}: ${value.toFixed(4)} +- ${standardError.toFixed(4)}`);
  }
  for (const seed of seeds) {
    result.runs.push(await recordRun(yardstick, { seed, precision, out: join(out, `seed-${seed}`) }));
    say(`Written: ${await writeRecord(makeRecord(name, result, { engine, minutes: minutesSince(start) }))}`);
  }
  yardstick.extractor.dispose();
}

async function recordRun(
  yardstick: Yardstick,
  { seed, precision, out }: { seed: number; precision: Precision; out: string },
): Promise<DcganRun> {
  const start = performance.now();
  const gan = buildDcgan({ width, seed });
  const distances = [await distanceAt(0, gan, { yardstick, seed, out })];
  for (const steps of milestones) {
    await train(gan, yardstick.training, {
      steps,
      seed,
      update: "alternating",
      learningRate: 1e-4,
      compile: true,
      precision,
      checkpoint: { dir: out, every: 200 },
      resume: true,
      onStep: ({ step, imagesPerSecond, dLoss, gLoss }) => {
        if (step % 100 !== 0) return;
        say(
          `seed ${seed}, step ${step}: ${imagesPerSecond.toFixed(0)} images/s, D ${dLoss.toFixed(3)}, G ${gLoss.toFixed(3)}`,
        );
      },
    });
    distances.push(await distanceAt(steps, gan, { yardstick, seed, out }));
  }
  gan.dispose();
  const ratio = distances.at(-1)!.value / distances[0]!.value;
  return { seed, distances, ratio, minutes: minutesSince(start) };
}

interface DistanceOptions {
  yardstick: Yardstick;
  seed: number;
  out: string;
}

async function distanceAt(step: number, gan: Gan, { yardstick, seed, out }: DistanceOptions) {
  const source = generatedPictures(gan.generator, { size: yardstickSize, seed });
  const distance = await yardstick.measure(source);
  say(
    `seed ${seed}, step ${step}: kernel distance ${distance.value.toFixed(4)} +- ${distance.standardError.toFixed(4)}`,
  );
  await writeGrid(join(out, `samples-${step}.png`), source);
  return { step, ...distance };
}
