import type { Rng } from "../../engine/rng";
import { between, mean, normalRows, range } from "../draw";
import { describe, number, numbersIn, shapeOf } from "../expect";
import { AnswerError } from "../types";
import type { CheckedQuestion, Subject } from "../types";

type Rows = number[][];

interface Pairs {
  real: Rows;
  fake: Rows;
}

const draw = (random: Rng, count: number): Pairs => {
  const size = between(random, 4, 7);
  return { real: normalRows(random, [count, size], { mean: 2 }), fake: normalRows(random, [count, size]) };
};

async function pointsOf(subject: Subject, { real, fake }: Pairs, seed: number): Promise<Rows> {
  const copy = (rows: Rows) => rows.map((row) => [...row]);
  const got = await subject.call(copy(real), copy(fake), seed);
  const size = real[0]!.length;
  if (shapeOf(got).join() !== `${real.length},${size}`) {
    throw new AnswerError(`Expected ${real.length} points of ${size} numbers, got ${describe(got)}.`, "fail");
  }
  const numbers = numbersIn(got)!;
  return range(real.length).map((row) => numbers.slice(row * size, (row + 1) * size));
}

/** The share t of each number of a point: x = fake + t (real - fake), solved for t. */
const sharesOf = (points: Rows, { real, fake }: Pairs): Rows =>
  points.map((point, row) =>
    point.map((value, i) => (value - fake[row]![i]!) / (real[row]![i]! - fake[row]![i]!)),
  );

/** The mean share of each picture, weighted so that numbers where real and fake nearly agree do not count. */
function shareOfPicture(points: Rows, { real, fake }: Pairs): number[] {
  return points.map((point, row) => {
    const way = point.map((_, i) => real[row]![i]! - fake[row]![i]!);
    const along = point.map((value, i) => (value - fake[row]![i]!) * way[i]!);
    return mean(along) / mean(way.map((value) => value * value));
  });
}

/** How far each point lies from the line through its two pictures. */
function offLine(points: Rows, pairs: Pairs): number {
  const shares = shareOfPicture(points, pairs);
  const gaps = points.flatMap((point, row) =>
    point.map((value, i) =>
      Math.abs(value - pairs.fake[row]![i]! - shares[row]! * (pairs.real[row]![i]! - pairs.fake[row]![i]!)),
    ),
  );
  return Math.max(...gaps);
}

const seedOf = (random: Rng) => random.integer(1e6);

export const betweenPoints: CheckedQuestion = {
  kind: "function",
  id: "listing/between-points",
  title: "Points between real and fake",
  points: 8,
  answer: "betweenPoints",
  needs: "nothing",
  imports: ["rng"],
  seconds: 10,
  hints: [
    "Every picture gets one random share. All its numbers are mixed with that share.",
    "A share from 0 to 1 gives a point between the two pictures. Which of uniform() and normal() stays between 0 and 1?",
    "Make const stream = rng(seed) once. For each row: const t = stream.uniform(), then fake + t * (real - fake), number by number.",
  ],
  checks: [
    {
      name: "each point lies on the line through its two pictures",
      async run(subject, random) {
        const pairs = draw(random, 6);
        const points = await pointsOf(subject, pairs, seedOf(random));
        const gap = offLine(points, pairs);
        if (gap < 1e-9) return undefined;
        const perNumber = sharesOf(points, pairs).flat();
        return perNumber.every((share) => share >= -1e-9 && share <= 1 + 1e-9)
          ? "Each number of a picture got a share of its own, so the point lies in the box between the two pictures, not on the line."
          : `A point lies ${number(gap)} away from the line through its two pictures. Mix row i of real with row i of fake.`;
      },
    },
    {
      name: "and between them, not beyond",
      async run(subject, random) {
        const pairs = draw(random, 300);
        const shares = shareOfPicture(await pointsOf(subject, pairs, seedOf(random)), pairs);
        const beyond = shares.filter((share) => share < -1e-9 || share > 1 + 1e-9).length;
        return beyond === 0
          ? undefined
          : `${beyond} of 300 points lie beyond one of the two pictures. A share from the normal distribution does that to 66 of 100.`;
      },
    },
    {
      name: "pictures of one batch get different shares",
      async run(subject, random) {
        const pairs = draw(random, 8);
        const shares = shareOfPicture(await pointsOf(subject, pairs, seedOf(random)), pairs);
        const spread = Math.max(...shares) - Math.min(...shares);
        return spread > 1e-6
          ? undefined
          : `All 8 pictures got the share ${number(shares[0]!)}. Draw one for each picture.`;
      },
    },
    {
      name: "the shares are uniform",
      async run(subject, random) {
        const pairs = draw(random, 600);
        const shares = shareOfPicture(await pointsOf(subject, pairs, seedOf(random)), pairs);
        const quarter = range(4).map(
          (i) => shares.filter((share) => share >= i / 4 && share < (i + 1) / 4).length / shares.length,
        );
        // One standard deviation is 0.018.
        if (quarter.every((share) => Math.abs(share - 0.25) < 0.09)) return undefined;
        const percent = quarter.map((share) => `${Math.round(100 * share)} %`).join(", ");
        return `Of 600 shares ${percent} lie in the four quarters of [0, 1]. Uniform shares put 25 % into each.`;
      },
    },
    {
      name: "the seed decides",
      async run(subject, random) {
        const pairs = draw(random, 5);
        const seed = seedOf(random);
        const shares = async (of: number) => shareOfPicture(await pointsOf(subject, pairs, of), pairs);
        const [first, again, other] = [await shares(seed), await shares(seed), await shares(seed + 1)];
        if (first.some((share, i) => share !== again[i]))
          return "The same seed gave other points the second time. Draw from rng(seed), and make it inside the function.";
        return first.some((share, i) => Math.abs(share - other[i]!) > 1e-9)
          ? undefined
          : "Two seeds gave the same points.";
      },
    },
  ],
};
