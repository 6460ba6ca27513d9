import type { Rng } from "../../engine/rng";
import { dot, normals } from "../draw";
import { expectNumbers, number } from "../expect";
import type { Check, CheckedQuestion, Subject } from "../types";

interface Case {
  z: number[];
  direction: number[];
  target: number;
}

const length = (v: readonly number[]) => Math.sqrt(dot(v, v));
const along = (v: readonly number[], z: readonly number[], step: number) =>
  z.map((value, i) => value + step * v[i]!);

/** Where z lies along the direction, in units of length. */
const coordinate = ({ z, direction }: Case) => dot(z, direction) / length(direction);

function moved(one: Case): number[] {
  return along(one.direction, one.z, (one.target - coordinate(one)) / length(one.direction));
}

async function ask(subject: Subject, one: Case): Promise<string | undefined> {
  const { z, direction, target } = one;
  const long = length(direction);
  return expectNumbers(await subject.call([...z], [...direction], target), moved(one), {
    asked: `For z = [${z.map(number).join(", ")}], direction = [${direction.map(number).join(", ")}] and target ${number(target)}`,
    tolerance: 1e-6,
    traps: [
      {
        value: along(direction, z, target / long),
        message: "That moves z *by* the target, and not *to* it: where z lies already must be subtracted.",
      },
      {
        value: along(direction, z, target - coordinate(one)),
        message: "The direction is not of length 1, so one step along it is longer: divide by its length.",
      },
      {
        value: along(direction, z, target - dot(z, direction)),
        message: "That would be right for a direction of length 1. This one has another length.",
      },
      {
        value: along(direction, z, (target - dot(z, direction)) / long),
        message:
          "The sum of products of z and the direction must be divided by the length, too: it is measured in steps of 1.",
      },
      {
        value: direction.map((value) => (target * value) / long),
        message: "That forgets z: what lies across the direction must stay as it is.",
      },
      {
        value: along(direction, z, (coordinate(one) - target) / long),
        message: "That goes away from the target: subtract the other way round.",
      },
    ],
  });
}

/** Numbers with two digits, so that a message can be checked with a pencil. */
const rounded = (values: readonly number[]) => values.map((value) => Math.round(value * 100) / 100);

function draw(random: Rng, { size, unit }: { size: number; unit: boolean }): Case {
  const z = rounded(normals(random, size));
  const direction = unit
    ? Array.from({ length: size }, (_, i) => (i === 1 ? 1 : 0))
    : rounded(normals(random, size, { spread: 2 })).map((value) => (value === 0 ? 1 : value));
  return { z, direction, target: (random.integer(2) === 0 ? -1 : 1) * (2 + random.integer(20) / 10) };
}

const check = (name: string, how: { size: number; unit: boolean }): Check => ({
  name,
  run: (subject, random) => ask(subject, draw(random, how)),
});

export const moveTo: CheckedQuestion = {
  kind: "function",
  id: "stake/move-to",
  title: "As far as wanted, and no further",
  points: 6,
  answer: "moveTo",
  needs: "nothing",
  imports: [],
  seconds: 5,
  hints: [
    "Draw it in two dimensions: an arrow for the direction, a point for z. How far along the arrow does the point lie, and how far should it lie?",
    "The coordinate is (z · d) / |d|. What is missing to the target? A step of that many units is that number times d / |d|.",
    "z + ((target - (z · d) / |d|) / |d|) * d, for every number of z.",
  ],
  checks: [
    check("along one axis", { size: 3, unit: true }),
    {
      name: "from the origin",
      run(subject, random) {
        const one = draw(random, { size: 3, unit: true });
        return ask(subject, { ...one, z: [0, 0, 0] });
      },
    },
    check("along a direction of any length", { size: 3, unit: false }),
    check("in a hundred dimensions", { size: 100, unit: false }),
    {
      name: "moved twice to one target, it stays there",
      async run(subject, random) {
        const one = draw(random, { size: 5, unit: false });
        const there = moved(one);
        return expectNumbers(await subject.call([...there], [...one.direction], one.target), there, {
          asked: "For a z that lies at the target already,",
          tolerance: 1e-6,
          otherwise: "Nothing is missing there, so nothing may move.",
        });
      },
    },
  ],
};
