import type { Rng } from "../../engine/rng";
import { between } from "../draw";
import { expectNumbers, fieldsOf } from "../expect";
import type { Trap } from "../expect";
import type { CheckedQuestion, Subject } from "../types";

type Point = [number, number];

interface Case {
  points: Point[];
  centres: Point[];
  sigma: number;
}

interface Rules {
  /** Standard deviations that count as near. */
  reach?: number;
  /** Part of a fair share that a mode must get. */
  part?: number;
  /** What the share of near points is a share of. */
  of?: "all" | "near";
}

function count({ points, centres, sigma }: Case, { reach = 3, part = 0.1, of = "all" }: Rules = {}) {
  const counts = centres.map(() => 0);
  for (const [x, y] of points) {
    const ways = centres.map((centre) => Math.hypot(centre[0] - x, centre[1] - y));
    const shortest = Math.min(...ways);
    if (shortest <= reach * sigma) counts[ways.indexOf(shortest)]! += 1;
  }
  const near = counts.reduce((sum, value) => sum + value, 0);
  return {
    modes: counts.filter((value) => value > 0 && value >= (part * points.length) / centres.length).length,
    within: near / (of === "all" ? points.length : near),
  };
}

/** Evenly spaced on a circle, turned by any angle, so that no mirror image of it is the same. */
const onCircle = (count: number, radius: number, random: Rng): Point[] => {
  const turn = 2 * Math.PI * random.uniform();
  return Array.from({ length: count }, (_, k) => {
    const angle = turn + (2 * Math.PI * k) / count;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
};

/** Points that `random` puts around the first `reached` centres, and some far from all of them. */
function draw(random: Rng, { modes, reached, far }: { modes: number; reached: number; far: number }): Case {
  const sigma = 0.05 + 0.1 * random.uniform();
  const centres = onCircle(modes, 2, random);
  const points = Array.from({ length: 40 * reached }, (_, i): Point => {
    const [x, y] = centres[i % reached]!;
    return [x + sigma * random.normal(), y + sigma * random.normal()];
  });
  const outside = Array.from({ length: far }, (): Point => [0.3 * random.uniform(), 0.3 * random.uniform()]);
  return { points: [...points, ...outside], centres, sigma };
}

async function ask(subject: Subject, given: Case, [which, asked]: ["modes" | "within", string]) {
  const got = fieldsOf(await subject.call(given.points, given.centres, given.sigma), ["modes", "within"]);
  const right = count(given);
  const traps: Trap[] = [
    { value: count(given, { reach: 1 })[which], message: "Three standard deviations are near, not one." },
    {
      value: count(given, { reach: 9 })[which],
      message: "3 sigma is a length. Compare it with the distance, not with its square.",
    },
    {
      value: count(given, { reach: Math.sqrt(3) })[which],
      message: "The square of 3 sigma is 9 sigma^2, not 3 sigma^2.",
    },
    {
      value: count(given, { reach: Infinity })[which],
      message: "Points that are far from every centre reach no mode.",
    },
    {
      value: count(given, { part: 0 })[which],
      message: "One stray point is not enough: a mode needs a tenth of its fair share.",
    },
    { value: count(given, { part: 1 })[which], message: "A tenth of the fair share is enough." },
    {
      value: count(given, { of: "near" })[which],
      message: "It is a share of all points, the far ones included.",
    },
  ];
  return expectNumbers(got[which], right[which], { asked: `${asked}: ${which} =`, traps });
}

export const modesReached: CheckedQuestion = {
  kind: "function",
  id: "failures/modes-reached",
  title: "A detector for collapse",
  points: 8,
  answer: "modesReached",
  needs: "nothing",
  imports: [],
  seconds: 10,
  hints: [
    "For each point: which centre is nearest, and how far is it? Only then ask whether that is near enough.",
    "Keep one count for each centre. A point counts for its nearest centre if Math.hypot(x - cx, y - cy) <= 3 * sigma.",
    "A fair share is points.length / centres.length. Modes: how many counts are at least a tenth of that. Within: the sum of the counts over points.length.",
  ],
  checks: [
    {
      name: "all modes of a perfect generator",
      async run(subject, random) {
        const modes = between(random, 5, 9);
        const given = draw(random, { modes, reached: modes, far: 0 });
        return (
          (await ask(subject, given, ["modes", "Where every mode gets its share"])) ??
          ask(subject, given, ["within", "Where every mode gets its share"])
        );
      },
    },
    {
      name: "a collapsed generator",
      run: (subject, random) =>
        ask(subject, draw(random, { modes: 8, reached: between(random, 1, 6), far: 0 }), [
          "modes",
          "Where some modes are never reached",
        ]),
    },
    {
      name: "points between the modes",
      run: (subject, random) =>
        ask(subject, draw(random, { modes: 7, reached: 4, far: between(random, 30, 90) }), [
          "within",
          "With points in the middle of the ring",
        ]),
    },
    {
      name: "3 sigma, no more and no less",
      weight: 2,
      async run(subject, random) {
        // Quarters, so that the point at exactly 3 sigma is exact in binary.
        const [at, sigma] = [between(random, -4, 4) / 4, between(random, 1, 3) / 4];
        const distances = [3, 0.3, 1.4, 1.9, 2.7, 2.98, 3.02, 3.5, 5, 8.8];
        const points = distances.map((d, i): Point => {
          const angle = 0.7 * i;
          return [at + d * sigma * Math.cos(angle), d * sigma * Math.sin(angle)];
        });
        return ask(subject, { points, centres: [[at, 0]], sigma }, [
          "within",
          "For points at 0.3 to 8.8 sigma from one centre",
        ]);
      },
    },
    {
      name: "a point belongs to its nearest centre only",
      async run(subject, random) {
        const sigma = 1;
        const points = Array.from({ length: 40 }, (): Point => [
          1.4 + 0.3 * random.normal(),
          0.3 * random.normal(),
        ]);
        // Both centres lie within 3 sigma of most points, but only the first is the nearest.
        const given: Case = { points, centres: [[1, 0], [4, 0]], sigma }; // prettier-ignore
        return (
          (await ask(subject, given, ["modes", "Where two centres lie close together"])) ??
          ask(subject, given, ["within", "Where two centres lie close together"])
        );
      },
    },
    {
      name: "a stray point does not reach a mode, a tenth of the share does",
      weight: 2,
      async run(subject, random) {
        const centres = onCircle(4, 2, random);
        const at = (mode: number, size: number) => Array.from({ length: size }, () => centres[mode]!);
        // 1,600 points: a fair share is 400, a tenth of it is 40.
        const few = between(random, 37, 39);
        const points = [...at(0, 800 - few), ...at(1, 760), ...at(2, 40), ...at(3, few)];
        return ask(subject, { points, centres, sigma: 0.1 }, [
          "modes",
          `For 1,600 points, ${few} of them at one mode and 40 at another`,
        ]);
      },
    },
  ],
};
