/** Whether a picture shows a sprite, and which: the score of chapter 00. */
import type { tf } from "../engine/tf";
import type { FeatureExtractor, Guess } from "./features";

export interface Recognition {
  /** Whether `score` reaches the extractor's threshold. */
  isRecognised: boolean;
  /**
   * The least of four probabilities, 0 to 1: that the picture is a sprite at all, and those of the shape, of its
   * colour and of the background's colour. A picture that the network takes for no sprite has 0.
   */
  score: number;
  shape: Guess;
  colour: Guess;
  /** Colour of the background: navy, plum, forest, sand or mist. */
  background: Guess;
  /** Its pattern: plain, shaded, split, striped or dotted. It does not count in the score. */
  backgroundPattern: Guess;
}

/**
 * Recognises shape, colour and background of each picture.
 *
 * A plain classifier names something in any picture, noise included, and is often sure of it. This one was also
 * trained on pictures that are no sprites, and its threshold is the one that 97 % of fresh sprites pass; how many
 * pictures of other kinds pass it stands in data/cards/features-sprites.md.
 *
 * @param extractor What `loadFeatures("sprites")` gave.
 * @param images [n, 32, 32, 3] in [-1, 1]; not disposed.
 * @throws Error for an extractor of another data set.
 */
export async function recogniseSprites(
  extractor: FeatureExtractor,
  images: tf.Tensor4D,
): Promise<Recognition[]> {
  const threshold = extractor.recognitionThreshold;
  if (threshold === undefined) {
    throw new Error(
      `recogniseSprites: ${extractor.name} knows no sprites. Give what loadFeatures("sprites") gave.`,
    );
  }
  const guesses = await extractor.classify(images);
  return guesses.map((guess) => {
    const score = spriteScore(guess);
    const { shape, colour, background, backgroundPattern } = guess as Record<string, Guess> & Heads;
    return { isRecognised: score >= threshold, score, shape, colour, background, backgroundPattern };
  });
}

type Heads = Record<"shape" | "colour" | "background" | "backgroundPattern" | "picture", Guess>;

/** The score of `Recognition`, from what `classify` says of one picture. */
export function spriteScore(guess: Record<string, Guess>): number {
  const { shape, colour, background, picture } = guess as Heads;
  if (picture.label !== "sprite") return 0;
  return Math.min(shape.probability, colour.probability, background.probability, picture.probability);
}
