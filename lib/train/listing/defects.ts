/** The defects of the program in section 4 of the course's article, each under a name of its own. */

export type Defect =
  | "missing-argument"
  | "impossible-reshape"
  | "rebound-name"
  | "numpy-missing"
  | "flat-pictures"
  | "generator-step"
  | "byte-range"
  | "inference-mode"
  | "sigmoid-labels"
  | "one-batch-epochs"
  | "wrong-loss"
  | "raw-display"
  | "never-saved"
  | "unused-path"
  | "size-claim"
  | "wrong-references";

/**
 * "stops": the program ends with an error. "harms": it runs, and learns badly or not at all. "misleads": what it learns
 * is not touched, and what it says or keeps is wrong.
 */
export type DefectKind = "stops" | "harms" | "misleads";

export interface DefectCard {
  readonly name: Defect;
  readonly kind: DefectKind;
  /** The place: a few words of the article. */
  readonly place: string;
  readonly what: string;
  readonly repair: string;
}

/** All of them, in the order in which chapter 06 meets them. */
export const defects: readonly DefectCard[] = [
  {
    name: "missing-argument",
    kind: "stops",
    place: "generator((latent_dim,))",
    what: "The function takes two arguments and gets one.",
    repair: "Give both.",
  },
  {
    name: "impossible-reshape",
    kind: "stops",
    place: "x_train.reshape(x_train.shape[0], latent_dim)",
    what: "A picture of 3,072 numbers should become a row of 100.",
    repair: "A row has as many numbers as the picture.",
  },
  {
    name: "rebound-name",
    kind: "stops",
    place: "generator = generator(...)",
    what: "The name of the function now means the network: the second run has nothing to call.",
    repair: "Give the network a name of its own.",
  },
  {
    name: "numpy-missing",
    kind: "stops",
    place: "np.random.randint(...)",
    what: "NumPy is used and never imported.",
    repair: "import numpy as np",
  },
  {
    name: "flat-pictures",
    kind: "stops",
    place: "np.concatenate([real_images, generated_images])",
    what: "Real pictures are rows, generated ones are pictures: they cannot be joined, nor shown to the discriminator.",
    repair: "Leave the pictures in their shape.",
  },
  {
    name: "generator-step",
    kind: "harms",
    place: "discriminator.train_on_batch(generated_images, y)",
    what: "The generator's step trains the discriminator. The generator never changes.",
    repair: "Follow the slope through the discriminator to the generator's weights, and change those only.",
  },
  {
    name: "byte-range",
    kind: "harms",
    place: ".astype('float32')",
    what: "Real pictures run from 0 to 255, those of a tanh from -1 to 1.",
    repair: "x / 127.5 - 1",
  },
  {
    name: "inference-mode",
    kind: "harms",
    place: "generator.predict(noise)",
    what: "While training, batch norm works with running averages that never move from 0 and 1.",
    repair: "Run the generator in training mode while it trains.",
  },
  {
    name: "sigmoid-labels",
    kind: "harms",
    place: "tf.keras.activations.sigmoid(y)",
    what: "The label 1 goes through a sigmoid and becomes 0.731.",
    repair: "The label of real is 1.",
  },
  {
    name: "one-batch-epochs",
    kind: "harms",
    place: "for epoch in range(epochs)",
    what: "Each epoch is one batch.",
    repair: "Each epoch is one pass over all pictures.",
  },
  {
    name: "wrong-loss",
    kind: "misleads",
    place: "Loss: {loss}",
    what: "The one loss that is printed is the discriminator's.",
    repair: "Print both, with their names.",
  },
  {
    name: "raw-display",
    kind: "misleads",
    place: "plt.imshow(generated_image[0])",
    what: "Numbers from -1 to 1 are shown as if they ran from 0 to 1: the darker half becomes black.",
    repair: "(x + 1) / 2",
  },
  {
    name: "never-saved",
    kind: "misleads",
    place: 'the comment "save the generated picture"',
    what: "No line saves it.",
    repair: "Write a file.",
  },
  {
    name: "unused-path",
    kind: "misleads",
    place: "data_path = 'path/to/data'",
    what: "The path is handed over and never read.",
    repair: "Load what the path names, or fail.",
  },
  {
    name: "size-claim",
    kind: "misleads",
    place: "64x64",
    what: "The text says 64 by 64; the program makes 32 by 32.",
    repair: "Say what the shape says.",
  },
  {
    name: "wrong-references",
    kind: "misleads",
    place: "the list of references",
    what: "Most entries name other authors, titles, venues or years than the papers have.",
    repair: "Look each one up.",
  },
];

export type Repairs = ReadonlySet<Defect>;

/** @throws RangeError for a name that is not on the list. */
export function repairsOf(names: readonly Defect[]): Repairs {
  const known = new Set<string>(defects.map(({ name }) => name));
  const unknown = names.find((name) => !known.has(name));
  if (unknown === undefined) return new Set(names);
  throw new RangeError(`listing: there is no defect "${unknown}". Known: ${[...known].join(", ")}.`);
}
