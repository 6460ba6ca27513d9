import type { Rng } from "../../engine/rng";
import { between, dot, normals, range } from "../draw";
import { describe, expectNumbers, numbersIn, shapeOf } from "../expect";
import type { Trap } from "../expect";
import type { CheckedQuestion, Plain, Subject } from "../types";

type Vector = number[];

const lengthOf = (a: Vector) => Math.sqrt(dot(a, a));
const mix = (a: Vector, b: Vector, [ofA, ofB]: readonly [number, number]) =>
  a.map((value, i) => ofA * value + ofB * b[i]!);

/**
 * Oracle by turning, not by the formula with sines: `side` is the direction at a right angle to a, in the plane of both. For
 * ends of different lengths the vector is turned in units of its ends: a and b are both made of length 1 and put back.
 */
function walk(a: Vector, b: Vector, shares: readonly number[]): Vector[] {
  const [unitA, unitB] = [mix(a, a, [1 / lengthOf(a), 0]), mix(b, b, [1 / lengthOf(b), 0])];
  const cosine = dot(unitA, unitB);
  const across = mix(unitB, unitA, [1, -cosine]);
  const side = mix(across, across, [1 / lengthOf(across), 0]);
  const angle = Math.atan2(dot(unitB, side), cosine);
  return shares.map((share) => {
    // Coordinates in the basis (unitA, unitB) of the unit vector turned by share * angle.
    const turned = [Math.cos(share * angle), Math.sin(share * angle)] as const;
    const ofB = turned[1] / Math.sin(angle);
    const ofA = turned[0] - ofB * cosine;
    return mix(a, b, [ofA, ofB]);
  });
}

const evenShares = (count: number) => range(count).map((i) => i / (count - 1));
const chord = (a: Vector, b: Vector, shares: readonly number[]) => shares.map((t) => mix(a, b, [1 - t, t]));

/** With the angle taken from the bare product, as if both ends had length 1. */
function carelessAngle(a: Vector, b: Vector, shares: readonly number[]): Vector[] {
  const angle = Math.acos(Math.max(-1, Math.min(1, dot(a, b))));
  const sine = Math.sin(angle) || 1;
  return shares.map((t) => mix(a, b, [Math.sin((1 - t) * angle) / sine, Math.sin(t * angle) / sine]));
}

function rescaled(points: Vector[], length: number): Vector[] {
  return points.map((point) => mix(point, point, [length / lengthOf(point), 0]));
}

interface Walk {
  ends: readonly [Vector, Vector];
  count: number;
}

async function ask(subject: Subject, { ends: [a, b], count }: Walk, asked: string) {
  const got = await subject.call(a, b, count);
  if (shapeOf(got).join() !== `${count},${a.length}`) {
    return `Expected ${count} vectors of ${a.length} numbers. Your answer gave ${describe(got)}.`;
  }
  const shares = evenShares(count);
  const early = range(count).map((i) => i / count);
  const traps: Trap[] = [
    {
      value: chord(a, b, shares).flat(),
      message: "That is the straight line. Its middle is too short for a latent: walk along the arc.",
    },
    {
      value: rescaled(chord(a, b, shares), lengthOf(a)).flat(),
      message:
        "The length is right, but the steps are uneven: they are longest in the middle. Share out the angle.",
    },
    {
      value: walk(a, b, early).flat(),
      message: "The walk ends one step early. The last of the points is b: divide by count - 1.",
    },
    {
      value: carelessAngle(a, b, shares).flat(),
      message: "The cosine of the angle is the product divided by both lengths.",
    },
    { value: walk(b, a, shares).flat(), message: "The walk goes from b to a." },
    {
      value: rescaled(walk(a, b, shares), 1).flat(),
      message: "All points were given length 1. Latents are about as long as a and b.",
    },
  ];
  return expectNumbers(got, walk(a, b, shares).flat(), { asked, tolerance: 1e-6, traps });
}

/** Two vectors of the given lengths with an angle between 40 and 140 degrees, as latents have. */
function ends(random: Rng, ofA: number, ofB: number): [Vector, Vector] {
  const size = between(random, 6, 10);
  const a = normals(random, size);
  const b = normals(random, size);
  const cosine = dot(a, b) / (lengthOf(a) * lengthOf(b));
  if (Math.abs(cosine) > 0.75 || Math.abs(cosine) < 0.05) return ends(random, ofA, ofB);
  return [mix(a, a, [ofA / lengthOf(a), 0]), mix(b, b, [ofB / lengthOf(b), 0])];
}

export const latentWalk: CheckedQuestion = {
  kind: "function",
  id: "dcgan/latent-walk",
  title: "A walk between two latents",
  points: 6,
  answer: "walk",
  needs: "nothing",
  imports: [],
  seconds: 10,
  hints: [
    "Which share t belongs to point i of count, if the first is a and the last is b?",
    "The cosine of the angle is the product of a and b, divided by the two lengths. Math.acos gives the angle.",
    "For each t: sin((1 - t) angle) / sin(angle) times a, plus sin(t angle) / sin(angle) times b.",
  ],
  checks: [
    {
      name: "from a to b, both included",
      run: (subject, random) =>
        ask(subject, { ends: ends(random, 1, 1), count: 2 }, "For a walk of two points"),
    },
    {
      name: "half way between two vectors of length 1",
      run: (subject, random) =>
        ask(subject, { ends: ends(random, 1, 1), count: 3 }, "For ends of length 1 and three points"),
    },
    {
      name: "equal angles from step to step",
      run: (subject, random) =>
        ask(subject, { ends: ends(random, 1, 1), count: between(random, 6, 9) }, "For ends of length 1"),
    },
    {
      name: "every point is as long as the ends",
      async run(subject, random) {
        const length = 2 + 2 * random.uniform();
        const [a, b] = ends(random, length, length);
        const points = await subject.call(a, b, 5);
        if (!Array.isArray(points))
          return `Expected a list of vectors. Your answer gave ${describe(points)}.`;
        const lengths = (points as readonly Plain[]).map((point) => lengthOf(numbersIn(point) ?? [NaN]));
        return expectNumbers(
          lengths,
          lengths.map(() => length),
          {
            asked: `Between two latents of length ${length.toFixed(2)}: lengths of the points =`,
            otherwise: "On the arc the length stays; on the straight line the middle is shorter.",
          },
        );
      },
    },
    {
      name: "latents are longer than 1",
      run: (subject, random) => {
        const length = 2 + 2 * random.uniform();
        return ask(
          subject,
          { ends: ends(random, length, length), count: between(random, 4, 7) },
          `For ends of length ${length.toFixed(1)}`,
        );
      },
    },
    {
      name: "ends of different lengths",
      run: (subject, random) =>
        ask(
          subject,
          { ends: ends(random, 2.5, 3.5), count: between(random, 5, 7) },
          "For ends of lengths 2.5 and 3.5",
        ),
    },
  ],
};
