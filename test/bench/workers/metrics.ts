/** Times distances of 10,000 pictures to 10,000 others and, before them, the features of 10,000. Prints JSON. */
import {
  featuresOf,
  frechetDistance,
  kernelDistance,
  loadFeatures,
  precisionRecall,
  realPictures,
  useEngine,
} from "ganbook";
import { noisePictures } from "./networks";

const PICTURES = 10_000;

async function main(): Promise<void> {
  await useEngine("tensorflow");
  const extractor = await loadFeatures("cifar10");
  const first = await featuresOf(extractor, realPictures(noisePictures(PICTURES)));
  const times: Record<string, number> = {};
  const timed = async <Result>(name: string, work: () => Result | Promise<Result>): Promise<Result> => {
    const begin = performance.now();
    const result = await work();
    times[name] = (performance.now() - begin) / 1000;
    return result;
  };
  const second = await timed("features", () => featuresOf(extractor, realPictures(noisePictures(PICTURES))));
  await timed("kernelDistance", () => kernelDistance(first, second));
  await timed("frechetDistance", () => frechetDistance(first, second));
  await timed("precisionRecall", () => precisionRecall(first, second));
  console.log(JSON.stringify(times));
}

void main();
