import type { Rng } from "../../engine/rng";
import { between } from "../draw";
import { expectNumbers } from "../expect";
import type { Check, CheckedQuestion, Subject } from "../types";

type Four = readonly [number, number, number, number];

/** Four different sizes, so that a mix-up of two shows. */
function randomShape(random: Rng): Four {
  const count = between(random, 3, 5);
  const rows = between(random, 11, 16);
  return [count, rows, rows + between(random, 2, 7), 2 + random.integer(5)];
}

const randomPlace = (random: Rng, shape: Four): Four =>
  shape.map((size) => between(random, 1, size - 1)) as unknown as Four;

/** Counts the numbers that stand before the place, one axis at a time. */
function numbersBefore(shape: Four, index: Four): number {
  let before = 0;
  let block = shape[0] * shape[1] * shape[2] * shape[3];
  index.forEach((steps, axis) => {
    block /= shape[axis]!;
    before += steps * block;
  });
  return before;
}

async function ask(subject: Subject, shape: Four, index: Four): Promise<string | undefined> {
  const [count, rows, columns, colours] = shape;
  const [n, r, c, k] = index;
  const got = await subject.call([...shape], [...index]);
  return expectNumbers(got, numbersBefore(shape, index), {
    asked: `For shape [${shape.join(", ")}] and index [${index.join(", ")}]`,
    traps: [
      {
        value: ((n * colours + k) * rows + r) * columns + c,
        message:
          "That is the order of a library that keeps all red numbers together. Here the colours of one pixel stand side by side.",
      },
      {
        value: ((n * columns + c) * rows + r) * colours + k,
        message:
          "Rows and columns are mixed up: the next number to the right comes first, then the next row.",
      },
      {
        value: numbersBefore(shape, index) + 1,
        message: "Places are counted from 0, so the first number has place 0.",
      },
      {
        value: ((k * columns + c) * rows + r) * count + n,
        message: "The shape reads from the outside in: the last axis runs fastest, not the first.",
      },
      {
        value: (n * rows + r) * columns + c + k,
        message:
          "Each pixel takes as many places as there are colours, so a step to the right is more than one place.",
      },
    ],
  });
}

const checks: Check[] = [
  {
    name: "the colours of one pixel stand side by side",
    async run(subject, random) {
      const shape = randomShape(random);
      const message = await ask(subject, shape, [0, 0, 0, 0]);
      return message ?? ask(subject, shape, [0, 0, 0, between(random, 1, shape[3] - 1)]);
    },
  },
  {
    name: "then comes the next pixel to the right",
    run(subject, random) {
      const shape = randomShape(random);
      return ask(subject, shape, [0, 0, between(random, 1, shape[2] - 1), random.integer(shape[3])]);
    },
  },
  {
    name: "then the next row",
    run(subject, random) {
      const shape = randomShape(random);
      return ask(subject, shape, [0, ...randomPlace(random, shape).slice(1)] as unknown as Four);
    },
  },
  {
    name: "then the next picture",
    run(subject, random) {
      const shape = randomShape(random);
      return ask(subject, shape, randomPlace(random, shape));
    },
  },
  {
    name: "the last number has the last place",
    run(subject, random) {
      const shape = randomShape(random);
      const index = shape.map((size) => size - 1) as unknown as Four;
      return ask(subject, shape, index);
    },
  },
];

export const flatIndex: CheckedQuestion = {
  kind: "function",
  id: "start/flat-index",
  title: "Where a number lies",
  points: 5,
  answer: "placeOf",
  needs: "nothing",
  imports: [],
  seconds: 10,
  hints: [
    "How many places further is the same pixel of the next colour? Of the next column? Of the next row?",
    "A step along an axis jumps over everything that lies inside one step of it: the product of all sizes to its right.",
    "Start with n, multiply by the number of rows and add r; multiply by the columns and add c; once more for the colours.",
  ],
  checks,
};
