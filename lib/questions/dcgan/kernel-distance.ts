import type { Rng } from "../../engine/rng";
import { between, dot, mean, normalRows, normals, range } from "../draw";
import { expectNumbers, number, numbersIn } from "../expect";
import type { Trap } from "../expect";
import { AnswerError } from "../types";
import type { CheckedQuestion, Subject } from "../types";

type Rows = number[][];

const cubic = (a: readonly number[], b: readonly number[]) => (dot(a, b) / a.length + 1) ** 3;

type Kernel = typeof cubic;

/** Over all pairs of different vectors of one set; with `isOther` false, also of a vector with itself. */
function meanWithin(x: Rows, kernel: Kernel, isOther = true): number {
  return mean(x.flatMap((a, i) => x.filter((_, j) => !isOther || i !== j).map((b) => kernel(a, b))));
}

function meanBetween(x: Rows, y: Rows, kernel: Kernel): number {
  return mean(x.flatMap((a) => y.map((b) => kernel(a, b))));
}

interface Formula {
  kernel?: Kernel;
  cross?: number;
  isOther?: boolean;
}

function distance(x: Rows, y: Rows, { kernel = cubic, cross = 2, isOther = true }: Formula = {}): number {
  const within = meanWithin(x, kernel, isOther) + meanWithin(y, kernel, isOther);
  return within - cross * meanBetween(x, y, kernel);
}

async function call(subject: Subject, x: Rows, y: Rows): Promise<number> {
  const got = numbersIn(await subject.call(x, y));
  if (got?.length !== 1) throw new AnswerError("The distance of two sets is one number.", "fail");
  return got[0]!;
}

async function ask(subject: Subject, [x, y]: [Rows, Rows], asked: string) {
  const got = await call(subject, x, y);
  const [m, n] = [x.length, y.length];
  const right = distance(x, y);
  const shrunk = ((m - 1) / m) * meanWithin(x, cubic) + ((n - 1) / n) * meanWithin(y, cubic);
  const traps: Trap[] = [
    {
      value: distance(x, y, { isOther: false }),
      message: "A picture was compared with itself. Take pairs of different pictures within a set.",
    },
    {
      value: shrunk - 2 * meanBetween(x, y, cubic),
      message: "The sum over different pairs has m (m - 1) terms: divide by that, not by m².",
    },
    { value: distance(x, y, { cross: 1 }), message: "The mixed pairs count twice." },
    {
      value: distance(x, y, { kernel: (a, b) => (dot(a, b) + 1) ** 3 }),
      message: "The product of two vectors is divided by d, the number of features.",
    },
    {
      value: distance(x, y, { kernel: (a, b) => (dot(a, b) / a.length) ** 3 }),
      message: "The + 1 in the kernel is missing: without it the kernel sees less of the difference.",
    },
    {
      value: distance(x, y, { kernel: (a, b) => (dot(a, b) / a.length + 1) ** 2 }),
      message: "The kernel is cubic: to the power of three.",
    },
    {
      value: Math.sqrt(Math.abs(right)),
      message: "The root was taken. The estimate may be negative, so it is left squared.",
    },
    { value: Math.max(0, right), message: "An unbiased estimate may be negative. Do not cut it off." },
    { value: Math.abs(right), message: "An unbiased estimate may be negative. Do not take its size." },
    { value: -right, message: "The sign is turned: like pairs count as plus, mixed pairs as minus." },
  ];
  return expectNumbers(got, right, { asked, tolerance: 1e-6, traps });
}

const sets = (random: Rng, [m, n]: [number, number], shift = 0): [Rows, Rows] => {
  const d = between(random, 3, 5);
  return [normalRows(random, [m, d]), normalRows(random, [n, d], { mean: shift })];
};

export const kernelDistance: CheckedQuestion = {
  kind: "function",
  id: "dcgan/kernel-distance",
  title: "The kernel distance",
  points: 8,
  answer: "distanceOf",
  needs: "nothing",
  imports: [],
  seconds: 15,
  hints: [
    "Write the kernel of two vectors first. Then a function for the mean over pairs.",
    "Within a set leave out the pairs of a picture with itself, and divide by the number of pairs that are left.",
    "mean of k(x, x') over i ≠ j, plus the same for y, minus twice the mean of k(x, y) over all m n mixed pairs.",
  ],
  checks: [
    {
      name: "two sets of one repeated vector each",
      async run(subject, random) {
        const [a, b] = [normals(random, 4), normals(random, 4, { mean: 1 })];
        const repeat = (vector: number[], count: number) => range(count).map(() => [...vector]);
        return ask(
          subject,
          [repeat(a, between(random, 3, 5)), repeat(b, between(random, 3, 5))],
          "For sets that repeat one vector",
        );
      },
    },
    {
      name: "two sets of two vectors",
      run: (subject, random) => ask(subject, sets(random, [2, 2]), "For two sets of two vectors"),
    },
    {
      name: "sets of different sizes, far apart",
      run: (subject, random) =>
        ask(
          subject,
          sets(random, [between(random, 5, 7), between(random, 8, 11)], 1.5),
          "For sets of different sizes",
        ),
    },
    {
      name: "which set comes first does not matter",
      async run(subject, random) {
        const [x, y] = sets(random, [4, 6], 0.5);
        const [there, back] = [await call(subject, x, y), await call(subject, y, x)];
        return Math.abs(there - back) <= 1e-9 * (1 + Math.abs(there))
          ? undefined
          : `The distance from x to y is ${number(there)}, and from y to x ${number(back)}. Both sets are treated alike.`;
      },
    },
    {
      name: "0 in the mean for two samples of one source",
      async run(subject, random) {
        const draws: number[] = [];
        for (const round of range(150)) {
          const [x, y] = [
            normalRows(random.stream(round, "x"), [4, 4]),
            normalRows(random.stream(round, "y"), [4, 4]),
          ];
          const got = await call(subject, x, y);
          draws.push(got);
        }
        const middle = mean(draws);
        const error = Math.sqrt(mean(draws.map((value) => (value - middle) ** 2)) / draws.length);
        if (Math.abs(middle) < 4 * error) return undefined;
        return (
          `Over 150 pairs of samples from one source the mean is ${number(middle)}, ± ${number(error)}. It should be 0. ` +
          "A distance that is above 0 for equal sources is biased: are there pairs of a sample with itself, or is a negative value cut off?"
        );
      },
    },
  ],
};
