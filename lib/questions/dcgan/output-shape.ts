import type { Rng } from "../../engine/rng";
import { between, range } from "../draw";
import { expectNumbers, firstMessage } from "../expect";
import type { Trap } from "../expect";
import type { Check, CheckedQuestion, Subject } from "../types";
import { layerWords, randomLayer } from "./layers";
import type { Padding, PictureLayer } from "./layers";

type Shape = readonly [rows: number, columns: number, channels: number];

/**
 * Oracle: no formula, but counting. A convolution's kernel is put at each place and the places are counted; a transposed
 * one's stamps are laid down and the points that they cover are counted.
 */
function rowsAfter(n: number, { kind, kernel, stride, padding }: PictureLayer): number {
  if (kind === "transposed") {
    let covered = 0;
    for (let i = 0; i < n; i++)
      covered = Math.max(covered, padding === "same" ? (i + 1) * stride : i * stride + kernel);
    return covered;
  }
  let places = 0;
  const last = padding === "same" ? n - 1 : n - kernel;
  for (let top = 0; top <= last; top += stride) places++;
  return places;
}

function shapeAfter(shape: Shape, layers: readonly PictureLayer[]): Shape {
  return layers.reduce<Shape>(
    ([rows, columns], layer) => [rowsAfter(rows, layer), rowsAfter(columns, layer), layer.filters],
    shape,
  );
}

/** What some readers believe about one layer; each differs from the truth in one thing. */
const beliefs: [belief: (n: number, layer: PictureLayer) => number, message: string][] = [
  [
    (n, layer) => (isKind(layer, "conv", "same") ? Math.floor(n / layer.stride) : rowsAfter(n, layer)),
    "With same padding the last place counts even if the kernel hangs over the edge: round up, not down.",
  ],
  [
    (n, layer) =>
      isKind(layer, "conv", "valid") ? Math.floor((n - layer.kernel) / layer.stride) : rowsAfter(n, layer),
    "With valid padding the kernel also stands at its first place: the + 1 is missing.",
  ],
  [
    (n, layer) => rowsAfter(n, { ...layer, padding: "same" }),
    "That is the size with same padding. With valid padding nothing is added around the picture.",
  ],
  [
    (n, layer) => rowsAfter(n, { ...layer, padding: "valid" }),
    "That is the size with valid padding. With same padding the kernel size does not matter.",
  ],
  [
    (n, layer) =>
      isKind(layer, "transposed", "valid") ? n * layer.stride + layer.kernel : rowsAfter(n, layer),
    "The last stamp starts at (n - 1) strides, not at n.",
  ],
  [
    (n, layer) => rowsAfter(n, { ...layer, kind: "conv" }),
    "That is a convolution's size. A transposed convolution goes the other way, from small to large.",
  ],
];

const isKind = (layer: PictureLayer, kind: PictureLayer["kind"], padding: Padding) =>
  layer.kind === kind && layer.padding === padding;

function trapsFor(shape: Shape, layers: readonly PictureLayer[]): Trap[] {
  const [rows, columns, channels] = shapeAfter(shape, layers);
  const believed = beliefs.map(([belief, message]) => ({
    value: layers.reduce<readonly number[]>(
      ([r, c], layer) => [belief(r!, layer), belief(c!, layer), layer.filters],
      shape,
    ),
    message,
  }));
  return [
    ...believed,
    {
      value: shapeAfter(shape, layers.slice(0, 1)),
      message: "Only the first layer was used. Each layer takes what the one before it gave.",
    },
    { value: [columns, rows, channels], message: "Rows and columns have changed places." },
    {
      value: [rows, rows, channels],
      message: "A picture need not be square: columns have a size of their own.",
    },
    { value: [rows, columns, shape[2]], message: "Each filter makes one new channel, whatever came in." },
  ];
}

async function ask(subject: Subject, shape: Shape, layers: readonly PictureLayer[]) {
  const got = await subject.call(
    [...shape],
    layers.map((layer) => ({ ...layer })),
  );
  const asked = `For [${shape.join(", ")}] and ${layers.map(layerWords).join(", then ")}`;
  return expectNumbers(got, shapeAfter(shape, layers), { asked, traps: trapsFor(shape, layers) });
}

/** Rows and columns differ, and neither is a multiple of the stride. */
function oddShape(random: Rng, stride: number): Shape {
  const rows = 7 + stride * between(random, 2, 6) + between(random, 1, Math.max(1, stride - 1));
  return [rows, rows + stride * between(random, 1, 4) + (stride > 2 ? 1 : 0), between(random, 61, 99)];
}

/** Several layers of one kind: a single one may be right by luck. The channels stay, so that each check asks one thing. */
function check(name: string, fixed: (random: Rng) => Partial<PictureLayer>): Check {
  return {
    name,
    run: (subject, random) =>
      firstMessage(range(4), (round) => {
        const given = fixed(random);
        const shape = oddShape(random, given.stride ?? 1);
        const layer = randomLayer(random.stream(round), { filters: shape[2], ...given });
        return ask(subject, shape, [layer]);
      }),
  };
}

const strided = (random: Rng) => between(random, 2, 4);

export const outputShape: CheckedQuestion = {
  kind: "function",
  id: "dcgan/output-shape",
  title: "The shape after each layer",
  points: 8,
  answer: "outputShape",
  needs: "nothing",
  imports: [],
  seconds: 10,
  hints: [
    "Write one function for the rows after one layer, and use it for the columns, too. There are four cases.",
    "Convolution: count the places where the kernel can start. Transposed: where does the last stamp end?",
    "conv same: n / s, rounded up. conv valid: (n - k) / s rounded down, + 1. transposed same: n s. transposed valid: (n - 1) s + k.",
  ],
  checks: [
    {
      name: "each filter makes one channel",
      run: (subject, random) =>
        firstMessage(range(3), (round) => {
          const side = between(random, 9, 30);
          const layer = randomLayer(random.stream(round), { stride: 1, padding: "same" });
          return ask(subject, [side, side, between(random, 61, 99)], [layer]);
        }),
    },
    check("convolution, same: rounded up", (random) => ({
      kind: "conv",
      padding: "same",
      stride: strided(random),
    })),
    check("convolution, valid: only where the kernel fits", (random) => ({
      kind: "conv",
      padding: "valid",
      stride: strided(random),
    })),
    check("transposed, same: times the stride", (random) => ({
      kind: "transposed",
      padding: "same",
      stride: strided(random),
    })),
    check("transposed, valid: up to the end of the last stamp", (random) => ({
      kind: "transposed",
      padding: "valid",
      stride: between(random, 1, 4),
    })),
    {
      name: "layer after layer",
      run: (subject, random) =>
        firstMessage([3, 5, 4], (count) => {
          const layers = range(count).map((i) =>
            randomLayer(random.stream(count, i), i === 0 ? { kind: "transposed" } : {}),
          );
          const shape: Shape = [between(random, 40, 50), between(random, 60, 70), between(random, 61, 99)];
          return ask(
            subject,
            shape,
            layers.map((layer, i) => (i > 2 ? { ...layer, stride: 1, padding: "same" } : layer)),
          );
        }),
    },
  ],
};
