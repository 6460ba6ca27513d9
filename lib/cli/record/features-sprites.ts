/** `ganbook record features-sprites`: trains, tests and writes the classifier that recognises sprites. */
import { sprites } from "../../datasets/sprites/sprites";
import type { SpriteDataset } from "../../datasets/sprites/sprites";
import type { EngineInfo } from "../../engine/engine";
import { rng } from "../../engine/rng";
import type { tf } from "../../engine/tf";
import { fitBaselines } from "../../metrics/baselines";
import { featureExtractor } from "../../metrics/features";
import type { FeatureExtractor } from "../../metrics/features";
import { generatedPictures, realPictures } from "../../metrics/pictures";
import type { PictureSource } from "../../metrics/pictures";
import { spriteScore } from "../../metrics/recognise-sprites";
import { buildDcgan } from "../../models/dcgan";
import { confusionTable, markdownTable, writeCard } from "./cards";
import { classifyAll, confusionOf, roundToHalf } from "./classifier-test";
import type { Confusion } from "./classifier-test";
import { writeFeatures } from "./feature-files";
import type { FeaturesRecord } from "./feature-files";
import { notSpriteKinds, notSprites } from "./not-sprites";
import { makeRecord, writeRecord } from "./record-file";
import { minutesSince, progressLine, say } from "./report";
import { spriteHeads, spriteTruth, spritesNetwork, trainSpritesClassifier } from "./sprites-classifier";

const name = "features-sprites";
const seed = 1;
const steps = 2000;
/** Share of fresh sprites that must be recognised; the threshold follows from it. */
const shareRecognised = 0.97;

export async function recordFeaturesSprites(engine: EngineInfo): Promise<void> {
  const train = sprites({ size: 20_000, seed });
  const start = performance.now();
  const network = await trainSpritesClassifier(train, { seed, steps, onStep: progressLine });
  await finishFeaturesSprites(network, train, { engine, minutes: minutesSince(start) });
  network.dispose();
}

/** Chooses the threshold, tests the trained network as it will be shipped, and writes weights, record and card. */
async function finishFeaturesSprites(
  network: tf.LayersModel,
  train: SpriteDataset,
  { engine, minutes }: { engine: EngineInfo; minutes: number },
): Promise<void> {
  roundToHalf(network);
  const options = spritesNetwork(train, seed);
  const extractor = featureExtractor(network, { name: "sprites-classifier", network: options, accuracy: {} });
  const threshold = await thresholdFor(extractor, sprites({ size: 4000, seed: 2 }));
  const heads = await testHeads(extractor, sprites({ size: 4000, seed: 3 }));
  const result: FeaturesRecord = {
    training: {
      pictures: train.size,
      epochs: (steps * 64) / train.size,
      seed,
      parameters: network.countParams(),
    },
    heads,
    recognised: await sharesRecognised(extractor, threshold),
    isOfficial: true,
  };
  for (const [kind, share] of Object.entries(result.recognised!)) say(`recognised, ${kind}: ${share}`);
  const accuracy = Object.fromEntries(
    Object.entries(heads).map(([head, confusion]) => [head, confusion.accuracy]),
  );
  say(`Threshold ${threshold}; accuracy ${JSON.stringify(accuracy)}`);
  const record = makeRecord(name, result, { engine, minutes });
  await writeFeatures(name, network, { network: options, accuracy, recognitionThreshold: threshold });
  await writeRecord(record);
  await writeCard(name, sections(record, threshold));
}

/** The score that the wanted share of real sprites reaches, rounded down. */
async function thresholdFor(extractor: FeatureExtractor, fresh: SpriteDataset): Promise<number> {
  const scores = (await classifyAll(extractor, realPictures(fresh))).map(spriteScore).sort((a, b) => b - a);
  return Math.floor(scores[Math.floor(scores.length * shareRecognised)]! * 100) / 100;
}

async function testHeads(
  extractor: FeatureExtractor,
  fresh: SpriteDataset,
): Promise<Record<string, Confusion>> {
  const guesses = await classifyAll(extractor, realPictures(fresh));
  const tested = spriteHeads.filter(({ name: head }) => head !== "picture");
  return Object.fromEntries(
    tested.map(({ name: head, classes }, i) => {
      const truth = (index: number) => spriteTruth(fresh, index)[i]!;
      return [head, confusionOf(guesses, { head, classes, truth })];
    }),
  );
}

/** The kinds "not in training" tell whether the network learned to doubt, or only learned its own list of oddities. */
async function sharesRecognised(
  extractor: FeatureExtractor,
  threshold: number,
): Promise<Record<string, number>> {
  const fresh = sprites({ size: 2000, seed: 4 });
  const baselines = fitBaselines(sprites({ size: 6000, seed: 5 }), { sampleSize: 6000, seed });
  const options = { size: 500, seed };
  const untrained = [0, 1, 2, 3].map((at): [string, PictureSource] => {
    const form = at % 2 === 0 ? "article" : "paper";
    const width = at < 2 ? 16 : 64;
    const { generator } = buildDcgan({ width, form, seed: at });
    return [
      `untrained DCGAN (${form}, width ${width}; not in training)`,
      generatedPictures(generator, options),
    ];
  });
  const sources: [string, PictureSource][] = [
    ["fresh sprites", realPictures(fresh)],
    ...notSpriteKinds.map((kind): [string, PictureSource] => [kind, negatives(fresh, kind)]),
    ...untrained,
    ["full-covariance Gaussian (not in training)", baselines.fullGaussian(options)],
    ["PCA Gaussian, 64 components (not in training)", baselines.pcaGaussian({ ...options, components: 64 })],
    ["per-pixel Gaussian (not in training)", baselines.perPixelGaussian(options)],
    ["mean picture (not in training)", baselines.meanPicture({ size: 1, seed })],
  ];
  const shares: Record<string, number> = {};
  for (const [kind, source] of sources) {
    const scores = (await classifyAll(extractor, source)).map(spriteScore);
    shares[kind] = scores.filter((score) => score >= threshold).length / scores.length;
  }
  baselines.dispose();
  return shares;
}

function negatives(fresh: SpriteDataset, kind: (typeof notSpriteKinds)[number]): PictureSource {
  return {
    size: 500,
    images: (from, to) => {
      const images = realPictures(fresh).images(from, to);
      const others = notSprites(images, kind, rng(seed).stream("test", kind, from));
      images.dispose();
      return others;
    },
  };
}

function sections(record: ReturnType<typeof makeRecord<FeaturesRecord>>, threshold: number): string {
  const { command, date, minutes, machine, versions, result } = record;
  const { training, heads, recognised = {} } = result;
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const accuracies = Object.entries(heads).map(([head, { accuracy }]) => [head, percent(accuracy)]);
  const shares = Object.entries(recognised).map(([kind, share]) => [kind, percent(share)]);
  return `# Features for sprites

A small classifier of the course's sprites: shape, colour, colour and pattern of the background, and whether the picture
is a sprite at all. Its hidden layer, 64 numbers a picture, is also the feature space for kernel distances on sprites.

## How it was made

- \`${command}\`, ${date}: ${minutes} minutes on ${machine.cores} cores of ${machine.processor}, shared with other work;
  ${versions.engine}, Node ${versions.node}.
- Seed ${training.seed}, ${steps} steps of 64 sprites (${training.epochs.toFixed(1)} passes over ${training.pictures}), a little noisy or soft, and 32 pictures
  that are none: noise, clouds, blends of two sprites, shuffled tiles, means of 16, and what untrained DCGANs make.
- Four convolutions with batch norm and ReLU, a mean over places, a hidden layer of 64: ${training.parameters} parameters,
  shipped as float16.

## How good it is

On 4,000 sprites of another seed, with the weights as shipped:

${markdownTable(["question", "right"], accuracies)}

${confusionTable(heads["shape"]!)}

${confusionTable(heads["colour"]!)}

A picture counts as recognised when the least of four probabilities (sprite, shape, colour, background colour) is ${threshold} or
more: the threshold that ${percent(shareRecognised)} of 4,000 sprites of a third seed reach. Of other pictures it takes for sprites:

${markdownTable(["pictures", "recognised"], shares)}

## Limits

- It knows the course's sprites and no other pictures. "Recognised" means that this network is sure, not that a person
  would agree: look at the pictures too.
- A generator that was trained against this network could fool it. None in the course is.

## Licence

The weights are under the MIT licence, as the code that draws the sprites.
`;
}
