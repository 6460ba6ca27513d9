/** `ganbook record measuring-cifar10`: every score of many sets of pictures, on several extractors. */
import { loadCifar10 } from "../../datasets/cifar10";
import type { Dataset } from "../../datasets/types";
import type { EngineInfo } from "../../engine/engine";
import { tf } from "../../engine/tf";
import { fitBaselines, repeatedPictures } from "../../metrics/baselines";
import { blurredPictures, noisyPictures } from "../../metrics/damaged-pictures";
import { loadFeatures, type FeatureExtractor } from "../../metrics/features";
import type { Matrix } from "../../metrics/matrix";
import { nearestRows } from "../../metrics/nearest-rows";
import { featuresOf, generatedPictures, realPictures, type PictureSource } from "../../metrics/pictures";
import { pixelFeatures, untrainedFeatures } from "../../metrics/plain-features";
import type { MeasuringRecord, MeasuringRow } from "../../metrics/records";
import { measureScores } from "../../metrics/scores";
import { buildDcgan } from "../../models/dcgan";
import { loadGenerator } from "../../models/shipped-generator";
import { makeRecord, writeRecord } from "./record-file";
import { minutesSince, say } from "./report";
import { yardstickSize } from "./yardstick";

export async function recordMeasuringCifar10(engine: EngineInfo): Promise<void> {
  const start = performance.now();
  const [training, test] = [await loadCifar10({ split: "train" }), await loadCifar10({ split: "test" })];
  const reference = realPictures(test, places(0, yardstickSize));
  const extractors = [
    await loadFeatures("cifar10"),
    await loadFeatures("sprites"),
    untrainedFeatures(0),
    pixelFeatures(),
  ];
  const known = await featuresOf(extractors[0]!, realPictures(training));
  const real = new Map<FeatureExtractor, Matrix>();
  for (const extractor of extractors) real.set(extractor, await featuresOf(extractor, reference));

  const rows: MeasuringRow[] = [];
  for (const [pictures, source] of await sourcesOf(training, test)) {
    const row: MeasuringRow = { pictures, scores: {}, nearest: 0 };
    for (const extractor of extractors) {
      const features = await featuresOf(extractor, source);
      row.scores[extractor.name] = await measureScores(real.get(extractor)!, features);
      if (extractor === extractors[0]) row.nearest = await meanNearest(features, known);
    }
    rows.push(row);
    say(JSON.stringify(row));
  }
  const result: MeasuringRecord = {
    pictures: yardstickSize,
    reference: `test pictures 0 to ${yardstickSize - 1} of CIFAR-10`,
    extractors: extractors.map(({ name, size }) => ({ name, size })),
    rows,
  };
  const record = makeRecord("measuring-cifar10", result, { engine, minutes: minutesSince(start) });
  say(`Written: ${await writeRecord(record)}`);
}

async function sourcesOf(training: Dataset, test: Dataset): Promise<[string, PictureSource][]> {
  const options = { size: yardstickSize, seed: 0 };
  const fresh = realPictures(test, places(yardstickSize, 2 * yardstickSize));
  const baselines = fitBaselines(training, { sampleSize: 10_000, seed: 0 });
  const shipped = await loadGenerator("dcgan-cifar10");
  const untrained = buildDcgan({ width: 32, seed: 0 });
  const halfOfClasses = places(0, training.size).filter((place) => training.labels[place]! < 5);
  return [
    ["real, fresh (control)", fresh],
    ["the shipped generator", generatedPictures(shipped.generator, { size: yardstickSize, seed: 1 })],
    ["untrained generator", generatedPictures(untrained.generator, options)],
    ["full-covariance Gaussian", baselines.fullGaussian(options)],
    ["real, blurred once", blurredPictures(fresh, 1)],
    ["real, blurred three times", blurredPictures(fresh, 3)],
    ["real, with noise of 0.1", noisyPictures(fresh, { amount: 0.1, seed: 0 })],
    ["real, five of ten classes", realPictures(training, halfOfClasses.slice(0, yardstickSize))],
    ["64 training pictures repeated", repeatedPictures(training, { ...options, pictures: 64 })],
    ["5,000 training pictures (copies)", realPictures(training, places(0, yardstickSize))],
  ];
}

/** Mean over the queries of the distance to the nearest reference. */
async function meanNearest(queries: Matrix, references: Matrix, chunk = 5000): Promise<number> {
  const asTensor = ({ rows, columns, data }: Matrix, from = 0, to = rows) =>
    tf.tensor2d(Float32Array.from(data.subarray(from * columns, to * columns)), [to - from, columns]);
  const own = asTensor(queries);
  const best = new Float64Array(queries.rows).fill(Infinity);
  for (let from = 0; from < references.rows; from += chunk) {
    const others = asTensor(references, from, Math.min(references.rows, from + chunk));
    nearestRows(own, others, 1).forEach(([nearest], i) => {
      best[i] = Math.min(best[i]!, nearest!.distance);
    });
    others.dispose();
    await new Promise(setImmediate);
  }
  own.dispose();
  return best.reduce((sum, distance) => sum + distance, 0) / best.length;
}

function places(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
