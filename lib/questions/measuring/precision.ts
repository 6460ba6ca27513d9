import type { Rng } from "../../engine/rng";
import { between, normalRows, range } from "../draw";
import { expectNumbers } from "../expect";
import type { Trap } from "../expect";
import type { CheckedQuestion, Subject } from "../types";

type Rows = number[][];

const square = (a: readonly number[], b: readonly number[]) =>
  a.reduce((total, value, i) => total + (value - b[i]!) ** 2, 0);

/** The k-th smallest by counting, not by sorting: the smallest radius that k others do not exceed. */
function reach(points: Rows, i: number, k: number): number {
  const others = points.filter((_, j) => j !== i).map((point) => square(points[i]!, point));
  const fits = others.filter((radius) => others.filter((one) => one <= radius).length >= k);
  return Math.min(...fits);
}

/** Share of `asked` inside the balls of `centres`; `isInside` may bend the rule. */
function share(asked: Rows, centres: Rows, { k, strict = false }: { k: number; strict?: boolean }): number {
  const radii = range(centres.length).map((i) => (k === 0 ? 0 : reach(centres, i, k)));
  const isIn = (point: number[]) =>
    centres.some((centre, i) => {
      const gap = square(point, centre);
      return strict ? gap < radii[i]! : gap <= radii[i]!;
    });
  return asked.filter(isIn).length / asked.length;
}

/** Only the ball of the nearest centre counts. */
function byNearest(asked: Rows, centres: Rows, k: number): number {
  const isIn = (point: number[]) => {
    const gaps = centres.map((centre) => square(point, centre));
    const nearest = gaps.indexOf(Math.min(...gaps));
    return gaps[nearest]! <= reach(centres, nearest, k);
  };
  return asked.filter(isIn).length / asked.length;
}

interface Given {
  real: Rows;
  generated: Rows;
  k: number;
}

async function ask(subject: Subject, { real, generated, k }: Given, asked: string) {
  const right = share(generated, real, { k });
  const traps: Trap[] = [
    {
      value: share(generated, real, { k: k - 1 }),
      message: "The nearest real picture of a real picture is itself. It does not count as a neighbour.",
    },
    { value: share(generated, real, { k: k + 1 }), message: "The balls reach one neighbour too far." },
    {
      value: share(real, generated, { k }),
      message: "That is the recall. For precision the balls stand around the real pictures.",
    },
    {
      value: share(generated, real, { k, strict: true }),
      message: "A picture on the edge of a ball is inside.",
    },
    {
      value: byNearest(generated, real, k),
      message: "The ball of any real picture will do, not only that of the nearest one.",
    },
    {
      value: right * generated.length,
      message: "That is a count. Divide by the number of generated pictures.",
    },
    {
      value: (right * generated.length) / real.length,
      message: "Divide by the number of generated pictures.",
    },
    { value: 1 - right, message: "That is the share outside." },
  ];
  return expectNumbers(await subject.call(real, generated, k), right, { asked, traps, tolerance: 1e-9 });
}

function clouds(random: Rng, k: number): Given {
  const real = normalRows(random, [between(random, 12, 16), 2]);
  const generated = normalRows(random, [between(random, 30, 40), 2], { spread: 1.6 });
  return { real, generated, k };
}

export const precision: CheckedQuestion = {
  kind: "function",
  id: "measuring/precision",
  title: "Precision",
  points: 10,
  answer: "precision",
  needs: "nothing",
  imports: [],
  seconds: 10,
  hints: [
    "First the radius of each real picture: its distance to its k-th nearest neighbour among the other real pictures.",
    "Sorted distances from a real picture to all real pictures begin with 0, its distance to itself. So the k-th neighbour stands at place k of that list.",
    "A generated picture counts when some real picture is no further from it than that real picture's radius. Then divide by the number of generated pictures.",
  ],
  checks: [
    {
      name: "copies of real pictures are inside, far pictures outside",
      async run(subject, random) {
        const real = normalRows(random, [between(random, 8, 12), 3]);
        const far = real.map((row) => row.map((value) => value + 100)).slice(0, between(random, 2, 5));
        return ask(subject, { real, generated: [...real, ...far], k: 3 }, "For copies and far pictures");
      },
    },
    {
      name: "the edge is inside",
      async run(subject, random) {
        const step = 2 ** between(random, 0, 3);
        const real = [0, 1, 2, 3, 4].map((place) => [place * step]);
        const generated = [5, -1, 5.5, -1.5, 9].map((place) => [place * step]);
        return ask(
          subject,
          { real, generated, k: 1 },
          `For real pictures at 0, ${step}, ${2 * step}, ... and k = 1`,
        );
      },
    },
    {
      name: "the k-th neighbour, for several k",
      weight: 2,
      async run(subject, random) {
        for (const k of [1, 2, 3, 5]) {
          for (const round of range(4)) {
            const message = await ask(
              subject,
              clouds(random.stream(k, round), k),
              `For two clouds and k = ${k}`,
            );
            if (message !== undefined) return message;
          }
        }
        return undefined;
      },
    },
    {
      name: "any ball will do",
      async run(subject, random) {
        // Three real pictures close together, one far away whose ball is so large that it holds what lies between.
        const centre = between(random, 10, 20);
        const real = [[0], [0.1], [0.2], [centre]];
        const generated = [[centre * 0.4], [centre * 0.3], [-centre * 2], [0.05]];
        return ask(subject, { real, generated, k: 1 }, "With one real picture far from the others");
      },
    },
  ],
};
