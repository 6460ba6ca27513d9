/** `ganbook record features-cifar10`: trains, tests and writes the classifier whose features measure CIFAR-10. */
import { loadCifar10 } from "../../datasets/cifar10";
import type { Dataset } from "../../datasets/types";
import type { EngineInfo } from "../../engine/engine";
import type { tf } from "../../engine/tf";
import { featureExtractor } from "../../metrics/features";
import { realPictures } from "../../metrics/pictures";
import { cifar10Network, trainCifar10Classifier } from "./cifar10-classifier";
import { classifyAll, confusionOf, roundToHalf } from "./classifier-test";
import { cifar10Licence, confusionTable, jpegNote, writeCard } from "./cards";
import type { FeaturesRecord } from "./feature-files";
import { writeFeatures } from "./feature-files";
import { makeRecord, writeRecord } from "./record-file";
import { minutesSince, progressLine, say } from "./report";

const name = "features-cifar10";
const seed = 1;
const epochs = 6;

export async function recordFeaturesCifar10(engine: EngineInfo): Promise<void> {
  const train = await loadCifar10({ split: "train" });
  const start = performance.now();
  const network = await trainCifar10Classifier(train, { seed, epochs, onStep: progressLine });
  await finishFeaturesCifar10(network, train, { engine, minutes: minutesSince(start) });
  network.dispose();
}

/** Tests the trained network as it will be shipped and writes weights, record and card. */
async function finishFeaturesCifar10(
  network: tf.LayersModel,
  train: Dataset,
  { engine, minutes }: { engine: EngineInfo; minutes: number },
): Promise<void> {
  roundToHalf(network);
  const options = cifar10Network(train, seed);
  const extractor = featureExtractor(network, { name: "cifar10-classifier", network: options, accuracy: {} });
  const test = await loadCifar10({ split: "test" });
  const guesses = await classifyAll(extractor, realPictures(test));
  const truth = (index: number) => test.classes[test.labels[index]!]!;
  const confusion = confusionOf(guesses, { head: "class", classes: test.classes, truth });
  const result: FeaturesRecord = {
    training: { pictures: train.size, epochs, seed, parameters: network.countParams() },
    heads: { class: confusion },
    isOfficial: train.note === "",
  };
  const record = makeRecord(name, result, { engine, minutes });
  await writeFeatures(name, network, { network: options, accuracy: { class: confusion.accuracy } });
  await writeRecord(record);
  await writeCard(name, cifar10Sections(record));
  say(`Test accuracy ${confusion.accuracy}`);
}

function cifar10Sections(record: ReturnType<typeof makeRecord<FeaturesRecord>>): string {
  const { command, date, minutes, machine, versions, result } = record;
  const { training, heads, isOfficial } = result;
  const { accuracy } = heads["class"]!;
  return `# Features for CIFAR-10

A small classifier of the ten classes of CIFAR-10. Its hidden layer, 64 numbers a picture, is the feature space in
which the course measures kernel distances between sets of pictures. It is no Inception network: distances on it are
not FID or KID and cannot be compared with published ones.

## How it was made

- \`${command}\`, ${date}: ${minutes} minutes on ${machine.cores} cores of ${machine.processor}, shared with other work;
  ${versions.engine}, Node ${versions.node}.
- Seed ${training.seed}, ${training.epochs} epochs over ${training.pictures} training pictures in batches of 100, each moved by up to 3 pixels
  and mirrored at random; Adam with a step size that rises to 0.003 in 100 steps and falls to 0 along a cosine.
- Four convolutions with batch norm and ReLU, a mean over places, a hidden layer of 64: ${training.parameters} parameters,
  shipped as float16.

## How good it is

${(accuracy * 100).toFixed(2)} % of the 10,000 test pictures are classified rightly, with the weights as shipped.

${confusionTable(heads["class"]!)}

## Limits

- ${jpegNote(isOfficial)} The network may
  take traces of JPEG for signs of a real picture.
- It knows ten classes and 32x32 pixels. What it cannot tell apart, a distance on its features cannot see.
- It was trained on the training pictures: compare generated pictures with test pictures, which it has not seen.

## Licence

${cifar10Licence}
`;
}
