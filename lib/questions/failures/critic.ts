import type { Rng } from "../../engine/rng";
import { between, dot, normalRows, normals } from "../draw";
import { describe, number } from "../expect";
import { AnswerError, PlainTensor } from "../types";
import type { CheckedQuestion, LayerDescription, ModelProbe, Subject } from "../types";

interface Weights {
  width: number;
  kernels: number[][][];
  biases: number[][];
}

function randomWeights(random: Rng): Weights {
  const width = between(random, 3, 7);
  const kernels = [
    normalRows(random, [2, width]),
    normalRows(random, [width, width]),
    normalRows(random, [width, 1]),
  ];
  return { width, kernels, biases: [normals(random, width), normals(random, width), normals(random, 1)] };
}

const shapesOf = (width: number) => [[2, width], [width], [width, width], [width], [width, 1], [1]];

function asTensors({ width, kernels, biases }: Weights): PlainTensor[] {
  const values = kernels.flatMap((kernel, i) => [kernel.flat(), biases[i]!]);
  return shapesOf(width).map((shape, i) => new PlainTensor(shape, Float32Array.from(values[i]!)));
}

type Bend = (x: number) => number;
const leaky =
  (slope: number): Bend =>
  (x) =>
    x > 0 ? x : slope * x;

/** The critic in plain numbers. */
function judge(
  weights: Weights,
  point: number[],
  { bend, end = (x) => x }: { bend: Bend; end?: Bend },
): number {
  let values = point;
  weights.kernels.forEach((kernel, layer) => {
    const into = (unit: number) => kernel.map((row) => row[unit]!);
    const out = weights.biases[layer]!.map((bias, unit) => bias + dot(values, into(unit)));
    values = out.map(layer < 2 ? bend : end);
  });
  return values[0]!;
}

const traps: [Bend, Bend | undefined, string][] = [
  [
    leaky(0.2),
    (x) => 1 / (1 + Math.exp(-x)),
    "It ends in a sigmoid. A critic gives any number; the losses of this chapter want it bare.",
  ],
  [leaky(0.2), Math.tanh, "It ends in a tanh. A critic gives any number."],
  [leaky(0.2), (x) => Math.max(0, x), "It ends in a ReLU. A critic may say less than 0."],
  [leaky(0.2), leaky(0.2), "It bends after the last layer too. The critic's last layer is bare."],
  [
    (x) => Math.max(0, x),
    undefined,
    "It bends by ReLU: where a unit is off, the generator gets nothing. LeakyReLU with slope 0.2.",
  ],
  [leaky(0.3), undefined, "LeakyReLU has slope 0.3 in tfjs unless you give { alpha: 0.2 }."],
  [leaky(0.01), undefined, "LeakyReLU has slope 0.01 here. Give { alpha: 0.2 }."],
  [Math.tanh, undefined, "It bends by tanh. The exercise wants LeakyReLU with slope 0.2."],
  [(x) => x, undefined, "Nothing bends between the layers: the whole critic is one plane."],
];

const norms = (layers: readonly LayerDescription[]) =>
  layers.filter(({ kind }) => /Normalization/.test(kind));

async function filled(subject: Subject, weights: Weights): Promise<ModelProbe> {
  const model = await subject.build(weights.width);
  const layers = await model.describe();
  if (norms(layers).length > 0) {
    throw new AnswerError(
      "It has batch norm. Then a critic's answer to one point depends on the other points of the batch, and the penalty on each point's slope means nothing.",
      "fail",
    );
  }
  if (layers.some(({ kind }) => kind === "Dropout")) {
    throw new AnswerError("It has dropout, which the exercise does not ask for.", "fail");
  }
  const found = layers.flatMap((layer) => layer.weights).map((shape) => shape.join("x"));
  const wanted = shapesOf(weights.width).map((shape) => shape.join("x"));
  if (found.join() !== wanted.join()) {
    throw new AnswerError(
      `buildCritic(${weights.width}) should have weights of the shapes ${wanted.join(", ")}, in this order, and has ${found.join(", ")}.`,
      "fail",
    );
  }
  await model.setWeights(asTensors(weights));
  return model;
}

const tensor = (points: number[][]) => new PlainTensor([points.length, 2], Float32Array.from(points.flat()));

export const critic: CheckedQuestion = {
  kind: "network",
  id: "failures/critic",
  title: "A critic that may be penalised",
  points: 8,
  answer: "buildCritic",
  needs: "tensorflow",
  imports: ["tf"],
  seconds: 30,
  hints: [
    "Three dense layers: width, width, 1. What comes between them, and what after the last?",
    "tf.layers.leakyReLU({ alpha: 0.2 }) stands after the first and the second dense layer. Only the first dense layer has inputShape: [2].",
    "tf.sequential({ layers: [dense(width, from 2), leaky, dense(width), leaky, dense(1)] }), with nothing after it and no batch norm.",
  ],
  checks: [
    {
      name: "one number for each point",
      async run(subject, random) {
        const count = between(random, 2, 5);
        const model = await subject.build(between(random, 3, 6));
        const out = await model.predict(tensor(normalRows(random, [count, 2])));
        return out.shape.join() === [count, 1].join()
          ? undefined
          : `For ${count} points a tensor of shape [${count}, 1] was expected. Yours is ${describe(out)}.`;
      },
    },
    {
      name: "the layers of the table, in their order",
      async run(subject, random) {
        await filled(subject, randomWeights(random));
        return undefined;
      },
    },
    {
      name: "with given weights: the right numbers",
      weight: 3,
      async run(subject, random) {
        const weights = randomWeights(random);
        const points = normalRows(random, [12, 2], { spread: 2 });
        const out = [...(await (await filled(subject, weights)).predict(tensor(points))).values];
        const gap = (bend: Bend, end?: Bend) =>
          Math.max(
            ...points.map((point, i) =>
              Math.abs(judge(weights, point, { bend, end }) - (out[i] ?? Infinity)),
            ),
          );
        if (gap(leaky(0.2)) < 1e-3) return undefined;
        const trap = traps.find(([bend, end]) => gap(bend, end) < 1e-3);
        return `With the same weights your critic says other numbers than the reference: up to ${number(gap(leaky(0.2)))} apart. ${trap?.[2] ?? ""}`.trimEnd();
      },
    },
    {
      name: "a point is judged by itself, in training too",
      weight: 2,
      async run(subject, random) {
        const weights = randomWeights(random);
        const model = await filled(subject, weights);
        const points = normalRows(random, [6, 2]);
        const alone = (await model.predict(tensor(points.slice(0, 1)), { training: true })).values[0]!;
        const among = (await model.predict(tensor(points), { training: true })).values[0]!;
        return Math.abs(alone - among) < 1e-4 * (1 + Math.abs(alone))
          ? undefined
          : "In training mode the same point gets another number when other points stand beside it.";
      },
    },
  ],
};
