/** Times the kernel distance of 10,000 pictures to 10,000 others and, before it, their features. Prints JSON. */
import { featuresOf, kernelDistance, loadFeatures, realPictures, useEngine } from "ganbook";
import { noisePictures } from "./networks";

const PICTURES = 10_000;

async function main(): Promise<void> {
  await useEngine("tensorflow");
  const extractor = await loadFeatures("cifar10");
  const first = await featuresOf(extractor, realPictures(noisePictures(PICTURES)));
  const begin = performance.now();
  const second = await featuresOf(extractor, realPictures(noisePictures(PICTURES)));
  const middle = performance.now();
  kernelDistance(first, second);
  const end = performance.now();
  console.log(JSON.stringify({ features: (middle - begin) / 1000, kernelDistance: (end - middle) / 1000 }));
}

void main();
