/** A game: which pictures are real, which generated? The player looks, the score comes with its interval. */
import { rng } from "../engine/rng";
import { wilsonInterval } from "../metrics/wilson-interval";
import { pngBytes, type Figure } from "../plot/figure";
import { pictureBytes, type PictureBytes, type Pictures } from "../plot/pictures";
import { comparisonGrid, sampleGrid } from "../plot/sample-grid";
import { gamePage } from "./game-page";

export interface GuessScore {
  right: number;
  total: number;
  /** 95 % interval of the share that this player would get right with pictures of this kind (Wilson, 1927). */
  interval: [low: number, high: number];
}

export interface Game {
  /** The shuffled pictures to click on. It does not hold the answers. */
  readonly figure: Figure;
  /** Number of pictures. */
  readonly total: number;
  /**
   * @param guesses One letter for each picture in order, R (real) or G (generated); spaces do not count.
   * @returns Undefined where no letter was filled in yet.
   * @throws RangeError for another number of letters or for other letters.
   */
  score(guesses: string): GuessScore | undefined;
  /** The same pictures in two rows, real and generated. */
  answers(): Promise<Figure>;
}

export interface GameOptions {
  /** Of the order. */
  seed: number;
}

/**
 * @param real,generated As many of each as you like, of one size: tensors in [-1, 1], which are not disposed, or bytes.
 */
export async function realOrGenerated(
  real: Pictures,
  generated: Pictures,
  { seed }: GameOptions,
): Promise<Game> {
  const [reals, fakes] = await Promise.all([pictureBytes(real), pictureBytes(generated)]);
  const realCount = reals.shape[0];
  const order = rng(seed)
    .stream("real-or-generated")
    .permutation(realCount + fakes.shape[0]);
  const truth = Array.from(order, (place) => (place < realCount ? "R" : "G"));
  const shuffled = pick(reals, fakes, order);
  return {
    figure: await drawGame(shuffled),
    total: truth.length,
    score: (guesses) => scoreGuesses(guesses, truth),
    answers: () =>
      comparisonGrid(
        [
          { caption: "real", images: reals },
          { caption: "generated", images: fakes },
        ],
        {
          alt: "The pictures of the game in two rows: the real ones above, the generated ones below.",
          scale: 2,
        },
      ),
  };
}

function pick(reals: PictureBytes, fakes: PictureBytes, order: ArrayLike<number>): PictureBytes {
  const [realCount, height, width, channels] = reals.shape;
  const all = Buffer.concat([reals.bytes, fakes.bytes]);
  const one = height * width * channels;
  const parts = Array.from(order, (place) => all.subarray(place * one, (place + 1) * one));
  return { bytes: Buffer.concat(parts), shape: [realCount + fakes.shape[0], height, width, channels] };
}

async function drawGame(pictures: PictureBytes): Promise<Figure> {
  const [total, height, width, channels] = pictures.shape;
  const alt = `${total} small pictures, A to ${letter(total - 1)}, real and generated ones mixed.`;
  const still = await sampleGrid(pictures, { columns: 6, alt });
  const files = await Promise.all(
    Array.from({ length: total }, async (_, i) => {
      const one = height * width * channels;
      const bytes = pictures.bytes.subarray(i * one, (i + 1) * one);
      const figure = await sampleGrid(
        { bytes, shape: [1, height, width, channels] },
        { alt: letter(i), scale: 3 },
      );
      return { name: letter(i), png: pngBytes(figure).toString("base64") };
    }),
  );
  return {
    kind: "html",
    alt,
    bundle: { "text/html": gamePage(files), "image/png": still.bundle["image/png"]!, "text/plain": alt },
  };
}

function scoreGuesses(guesses: string, truth: string[]): GuessScore | undefined {
  const letters = guesses.replace(/\s/g, "").toUpperCase();
  if (/^[?.]*$/.test(letters)) return undefined;
  if (letters.length !== truth.length || /[^RG]/.test(letters)) {
    throw new RangeError(
      `The guesses are "${guesses}". Give ${truth.length} letters, one for each picture from A to ` +
        `${letter(truth.length - 1)}: R for real, G for generated.`,
    );
  }
  const right = truth.filter((answer, i) => answer === letters[i]).length;
  return { right, total: truth.length, interval: wilsonInterval(right, truth.length) };
}

const letter = (place: number) => String.fromCharCode(65 + place);
