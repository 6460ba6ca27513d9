import type { Rng } from "../../engine/rng";
import { between, normalRows } from "../draw";
import { describe, number } from "../expect";
import { AnswerError, PlainTensor } from "../types";
import type { Check, CheckedQuestion, LayerDescription, ModelProbe, Subject } from "../types";
import { asTensors, paint, randomWeights, weightShapes } from "./generator-oracle";
import type { Sizes, Variant } from "./generator-oracle";

/** float32 against float64 through four layers. */
const TOLERANCE = 2e-3;

const randomSizes = (random: Rng): Sizes => ({
  latent: between(random, 4, 9),
  width: between(random, 2, 3),
  channels: between(random, 1, 4),
});

const build = (subject: Subject, { latent, width, channels }: Sizes) =>
  subject.build(latent, width, channels);
const asRows = (rows: number[][]) =>
  new PlainTensor([rows.length, rows[0]!.length], Float32Array.from(rows.flat()));

/** What the words of the model say about itself; only for messages. */
async function lookFor(model: ModelProbe): Promise<string> {
  const layers = (await model.describe()).filter(({ kind }) => kind !== "InputLayer");
  const found = suspicions.find(([isFound]) => isFound(layers));
  return found?.[1] ?? "Compare your layers with the table, one by one.";
}

const ofKind = (layers: readonly LayerDescription[], pattern: RegExp) =>
  layers.filter(({ kind }) => pattern.test(kind));
const convolutions = (layers: readonly LayerDescription[]) => ofKind(layers, /^Conv2DTranspose$/);
const followedByNorm = (layers: readonly LayerDescription[]) =>
  layers.filter((_, i) => {
    const next = layers.slice(i + 1).find(({ kind }) => kind !== "Reshape");
    return next?.kind === "BatchNormalization";
  });

const suspicions: [isFound: (layers: readonly LayerDescription[]) => boolean, message: string][] = [
  [
    (layers) => ofKind(layers, /Pooling|UpSampling/).length > 0,
    "It enlarges by UpSampling2D. Rule 1: transposed convolutions with stride 2.",
  ],
  [(layers) => ofKind(layers, /^Dense$/).length !== 1, "Only the first layer is dense (rule 3)."],
  [
    (layers) => convolutions(layers).length !== 3,
    "There should be three transposed convolutions: 4 → 8 → 16 → 32.",
  ],
  [
    (layers) => convolutions(layers).some(({ config }) => JSON.stringify(config.kernelSize) !== "[5,5]"),
    "The kernels are 5 by 5.",
  ],
  [
    (layers) => ofKind(layers, /^BatchNormalization$/).length > 3,
    "There is one batch norm too many: none at the output (rule 2).",
  ],
  [
    (layers) => ofKind(layers, /^BatchNormalization$/).length < 3,
    "A batch norm is missing: one after each layer but the last (rule 2).",
  ],
  [
    (layers) => ofKind(layers, /^BatchNormalization$/).some(({ output }) => output.length === 1),
    "The first batch norm stands before the reshape, so it has a gain for each of the numbers. Put it after the reshape: one for each channel.",
  ],
  [
    (layers) => followedByNorm(layers).some(({ config }) => config.useBias === true),
    "A bias before a batch norm is subtracted again with the mean. Give those layers useBias: false.",
  ],
  [
    (layers) => convolutions(layers).at(-1)?.config.useBias === false,
    "The last layer has no batch norm behind it, so it keeps its bias.",
  ],
  [(layers) => ofKind(layers, /LeakyReLU/).length > 0, "It has LeakyReLU. Rule 4: ReLU in the generator."],
  [
    (layers) => JSON.stringify(layers.at(-1)?.config.activation) === '"sigmoid"',
    "It ends in a sigmoid, from 0 to 1. Pictures run from -1 to 1: tanh (rule 4).",
  ],
  [
    (layers) => {
      const bends = layers.findIndex(({ kind, config }) => /ReLU/.test(kind) || config.activation === "relu");
      return bends >= 0 && bends < layers.findIndex(({ kind }) => kind === "BatchNormalization");
    },
    "A ReLU stands before its batch norm. First the norm, then the bend.",
  ],
];

async function fill(model: ModelProbe, sizes: Sizes, weights: number[][]): Promise<void> {
  const shapes = weightShapes(sizes);
  const found = (await model.describe()).flatMap((layer) => layer.weights);
  const count = (list: readonly (readonly number[])[]) =>
    list.reduce((total, shape) => total + shape.reduce((product, side) => product * side, 1), 0);
  const sorted = (list: readonly (readonly number[])[]) =>
    list
      .map((shape) => shape.join("x"))
      .sort()
      .join(", ");
  if (sorted(found) !== sorted(shapes)) {
    const { latent, width, channels } = sizes;
    throw new AnswerError(
      `buildGenerator(${latent}, ${width}, ${channels}) should have ${count(shapes)} numbers in ${shapes.length} weights, and has ` +
        `${count(found)} in ${found.length}. ${await lookFor(model)}`,
      "fail",
    );
  }
  await model.setWeights(asTensors(shapes, weights));
}

/** The answer's network with our weights against the reference with the same weights. */
async function compare(subject: Subject, random: Rng, isTraining: boolean): Promise<string | undefined> {
  const sizes = randomSizes(random);
  const weights = randomWeights(sizes, random);
  const latents = normalRows(random, [3, sizes.latent]);
  const model = await build(subject, sizes);
  await fill(model, sizes, weights);
  const painted = await model.predict(asRows(latents), { training: isTraining });
  const expected = (variant?: Variant) => paint({ sizes, weights, isTraining, variant }, latents);
  const right = expected();
  const gap = (values: readonly number[]) =>
    painted.values.length === values.length
      ? values.reduce((largest, value, i) => Math.max(largest, Math.abs(painted.values[i]! - value)), 0)
      : Infinity;
  if (gap(right) < TOLERANCE) return undefined;
  const trap = variants.find(([variant]) => gap(expected(variant)) < TOLERANCE);
  const mode = isTraining ? "training" : "inference";
  return (
    `With the same weights and in ${mode} mode your network paints other pictures than the reference: they differ by up to ` +
    `${number(gap(right))}. ${trap?.[1] ?? (await lookFor(model))}`
  );
}

const leaky = (slope: number) => (value: number) => Math.max(slope * value, value);
const variants: [Variant, string][] = [
  [
    { end: (value) => value },
    "It does exactly what the reference does without the tanh at the end (rule 4).",
  ],
  [
    { end: (value) => 1 / (1 + Math.exp(-value)) },
    "It ends in a sigmoid, from 0 to 1. Pictures run from -1 to 1: tanh (rule 4).",
  ],
  [{ bend: (value) => value }, "Nothing bends between the layers: the ReLUs are missing (rule 4)."],
  [{ bend: Math.tanh }, "It bends by tanh between the layers. Rule 4: ReLU, and tanh at the end only."],
  ...[0.01, 0.1, 0.2, 0.3].map((slope): [Variant, string] => [
    { bend: leaky(slope) },
    `It has LeakyReLU with slope ${slope}. Rule 4: ReLU in the generator.`,
  ]),
];

const checks: Check[] = [
  {
    name: "pictures of 32 by 32",
    async run(subject, random) {
      const sizes = randomSizes(random);
      const count = between(random, 2, 4);
      const model = await build(subject, sizes);
      const painted = await model.predict(asRows(normalRows(random, [count, sizes.latent])));
      const wanted = [count, 32, 32, sizes.channels];
      if (painted.shape.join() !== wanted.join()) {
        return `For ${count} latents a tensor of shape [${wanted.join(", ")}] was expected. Yours is ${describe(painted)}.`;
      }
      const [low, high] = [Math.min(...painted.values), Math.max(...painted.values)];
      return low >= -1 && high <= 1
        ? undefined
        : `Pictures run from -1 to 1. Yours run from ${number(low)} to ${number(high)}.`;
    },
  },
  {
    name: "each latent has a picture of its own",
    async run(subject, random) {
      const sizes = randomSizes(random);
      const model = await build(subject, sizes);
      const latents = normalRows(random, [2, sizes.latent]);
      const [both, alone] = [
        await model.predict(asRows(latents)),
        await model.predict(asRows(latents.slice(0, 1))),
      ];
      const size = alone.values.length;
      const gap = (a: ArrayLike<number>, b: ArrayLike<number>) =>
        Array.from(a).reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0);
      if (both.values.length !== 2 * size)
        return `Two latents should give two pictures. Yours is ${describe(both)}.`;
      if (gap(alone.values, both.values.slice(0, size)) > 1e-4) {
        return "In inference mode the first picture changes with its neighbour in the batch. Is a layer in training mode for good?";
      }
      return gap(both.values.slice(0, size), both.values.slice(size)) > 1e-7
        ? undefined
        : "Two latents gave the same picture: the latent does not reach the output.";
    },
  },
  {
    name: "with given weights: the right pictures, inference mode",
    weight: 2,
    run: (subject, random) => compare(subject, random, false),
  },
  {
    name: "with given weights: the right pictures, training mode",
    weight: 2,
    run: (subject, random) => compare(subject, random, true),
  },
];

export const generator: CheckedQuestion = {
  kind: "network",
  id: "dcgan/generator",
  title: "Build the paper's generator",
  points: 12,
  answer: "buildGenerator",
  needs: "tensorflow",
  imports: ["tf"],
  seconds: 30,
  hints: [
    "Follow the table from top to bottom; each row is one tf.layers... call inside tf.sequential({ layers: [...] }). Only the first has an inputShape.",
    "Batch norm takes the size of each channel, so it comes after the reshape. Layers that a batch norm follows have useBias: false.",
    'tf.layers.conv2dTranspose({ filters, kernelSize: 5, strides: 2, padding: "same", useBias: false }), then batchNormalization(), then reLU(); the last one has activation: "tanh" and its bias.',
  ],
  checks,
};
