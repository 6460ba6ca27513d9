import type { Rng } from "../../engine/rng";
import { between, normals } from "../draw";
import { number } from "../expect";
import { AnswerError, PlainTensor } from "../types";
import type { Check, CheckedQuestion, LayerDescription, ModelProbe, Subject } from "../types";

/** float32 against float64. */
const TOLERANCE = 1e-4;

interface Weights {
  kernel: number[];
  bias: number[];
  out: number[];
  end: number;
}

const randomWeights = (random: Rng, hidden: number): Weights => ({
  kernel: normals(random, hidden, { spread: 1.5 }),
  bias: normals(random, hidden),
  out: normals(random, hidden),
  end: 0.7 + random.uniform(),
});

/** The logits in plain arithmetic, with another bend or end where a slip has one. */
function logits(
  { kernel, bias, out, end }: Weights,
  xs: readonly number[],
  { bend = Math.tanh, last = (value: number) => value } = {},
): number[] {
  return xs.map((x) => last(out.reduce((sum, v, j) => sum + v * bend(kernel[j]! * x + bias[j]!), end)));
}

const sigmoid = (logit: number) => 1 / (Math.exp(-logit) + 1);
const slips: [Parameters<typeof logits>[2], string][] = [
  [{ last: sigmoid }, "It ends in a sigmoid. Give the logit; the sigmoid belongs into the loss (section 6)."],
  [{ last: Math.tanh }, "It ends in a tanh. A logit may be any number."],
  [{ last: (value) => Math.max(0, value) }, "It ends in a ReLU. A logit may be negative."],
  [{ bend: (value) => value }, "Nothing bends in the hidden layer, so the whole is one straight line again."],
  [{ bend: (value) => Math.max(0, value) }, "The hidden layer has ReLU. Section 9 takes tanh."],
  [{ bend: sigmoid }, "The hidden layer has a sigmoid. Section 9 takes tanh."],
];

const column = (values: readonly number[]) => new PlainTensor([values.length, 1], Float32Array.from(values));
const shapesOf = (layers: readonly LayerDescription[]) =>
  layers.flatMap(({ weights }) => weights).map((shape) => `[${shape.join(", ")}]`);

async function fill(model: ModelProbe, weights: Weights): Promise<void> {
  const hidden = weights.kernel.length;
  const wanted = [`[1, ${hidden}]`, `[${hidden}]`, `[${hidden}, 1]`, "[1]"];
  const found = shapesOf(await model.describe());
  if (found.join() !== wanted.join()) {
    throw new AnswerError(
      `buildDiscriminator(${hidden}) should have weights of the shapes ${wanted.join(", ")}: one hidden layer of ${hidden} units and one ` +
        `logit, both with biases. Yours has ${found.join(", ") || "none"}.`,
      "fail",
    );
  }
  await model.setWeights([
    new PlainTensor([1, hidden], Float32Array.from(weights.kernel)),
    new PlainTensor([hidden], Float32Array.from(weights.bias)),
    new PlainTensor([hidden, 1], Float32Array.from(weights.out)),
    new PlainTensor([1], Float32Array.of(weights.end)),
  ]);
}

async function compare(subject: Subject, random: Rng, xs: readonly number[]): Promise<string | undefined> {
  const weights = randomWeights(random, between(random, 3, 9));
  const model = await subject.build(weights.kernel.length);
  await fill(model, weights);
  const got = Array.from((await model.predict(column(xs))).values);
  const gap = (values: readonly number[]) =>
    got.length === values.length
      ? values.reduce((largest, value, i) => Math.max(largest, Math.abs(value - got[i]!)), 0)
      : Infinity;
  const right = logits(weights, xs);
  if (gap(right) < TOLERANCE) return undefined;
  const slip = slips.find(([variant]) => gap(logits(weights, xs, variant)) < TOLERANCE);
  return (
    `With the same weights your network gives other logits than the formula of section 9: they differ by up to ${number(gap(right))}. ` +
    (slip?.[1] ?? "Compare your layers with the formula.")
  );
}

const checks: Check[] = [
  {
    name: "one number for each picture",
    async run(subject, random) {
      const count = between(random, 2, 5);
      const model = await subject.build(between(random, 3, 9));
      const { shape } = await model.predict(column(normals(random, count)));
      return shape.join() === `${count},1`
        ? undefined
        : `For ${count} pictures a tensor of shape [${count}, 1] was expected. Yours has [${shape.join(", ")}].`;
    },
  },
  {
    name: "as many hidden units as asked for",
    async run(subject, random) {
      const hidden = between(random, 17, 30);
      const model = await subject.build(hidden);
      await fill(model, randomWeights(random, hidden));
      return undefined;
    },
  },
  {
    name: "with given weights: the right logits",
    weight: 2,
    run: (subject, random) => compare(subject, random, normals(random, 12, { spread: 2 })),
  },
  {
    name: "far out it is sure, and its logits go on",
    run: (subject, random) => compare(subject, random, [-50, -10, 10, 50]),
  },
];

export const discriminator: CheckedQuestion = {
  kind: "network",
  id: "two-networks/discriminator",
  title: "Build the judge that bends",
  points: 5,
  answer: "buildDiscriminator",
  needs: "tensorflow",
  imports: ["tf"],
  seconds: 20,
  hints: [
    "Two layers: the hidden one makes `hidden` numbers out of one, the last one makes one number out of these.",
    "Both are tf.layers.dense. Only the first one needs inputShape: [1], and only one of the two bends.",
    'tf.sequential({ layers: [dense({ units: hidden, activation: "tanh", inputShape: [1] }), dense({ units: 1 })] })',
  ],
  checks,
};
