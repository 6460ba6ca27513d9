import type { Rng } from "../../engine/rng";
import { between, mean, normalRows, range } from "../draw";
import { expectNumbers } from "../expect";
import type { Trap } from "../expect";
import type { CheckedQuestion, Subject } from "../types";

type Rows = number[][];

/** By pairs: the mean squared difference of two different numbers is twice the unbiased variance. */
function variance(values: readonly number[]): number {
  const squares = values.flatMap((a, i) => values.filter((_, j) => j !== i).map((b) => (a - b) ** 2));
  return mean(squares) / 2;
}

const plainVariance = (values: readonly number[]) => (variance(values) * (values.length - 1)) / values.length;

/** What each feature adds; the fields are places where answers go wrong. */
interface Way {
  spread?: (values: readonly number[]) => number;
  means?: number;
  spreads?: number;
}

function distance(x: Rows, y: Rows, { spread, means = 1, spreads = 1 }: Way = {}): number {
  const spreadOf = spread ?? ((values: readonly number[]) => Math.sqrt(variance(values)));
  return range(x[0]!.length).reduce((total, i) => {
    const [a, b] = [x.map((row) => row[i]!), y.map((row) => row[i]!)];
    return total + means * (mean(a) - mean(b)) ** 2 + spreads * (spreadOf(a) - spreadOf(b)) ** 2;
  }, 0);
}

async function ask(subject: Subject, [x, y]: [Rows, Rows], asked: string) {
  const right = distance(x, y);
  const traps: Trap[] = [
    {
      value: distance(x, y, { spread: variance }),
      message: "Compare the standard deviations, not the variances.",
    },
    {
      value: distance(x, y, { spread: (values) => Math.sqrt(plainVariance(values)) }),
      message: "The unbiased variance divides by the number of rows less one.",
    },
    {
      value: distance(x, y, { spreads: 0 }),
      message: "Only the means were compared. The spreads count, too.",
    },
    { value: distance(x, y, { means: 0 }), message: "Only the spreads were compared. The means count, too." },
    { value: Math.sqrt(right), message: "The root was taken. By custom the squared distance is reported." },
    { value: right / x[0]!.length, message: "Features add up: take the sum over them, not the mean." },
    { value: distance(x, y, { spreads: 2 }), message: "The spreads count once." },
  ];
  return expectNumbers(await subject.call(x, y), right, { asked, traps, tolerance: 1e-8 });
}

interface Sizes {
  rows: [number, number];
  features: number;
  shift?: number;
  stretch?: number;
}

function clouds(random: Rng, { rows, features, shift = 0, stretch = 1 }: Sizes): [Rows, Rows] {
  const [x, y] = rows.map((count) => normalRows(random, [count, features])) as [Rows, Rows];
  return [x, y.map((row) => row.map((value, i) => stretch * value + shift * (i + 1)))];
}

export const frechetDiagonal: CheckedQuestion = {
  kind: "function",
  id: "measuring/frechet-diagonal",
  title: "The Fréchet distance, feature by feature",
  points: 8,
  answer: "frechetDiagonal",
  needs: "nothing",
  imports: [],
  seconds: 10,
  hints: [
    "One feature is one column. Write mean and standard deviation of a column first, then add up over the columns.",
    "A column adds the squared difference of the two means and the squared difference of the two standard deviations.",
    "The standard deviation is the root of: the sum of squared distances from the mean, divided by the number of rows less one.",
  ],
  checks: [
    {
      name: "one feature, moved as a whole",
      async run(subject, random) {
        const x = normalRows(random, [between(random, 4, 7), 1]);
        const move = 1 + random.uniform();
        return ask(
          subject,
          [x, x.map(([value]) => [value! + move])],
          `When one feature moves by ${move.toFixed(3)}`,
        );
      },
    },
    {
      name: "a set and the same set in another order",
      async run(subject, random) {
        const x = normalRows(random, [between(random, 4, 7), 3]);
        return ask(subject, [x, [...x].reverse()], "For a set and itself, reversed,");
      },
    },
    {
      name: "one feature, wider",
      async run(subject, random) {
        const x = normalRows(random, [between(random, 4, 7), 1]);
        const middle = mean(x.flat());
        return ask(
          subject,
          [x, x.map(([value]) => [middle + 3 * (value! - middle)])],
          "For one mean and three times the spread",
        );
      },
    },
    {
      name: "all features count",
      run: (subject, random) =>
        ask(
          subject,
          clouds(random, { rows: [5, 5], features: 4, shift: 1, stretch: 2 }),
          "For four features",
        ),
    },
    {
      name: "sets of different sizes",
      run: (subject, random) =>
        ask(
          subject,
          clouds(random, {
            rows: [between(random, 3, 4), between(random, 8, 11)],
            features: 3,
            shift: 0.5,
            stretch: 1.5,
          }),
          "For sets of different sizes",
        ),
    },
  ],
};
