/** Tests of a classifier on pictures that it was not trained on. */
import { decodeTensors, encodeTensors } from "../../engine/safetensors";
import type { tf } from "../../engine/tf";
import type { FeatureExtractor, Guess } from "../../metrics/features";
import type { PictureSource } from "../../metrics/pictures";
import { assignWeights, namedWeights, weightMap } from "../../nn/weights";

/** How one head answered. */
export interface Confusion {
  classes: string[];
  /** counts[truth][guess]. */
  counts: number[][];
  accuracy: number;
}

/** Gives the network the weights that its float16 file will hold, so that what is tested is what is shipped. */
export function roundToHalf(network: tf.LayersModel): void {
  const weights = namedWeights(network, "features");
  const file = encodeTensors(weightMap(weights), { dtype: "F16" });
  assignWeights(weights, decodeTensors(file, "weights").tensors);
}

/** What the classifier says to each picture. */
export async function classifyAll(extractor: FeatureExtractor, { size, images }: PictureSource) {
  const guesses: Record<string, Guess>[] = [];
  for (let from = 0; from < size; from += 250) {
    const pictures = images(from, Math.min(size, from + 250));
    guesses.push(...(await extractor.classify(pictures)));
    pictures.dispose();
  }
  return guesses;
}

/**
 * Compares answers with the truth.
 *
 * @param truth The right answers to picture `index`, by the head's name.
 */
export function confusionOf(
  guesses: Record<string, Guess>[],
  { head, classes, truth }: { head: string; classes: string[]; truth: (index: number) => string },
): Confusion {
  const counts = classes.map(() => classes.map(() => 0));
  let right = 0;
  guesses.forEach((guess, index) => {
    const { label } = guess[head]!;
    counts[classes.indexOf(truth(index))]![classes.indexOf(label)]! += 1;
    if (label === truth(index)) right += 1;
  });
  return { classes, counts, accuracy: right / guesses.length };
}
