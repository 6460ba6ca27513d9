import type { Rng } from "../../engine/rng";
import { between, mean, normalRows, normals, uniforms } from "../draw";
import { describe, number } from "../expect";
import { AnswerError, PlainTensor } from "../types";
import type { CheckedQuestion, ModelProbe, Subject } from "../types";

interface Sizes {
  inputs: number;
  units: number;
}

/** Weights in the order of a layers model: trained ones first, then batch norm's running averages. */
interface BlockWeights {
  kernel: number[][];
  gain: number[];
  shift: number[];
  mean: number[];
  variance: number[];
}

/** What a block may do otherwise; the fields are where answers go wrong. */
interface Way {
  epsilon?: number;
  /** Share of the old running average that is kept. */
  keep?: number;
  slope?: number;
}

const sizes = (random: Rng): Sizes => ({ inputs: between(random, 3, 5), units: between(random, 2, 4) });

const weightsOf = ({ inputs, units }: Sizes, random: Rng): BlockWeights => ({
  kernel: normalRows(random, [inputs, units]),
  gain: normals(random, units, { mean: 1, spread: 0.3 }),
  shift: normals(random, units, { spread: 0.5 }),
  mean: normals(random, units),
  variance: uniforms(random, units, [0.5, 2]),
});

const product = (rows: number[][], kernel: number[][]) =>
  rows.map((row) =>
    kernel[0]!.map((_, column) => row.reduce((sum, value, i) => sum + value * kernel[i]![column]!, 0)),
  );

/** Mean and variance of each column. */
function statistics(rows: number[][]): { mean: number[]; variance: number[] } {
  const columns = rows[0]!.map((_, column) => rows.map((row) => row[column]!));
  const means = columns.map(mean);
  return {
    mean: means,
    variance: columns.map((column, i) => mean(column.map((value) => (value - means[i]!) ** 2))),
  };
}

/** Oracle in float64. */
function block(
  rows: number[][],
  { weights, used }: { weights: BlockWeights; used: { mean: number[]; variance: number[] } },
  { epsilon = 1e-5, slope = 0.2 }: Way,
): number[] {
  return product(rows, weights.kernel).flatMap((row) =>
    row.map((value, i) => {
      const normed = (value - used.mean[i]!) / Math.sqrt(used.variance[i]! + epsilon);
      const out = weights.gain[i]! * normed + weights.shift[i]!;
      return out > 0 ? out : slope * out;
    }),
  );
}

/** The running averages after one batch in training mode. */
function moved(weights: BlockWeights, batch: number[][], { keep = 0.8 }: Way) {
  const now = statistics(product(batch, weights.kernel));
  const mix = (old: number[], fresh: number[]) =>
    old.map((value, i) => keep * value + (1 - keep) * fresh[i]!);
  return { mean: mix(weights.mean, now.mean), variance: mix(weights.variance, now.variance) };
}

const tensor = (rows: number[][]) =>
  new PlainTensor([rows.length, rows[0]!.length], Float32Array.from(rows.flat()));
const vector = (values: number[]) => new PlainTensor([values.length], Float32Array.from(values));

async function built(subject: Subject, { inputs, units }: Sizes, weights: BlockWeights): Promise<ModelProbe> {
  const model = await subject.build(inputs, units);
  const found = (await model.describe()).flatMap((layer) => layer.weights);
  const wanted = [[inputs, units], [units], [units], [units], [units]];
  const sorted = (shapes: readonly (readonly number[])[]) =>
    shapes
      .map((shape) => shape.join("x"))
      .sort()
      .join(", ");
  if (sorted(found) !== sorted(wanted)) {
    throw new AnswerError(
      `normBlock(${inputs}, ${units}) should have weights of the shapes ${sorted(wanted)}, and has ${sorted(found) || "none"}. ` +
        "The dense layer has no biases: batch norm would subtract them again.",
      "fail",
    );
  }
  const { kernel, gain, shift, mean: means, variance } = weights;
  await model.setWeights([tensor(kernel), ...[gain, shift, means, variance].map(vector)]);
  return model;
}

const ways: [Way, string][] = [
  [
    { epsilon: 0.8 },
    "Epsilon is 0.8: that is the published mistake. The layer hardly norms numbers that are small.",
  ],
  [{ epsilon: 1e-3 }, "Epsilon is 0.001, TensorFlow's own. PyTorch's is 0.00001."],
  [
    { keep: 0.2 },
    "The running averages keep 0.2 of the old. That is PyTorch's meaning of momentum 0.8; Keras means 0.8 of the old.",
  ],
  [{ keep: 0.99 }, "The running averages keep 0.99 of the old: momentum was not set."],
  [{ slope: 0.3 }, "LeakyReLU has slope 0.3, TensorFlow's own. It should be 0.2."],
  [{ slope: 0 }, "The negative side is 0: that is ReLU."],
  [{ slope: 1 }, "Nothing bends: the LeakyReLU is missing."],
];

const gap = (got: PlainTensor, expected: readonly number[]) =>
  got.values.length === expected.length
    ? expected.reduce((largest, value, i) => Math.max(largest, Math.abs(got.values[i]! - value)), 0)
    : Infinity;

function compare(got: PlainTensor, expected: (way: Way) => number[], mode: string): string | undefined {
  const distance = gap(got, expected({}));
  if (distance < 1e-3) return undefined;
  const trap = ways.find(([way]) => gap(got, expected(way)) < 1e-3);
  const found =
    distance === Infinity ? `Yours is ${describe(got)}.` : `They differ by up to ${number(distance)}.`;
  return `${mode} your block gives other numbers than the reference with the same weights. ${found} ${trap?.[1] ?? "Order: dense, batch norm, LeakyReLU."}`;
}

async function inTraining(subject: Subject, random: Rng, scale: number): Promise<string | undefined> {
  const size = sizes(random);
  const weights = weightsOf(size, random);
  const rows = normalRows(random, [6, size.inputs], { spread: scale });
  const model = await built(subject, size, weights);
  const got = await model.predict(tensor(rows), { training: true });
  const used = statistics(product(rows, weights.kernel));
  return compare(got, (way) => block(rows, { weights, used }, way), "In training mode");
}

export const normBlock: CheckedQuestion = {
  kind: "network",
  id: "listing/norm-block",
  title: "What 0.8 was meant to be",
  points: 8,
  answer: "normBlock",
  needs: "tensorflow",
  imports: ["tf"],
  seconds: 30,
  hints: [
    "Three layers in tf.sequential: dense without biases, batchNormalization, leakyReLU. Write every number with its name.",
    "TensorFlow.js, as Keras, means by momentum the share of the old average that is kept. PyTorch means the share of the new.",
    "tf.layers.batchNormalization({ momentum: 0.8, epsilon: 1e-5 }) and tf.layers.leakyReLU({ alpha: 0.2 }).",
  ],
  checks: [
    {
      name: "a block of the right shape",
      async run(subject, random) {
        const size = sizes(random);
        const model = await subject.build(size.inputs, size.units);
        const got = await model.predict(tensor(normalRows(random, [3, size.inputs])));
        const wanted = `3,${size.units}`;
        return got.shape.join() === wanted
          ? undefined
          : `For 3 rows a tensor of shape [3, ${size.units}] was expected. Yours is ${describe(got)}.`;
      },
    },
    {
      name: "training mode: normed by the batch",
      run: (subject, random) => inTraining(subject, random, 1),
    },
    {
      name: "training mode: small numbers are normed, too",
      run: (subject, random) => inTraining(subject, random, 0.02),
    },
    {
      name: "inference mode: after one batch, four fifths of the old averages",
      weight: 2,
      async run(subject, random) {
        const size = sizes(random);
        const weights = weightsOf(size, random);
        const batch = normalRows(random, [8, size.inputs], { mean: 3, spread: 2 });
        const rows = normalRows(random, [4, size.inputs]);
        const model = await built(subject, size, weights);
        await model.predict(tensor(batch), { training: true });
        const got = await model.predict(tensor(rows));
        return compare(
          got,
          (way) => block(rows, { weights, used: moved(weights, batch, way) }, way),
          "In inference mode, after one batch of training,",
        );
      },
    },
  ],
};
