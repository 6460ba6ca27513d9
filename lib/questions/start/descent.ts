import type { Rng } from "../../engine/rng";
import { between, oneOf, uniforms } from "../draw";
import { expectNumbers, shapeOf } from "../expect";
import type { CheckedQuestion, Subject } from "../types";

interface Valley {
  c: number;
  bottom: number;
  start: number;
  rate: number;
  steps: number;
}

/** `shrink`: what one step leaves of the distance to the bottom, 1 - 2 c rate. */
function randomValley(random: Rng, shrink: number, steps: number): Valley {
  const [c, bottom, away] = [
    uniforms(random, 1, [1.5, 4])[0]!,
    uniforms(random, 1, [-3, 3])[0]!,
    uniforms(random, 1, [1, 3])[0]!,
  ];
  const side = oneOf(random, [-1, 1]);
  return { c, bottom, start: bottom + side * away, rate: (1 - shrink) / (2 * c), steps };
}

/** In closed form: each step multiplies the distance to the bottom by 1 - 2 c rate. */
function path({ c, bottom, start, rate, steps }: Valley, factor = 1 - 2 * c * rate): number[] {
  return Array.from({ length: steps + 1 }, (_, t) => bottom + (start - bottom) * factor ** t);
}

async function ask(subject: Subject, valley: Valley) {
  const { c, bottom, start, rate, steps } = valley;
  const got = await subject.call(c, bottom, start, rate, steps);
  const right = path(valley);
  const length = shapeOf(got).join();
  if (length !== String(steps + 1)) {
    return (
      `For ${steps} steps a list of ${steps + 1} numbers was expected: the start, then one after each step. ` +
      `Your answer gave ${length === "" ? "no list" : `a list of ${length}`}.`
    );
  }
  const stepOnce = right[1]! - start;
  return expectNumbers(got, right, {
    asked: `For c = ${c.toFixed(2)}, bottom ${bottom.toFixed(2)}, start ${start.toFixed(2)}, rate ${rate.toFixed(3)}`,
    traps: [
      {
        value: path(valley, 1 + 2 * c * rate),
        message: "The steps go up the slope. Go against it: subtract.",
      },
      { value: path(valley, 1 - c * rate), message: "The slope of (w - b)² is 2 (w - b): the 2 is missing." },
      { value: path(valley, 1 - 2 * rate), message: "The factor c belongs to the slope, too." },
      {
        value: right.map((_, t) => start + t * stepOnce),
        message: "Each step used the slope at the start. Work the slope out anew where w is now.",
      },
      {
        value: right.map((_, t) => right[Math.max(0, t - 1)]!),
        message: "The path is one step late: after the start comes the place after the first step.",
      },
    ],
  });
}

export const descent: CheckedQuestion = {
  kind: "function",
  id: "start/descent",
  title: "Walk down a slope",
  points: 4,
  answer: "descend",
  needs: "nothing",
  imports: [],
  seconds: 10,
  hints: [
    "What is the slope of c (w - bottom)² with respect to w? The chapter has it for c = 1 and bottom = 3.",
    "The slope is 2 c (w - bottom). The next w is this w minus rate times the slope at this w.",
    "Start with const path = [start], and push path[path.length - 1] - rate * slope in a loop.",
  ],
  checks: [
    {
      name: "the path begins at the start",
      run: (subject, random) => ask(subject, randomValley(random, 0.5, 0)),
    },
    {
      name: "one step goes against the slope",
      run: (subject, random) => ask(subject, randomValley(random, 0.6, 1)),
    },
    {
      name: "each step uses the slope where w is now",
      run: (subject, random) => ask(subject, randomValley(random, 0.7, between(random, 5, 9))),
    },
    {
      name: "too large a rate jumps over the bottom",
      run: (subject, random) => ask(subject, randomValley(random, -1.2, between(random, 5, 9))),
    },
  ],
};
