/**
 * The program of section 4 of the course's article, written anew in TypeScript with the defects that it has. Each can be
 * mended on its own, so that chapter 06 can show what each one costs.
 *
 * A defect that Python reports (a missing argument, an impossible reshape, a name that nobody defined) fails here at the same place
 * and in the same way, with a message of ours: TypeScript's compiler would refuse two of them before the program ran.
 */
import { tf } from "../../engine/tf";
import { buildDcgan } from "../../models/dcgan";
import type { Gan } from "../../models/types";
import { articleReferences } from "../../theory/article-references";
import type { Citation } from "../../theory/article-references";
import { asShown, claimedSize, lastPicture, save } from "./ending";
import type { ShownPicture } from "./ending";
import { trainAsListed } from "./loop";
import type { Trained } from "./loop";
import { listingSettings } from "./options";
import type { ListingOptions, ListingSettings } from "./options";

/** What a run leaves behind. */
export interface ListingRun extends Trained {
  gan: Gan;
  /** The picture that is shown, as a reader sees it. */
  shown: ShownPicture;
  /** The file of the picture, where one was written. */
  saved: string | undefined;
  /** The size of the pictures in the article's words, such as "64x64". */
  claimedSize: string;
  /** The list of references. */
  references: readonly Citation[];
  /** Frees the networks. */
  dispose(): void;
}

/** The program, loaded as in a session of Python: its names live as long as this object. */
export interface Listing {
  /** Runs the main part, as a cell of a notebook does that can be run again. */
  run(): Promise<ListingRun>;
}

/**
 * The listing with all its defects but those in `repaired`.
 *
 * `run()` rejects with a TypeError (a missing argument, a name that no longer is a function), a RangeError (a reshape, or arrays that
 * cannot be joined) or a ReferenceError (NumPy), as Python's TypeError, ValueError and NameError.
 *
 * @throws RangeError when an option is out of its range or a defect has no such name.
 */
export function listing(options: ListingOptions): Listing {
  const settings = listingSettings(options);
  const names: Names = new Map<string, string[] | tf.LayersModel>([
    ["generator", ["input_shape", "latent_dim"]],
    ["discriminator", ["input_shape"]],
  ]);
  return { run: () => main(names, settings) };
}

/** What a name of the file stands for: a function, by the names of its parameters, or a network. */
type Names = Map<string, string[] | tf.LayersModel>;

async function main(names: Names, settings: ListingSettings): Promise<ListingRun> {
  const { repaired, imageShape, latentSize, width, seed, prepare } = settings;
  call(names, "generator", repaired.has("missing-argument") ? 2 : 1);
  call(names, "discriminator", 1);
  const gan = buildDcgan({ imageShape, latentSize, width, seed });
  if (!repaired.has("rebound-name")) {
    names.set("generator", gan.generator);
    names.set("discriminator", gan.discriminator);
  }
  try {
    prepare(gan);
    const trained = await trainAsListed(gan, settings);
    return { ...trained, ...(await finish(gan, settings)), gan, dispose: gan.dispose };
  } catch (error) {
    gan.dispose();
    throw error;
  }
}

/** As Python calls: what the name means is looked up now, and each parameter needs its argument. */
function call(names: Names, name: string, given: number): void {
  const held = names.get(name);
  if (!Array.isArray(held)) {
    throw new TypeError(
      `${name} is a network since the last run, not the function that builds one: it was given the function's name.`,
    );
  }
  const missing = held.slice(given);
  if (missing.length === 0) return;
  throw new TypeError(
    `${name}() takes ${held.length} arguments (${held.join(", ")}) and got ${given}: ${missing.join(", ")} is missing.`,
  );
}

async function finish(gan: Gan, settings: ListingSettings) {
  const { repaired } = settings;
  const picture = lastPicture(gan, settings);
  const shown = asShown(picture, repaired);
  picture.dispose();
  return {
    shown,
    saved: await save(shown, settings),
    claimedSize: claimedSize(shown, repaired),
    references: articleReferences.map(({ cited, paper }) =>
      repaired.has("wrong-references") ? paper : cited,
    ),
  };
}
