import type { Rng } from "../../engine/rng";
import { between, oneOf, range } from "../draw";
import { expectNumbers, fieldsOf, firstMessage } from "../expect";
import type { Check, CheckedQuestion, Subject } from "../types";

type CountedLayer =
  | { kind: "dense"; units: number; useBias: boolean }
  | { kind: "conv" | "transposed"; filters: number; kernel: number; useBias: boolean }
  | { kind: "batchNorm" };

interface Counts {
  total: number;
  trained: number;
}

/** Oracle: the shapes of all weights are written down, and their numbers counted. */
function countWeights(channels: number, layers: readonly CountedLayer[]): Counts {
  const weights: { shape: number[]; isTrained: boolean }[] = [];
  let ins = channels;
  for (const layer of layers) {
    if (layer.kind === "batchNorm") {
      for (const isTrained of [true, true, false, false]) weights.push({ shape: [ins], isTrained });
      continue;
    }
    const outs = "units" in layer ? layer.units : layer.filters;
    const sides = layer.kind === "dense" ? [] : [layer.kernel, layer.kernel];
    weights.push({ shape: [...sides, ins, outs], isTrained: true });
    if (layer.useBias) weights.push({ shape: [outs], isTrained: true });
    ins = outs;
  }
  const sizeOf = (kept: typeof weights) =>
    kept.reduce((total, { shape }) => total + shape.reduce((product, side) => product * side, 1), 0);
  return { total: sizeOf(weights), trained: sizeOf(weights.filter(({ isTrained }) => isTrained)) };
}

/** Ways to count wrongly, as changes of what is counted. */
function trapsFor(channels: number, layers: readonly CountedLayer[]): [Counts, string][] {
  const right = countWeights(channels, layers);
  const change = (edit: (layer: CountedLayer) => CountedLayer) => countWeights(channels, layers.map(edit));
  const norms = right.total - right.trained; // two numbers for each channel under a batch norm
  const withBias = (useBias: boolean) =>
    change((layer) => (layer.kind === "batchNorm" ? layer : { ...layer, useBias }));
  const alone = layers.map((layer) => countWeights(channels, [layer]));
  const addUp = (key: keyof Counts) => alone.reduce((total, counts) => total + counts[key], 0);
  return [
    [withBias(true), "A layer with useBias false has no biases."],
    [withBias(false), "The biases are missing: one for each output channel or unit."],
    [
      { total: right.total, trained: right.total },
      "Batch norm's running mean and variance are numbers of the network, but training does not change them by gradients.",
    ],
    [
      { total: right.trained, trained: right.trained },
      "Batch norm has four numbers a channel: gain, shift, running mean, running variance.",
    ],
    [
      { total: right.total, trained: right.total - 2 * norms },
      "Of batch norm's four numbers, gain and shift are trained.",
    ],
    [
      { total: addUp("total"), trained: addUp("trained") },
      "Each layer takes the channels that the layer before it made, not those of the input.",
    ],
    [
      change((layer) =>
        layer.kind === "conv" || layer.kind === "transposed"
          ? { ...layer, kernel: Math.sqrt(layer.kernel) }
          : layer,
      ),
      "A kernel is square: kernel times kernel numbers.",
    ],
  ];
}

async function ask(subject: Subject, channels: number, layers: CountedLayer[]) {
  const got = fieldsOf(
    await subject.call(
      channels,
      layers.map((layer) => ({ ...layer })),
    ),
    ["total", "trained"],
  );
  const right = countWeights(channels, layers);
  const names = layers.map(layerWords).join(", ");
  return expectNumbers([got.total, got.trained], [right.total, right.trained], {
    asked: `For ${channels} channels and the layers ${names}: [total, trained] =`,
    traps: trapsFor(channels, layers).map(([{ total, trained }, message]) => ({
      value: [total, trained],
      message,
    })),
    otherwise: "Write down the shape of each weight of the layer, and multiply.",
  });
}

function layerWords(layer: CountedLayer): string {
  if (layer.kind === "batchNorm") return "batch norm";
  const bias = layer.useBias ? "" : ", no biases";
  return layer.kind === "dense"
    ? `dense(${layer.units}${bias})`
    : `${layer.kind}(${layer.filters}, kernel ${layer.kernel}${bias})`;
}

const dense = (random: Rng, useBias: boolean): CountedLayer => ({
  kind: "dense",
  units: between(random, 20, 90),
  useBias,
});
const convolution = (random: Rng, useBias: boolean): CountedLayer => ({
  kind: oneOf(random, ["conv", "transposed"] as const),
  filters: between(random, 20, 90),
  kernel: between(random, 3, 7),
  useBias,
});

function check(name: string, layersOf: (random: Rng) => CountedLayer[]): Check {
  return {
    name,
    run: (subject, random) =>
      firstMessage(range(3), (round) => ask(subject, between(random, 3, 15), layersOf(random.stream(round)))),
  };
}

export const parameterCount: CheckedQuestion = {
  kind: "function",
  id: "dcgan/parameter-count",
  title: "How many parameters?",
  points: 6,
  answer: "parameterCount",
  needs: "nothing",
  imports: [],
  seconds: 10,
  hints: [
    "Walk through the layers and keep the number of channels that come into each one.",
    "Weights: in times out, and for a kernel times kernel² as well. Biases: one for each out. Batch norm: four for each channel.",
    "After a dense layer or a convolution, set channels to its units or filters. Batch norm adds 4 to total and 2 to trained for each channel.",
  ],
  checks: [
    check("dense layer", (random) => [dense(random, true)]),
    check("convolution", (random) => [convolution(random, true)]),
    check("layers without biases", (random) => [oneOf(random, [dense, convolution])(random, false)]),
    check("batch norm: four numbers a channel, two of them trained", () => [{ kind: "batchNorm" }]),
    check("channels go from layer to layer", (random) => [
      dense(random, false),
      { kind: "batchNorm" },
      convolution(random, false),
      { kind: "batchNorm" },
      convolution(random, true),
    ]),
  ],
};
