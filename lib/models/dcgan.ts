/**
 * The DCGAN in two forms: as the course's article lists it, and as the paper describes it.
 *
 * Paper: Radford, Metz and Chintala (2016), Unsupervised representation learning with deep convolutional generative
 * adversarial networks, arXiv:1511.06434.
 */
import { rng } from "../engine/rng";
import { dcganInitialisation, kerasInitialisation, layerRows, networkFrom } from "./layer-table";
import type { LayerRows } from "./layer-table";
import type { Gan } from "./types";

export type DcganForm = "article" | "paper";

export interface DcganOptions {
  /** Height, width and channels; height and width in multiples of 4 (article) or 8 (paper). */
  imageShape?: [number, number, number];
  /** Length of the latent z. */
  latentSize?: number;
  /** Channels of the layer beside the pictures; those further in have 2 and 4 times as many. 64 in the article. */
  width?: number;
  form?: DcganForm;
  /** Of the initial weights. */
  seed: number;
}

/** What the tables below need to know. */
interface Sizes {
  imageShape: [number, number, number];
  width: number;
}

type Table = (rows: LayerRows, sizes: Sizes) => ReturnType<LayerRows["dense"]>[];

/**
 * Builds generator and discriminator with freshly drawn weights; `gan.dispose()` frees them.
 *
 * Generator: z [batch, latentSize], normal(0, 1) -> pictures [batch, height, width, channels] in [-1, 1].
 * Discriminator: pictures -> logits [batch, 1]. The article ends it with a sigmoid; here the loss has it, which is
 * the same function and does not overflow.
 *
 * Recommended beside them: Adam with beta1 = 0.5 and learning rate 1e-4 (article) or 2e-4 (paper).
 *
 * @throws RangeError when a size is not a whole number, 1 or more, or the picture cannot be halved often enough.
 */
export function buildDcgan(options: DcganOptions): Gan {
  const { imageShape = [32, 32, 3], latentSize = 100, width = 64, form = "article", seed } = options;
  checkOptions({ imageShape, latentSize, width, form, seed });
  const { generator: generatorTable, discriminator: discriminatorTable, initialisation } = forms[form];
  const init = rng(seed).stream("init");
  const generatorRows = layerRows(init.stream("generator"), initialisation);
  const discriminatorRows = layerRows(init.stream("discriminator"), initialisation);
  const generator = networkFrom(
    "generator",
    [latentSize],
    generatorTable(generatorRows, { imageShape, width }),
  );
  const discriminator = networkFrom(
    "discriminator",
    imageShape,
    discriminatorTable(discriminatorRows, { imageShape, width }),
  );
  return {
    name: "dcgan",
    generator,
    discriminator,
    latentSize,
    imageShape,
    description: { model: "dcgan", options: { imageShape, latentSize, width, form, seed } },
    dispose: () => {
      generator.dispose();
      discriminator.dispose();
    },
  };
}

// The comments give the shape after each layer for 32x32 colour pictures and width 64, without the batch.

const articleGenerator: Table = (rows, { imageShape: [height, width, channels], width: w }) => [
  rows.dense("project", { units: (height / 4) * (width / 4) * 4 * w, useBias: false }), // 16384
  rows.batchNorm("project-norm"), // one gain for each of the 16384 units: the article normalises before it reshapes
  rows.leakyRelu("project-leaky", 0.3),
  rows.reshape("to-picture", [height / 4, width / 4, 4 * w]), // 8, 8, 256
  rows.transposedConvolution("up-1", { filters: 2 * w, kernelSize: 5, strides: 1 }), // 8, 8, 128
  rows.batchNorm("up-1-norm"),
  rows.leakyRelu("up-1-leaky", 0.3),
  rows.transposedConvolution("up-2", { filters: w, kernelSize: 5, strides: 2 }), // 16, 16, 64
  rows.batchNorm("up-2-norm"),
  rows.leakyRelu("up-2-leaky", 0.3),
  rows.transposedConvolution("up-3", { filters: channels, kernelSize: 5, strides: 2, activation: "tanh" }), // 32, 32, 3
];

const articleDiscriminator: Table = (rows, { width: w }) => [
  rows.convolution("down-1", { filters: w, kernelSize: 5, strides: 2 }), // 16, 16, 64
  rows.leakyRelu("down-1-leaky", 0.3),
  rows.dropout("down-1-dropout", 0.3),
  rows.convolution("down-2", { filters: 2 * w, kernelSize: 5, strides: 2 }), // 8, 8, 128
  rows.leakyRelu("down-2-leaky", 0.3),
  rows.dropout("down-2-dropout", 0.3),
  rows.flatten("flatten"), // 8192
  rows.dense("logit", { units: 1 }), // 1
];

// A bias before a batch norm would be subtracted again with the mean, so those layers have none.

const paperGenerator: Table = (rows, { imageShape: [height, width, channels], width: w }) => [
  rows.dense("project", { units: (height / 8) * (width / 8) * 4 * w, useBias: false }), // 4096
  rows.reshape("to-picture", [height / 8, width / 8, 4 * w]), // 4, 4, 256
  rows.batchNorm("project-norm"),
  rows.relu("project-relu"),
  rows.transposedConvolution("up-1", { filters: 2 * w, kernelSize: 5, strides: 2, useBias: false }), // 8, 8, 128
  rows.batchNorm("up-1-norm"),
  rows.relu("up-1-relu"),
  rows.transposedConvolution("up-2", { filters: w, kernelSize: 5, strides: 2, useBias: false }), // 16, 16, 64
  rows.batchNorm("up-2-norm"),
  rows.relu("up-2-relu"),
  rows.transposedConvolution("up-3", { filters: channels, kernelSize: 5, strides: 2, activation: "tanh" }), // 32, 32, 3
];

const paperDiscriminator: Table = (rows, { width: w }) => [
  rows.convolution("down-1", { filters: w, kernelSize: 5, strides: 2 }), // 16, 16, 64
  rows.leakyRelu("down-1-leaky", 0.2), // no batch norm on the input layer
  rows.convolution("down-2", { filters: 2 * w, kernelSize: 5, strides: 2, useBias: false }), // 8, 8, 128
  rows.batchNorm("down-2-norm"),
  rows.leakyRelu("down-2-leaky", 0.2),
  rows.convolution("down-3", { filters: 4 * w, kernelSize: 5, strides: 2, useBias: false }), // 4, 4, 256
  rows.batchNorm("down-3-norm"),
  rows.leakyRelu("down-3-leaky", 0.2),
  rows.flatten("flatten"), // 4096
  rows.dense("logit", { units: 1 }), // 1
];

const forms = {
  article: {
    generator: articleGenerator,
    discriminator: articleDiscriminator,
    initialisation: kerasInitialisation,
    pictureMultiple: 4,
  },
  paper: {
    generator: paperGenerator,
    discriminator: paperDiscriminator,
    initialisation: dcganInitialisation,
    pictureMultiple: 8,
  },
};

function checkOptions({ imageShape, latentSize, width, form }: Required<DcganOptions>): void {
  if (!Object.keys(forms).includes(form)) {
    throw new RangeError(`buildDcgan: form is "${form}". Give "article" or "paper".`);
  }
  const sizes = {
    latentSize,
    width,
    height: imageShape[0],
    "picture width": imageShape[1],
    channels: imageShape[2],
  };
  for (const [name, size] of Object.entries(sizes)) {
    if (!Number.isInteger(size) || size < 1) {
      throw new RangeError(`buildDcgan: ${name} is ${size}. Give a whole number, 1 or more.`);
    }
  }
  const multiple = forms[form].pictureMultiple;
  if (imageShape[0] % multiple !== 0 || imageShape[1] % multiple !== 0) {
    throw new RangeError(
      `buildDcgan: pictures are ${imageShape[0]}x${imageShape[1]}. The ${form} form needs multiples of ${multiple}.`,
    );
  }
}
