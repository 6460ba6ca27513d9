import type { Rng } from "../../engine/rng";
import { between, mean, range, uniforms } from "../draw";
import { expectNumbers, shapeOf } from "../expect";
import type { Trap } from "../expect";
import { PlainTensor } from "../types";
import type { CheckedQuestion, Subject } from "../types";

const COLOURS = 3;

/** Pictures as lists of numbers in [-1, 1]; each picture has a brightness of its own. */
interface Pictures {
  shape: number[];
  values: number[][];
}

function pictures(random: Rng, count: number): Pictures {
  const [rows, columns] = [between(random, 3, 5), between(random, 6, 8)];
  const values = range(count).map((i) => {
    const low = -1 + (1.6 * i) / count;
    return range(rows * columns).flatMap(() => [
      ...uniforms(random, 1, [low, low + 0.2]), // the three colours differ too
      ...uniforms(random, 1, [low + 0.1, low + 0.3]),
      ...uniforms(random, 1, [low + 0.2, low + 0.4]),
    ]);
  });
  return { shape: [count, rows, columns, COLOURS], values };
}

const flat = (shape: readonly number[], value: number) =>
  Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => value);

async function ask(subject: Subject, { shape, values }: Pictures, asked: string) {
  const got = await subject.call(new PlainTensor(shape, Float32Array.from(values.flat())));
  const means = values.map(mean);
  const right = means.map((value) => (value + 1) / 2);
  const gotShape = shapeOf(got);
  if (gotShape.join() !== String(values.length)) {
    return (
      `Expected a tensor of shape [${values.length}], one number for each picture. Your answer has shape ` +
      `[${gotShape.join(", ")}]. Which axes are to go, and which one stays?`
    );
  }
  const all = mean(means);
  const traps: Trap[] = [
    { value: means, message: "That is the mean from -1 to 1. Move it to the range from 0 to 1." },
    { value: means.map((value) => value / 255), message: noBytes },
    { value: means.map((value) => (value + 1) / 255), message: noBytes },
    {
      value: means.map((value) => value + 1),
      message: "The range from -1 to 1 is 2 wide: halve what you have.",
    },
    {
      value: right.map(() => (all + 1) / 2),
      message: "All pictures got one mean. Take the mean of each picture: over rows, columns and colours.",
    },
    {
      value: values.map((picture) => (Math.max(...picture) + 1) / 2),
      message: "That is the brightest point. Brightness is the mean of all numbers.",
    },
    {
      value: values.map((picture) => (mean(picture.filter((_, i) => i % COLOURS === 0)) + 1) / 2),
      message: "Only the red part was looked at. Take all three colours.",
    },
    {
      value: values.map((picture) => mean(picture.map(Math.abs))),
      message: "A dark number is negative, and stays dark: do not take its size without its sign.",
    },
  ];
  return expectNumbers(got, right, { asked, tolerance: 1e-4, traps });
}

const noBytes = "These numbers are no bytes: they run from -1 to 1, so there is nothing to divide by 255.";

export const brightness: CheckedQuestion = {
  kind: "function",
  id: "start/brightness",
  title: "How bright is a picture?",
  points: 4,
  answer: "brightness",
  needs: "tensorflow",
  imports: ["tf"],
  seconds: 20,
  hints: [
    "pictures.mean() makes one number out of everything. It also takes a list of axes to average over.",
    "Average over the axes 1, 2 and 3, so that axis 0, the pictures, is left.",
    "The mean lies between -1 and 1. Which sum and which division move -1 to 0 and 1 to 1?",
  ],
  checks: [
    {
      name: "white is 1",
      run: (subject, random) => {
        const shape = [1, between(random, 2, 4), 5, COLOURS];
        return ask(subject, { shape, values: [flat(shape, 1)] }, "For a white picture");
      },
    },
    {
      name: "black is 0",
      run: (subject, random) => {
        const shape = [1, between(random, 2, 4), 5, COLOURS];
        return ask(subject, { shape, values: [flat(shape, -1)] }, "For a black picture");
      },
    },
    {
      name: "all points and colours count",
      run: (subject, random) => {
        return ask(subject, pictures(random, 1), "For one random picture");
      },
    },
    {
      name: "each picture has its own brightness",
      run: (subject, random) => {
        const several = pictures(random, between(random, 4, 6));
        return ask(subject, several, `For ${several.values.length} random pictures`);
      },
    },
  ],
};
