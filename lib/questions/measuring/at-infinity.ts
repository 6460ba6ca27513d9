import type { Rng } from "../../engine/rng";
import { between, dot, mean, normals, range } from "../draw";
import { expectNumbers } from "../expect";
import type { Trap } from "../expect";
import type { CheckedQuestion, Subject } from "../types";

/** Least squares by the normal equations of a + b x; gives [a, b]. */
function line(x: readonly number[], y: readonly number[]): [a: number, b: number] {
  const n = x.length;
  const [sx, sy, sxx, sxy] = [mean(x) * n, mean(y) * n, dot(x, x), dot(x, y)];
  const determinant = n * sxx - sx * sx;
  return [(sxx * sy - sx * sxy) / determinant, (n * sxy - sx * sy) / determinant];
}

async function ask(subject: Subject, [counts, values]: [number[], number[]], asked: string) {
  const inverse = counts.map((n) => 1 / n);
  const [right, slope] = line(inverse, values);
  const last = values.length - 1;
  const through = (values[last]! * counts[last]! - values[0]! * counts[0]!) / (counts[last]! - counts[0]!);
  const traps: Trap[] = [
    { value: slope, message: "That is the slope. What remains when 1 / n is 0?" },
    {
      value: line(counts, values)[0],
      message: "That is the line's value at n = 0. Put 1 / n on the axis, not n.",
    },
    { value: values[last]!, message: "That is the value for the largest n. There is still bias in it." },
    { value: mean(values), message: "A mean over all n keeps their bias." },
    {
      value: line(
        counts.map((n) => 1 / Math.sqrt(n)),
        values,
      )[0],
      message: "The bias falls as 1 / n, not as 1 / √n.",
    },
    {
      value: through,
      message: "That is the line through the first and the last point. Fit one to all of them.",
    },
    { value: Math.max(0, right), message: "It may come out below 0, by chance. Do not cut it off." },
  ];
  return expectNumbers(await subject.call(counts, values), right, { asked, traps, tolerance: 1e-7 });
}

const someCounts = (random: Rng) => {
  let n = between(random, 100, 200);
  return range(5).map(() => (n += between(random, 100, 900)));
};

export const atInfinity: CheckedQuestion = {
  kind: "function",
  id: "measuring/at-infinity",
  title: "What would infinitely many pictures give?",
  points: 8,
  answer: "atInfinity",
  needs: "nothing",
  imports: [],
  seconds: 10,
  hints: [
    "Put 1 / n on the axis across. Infinitely many pictures stand at 0. So you want the line's value there.",
    "Least squares: slope = sum of (x - mean x)(y - mean y) over the sum of (x - mean x)².",
    "With x = 1 / n the answer is mean y - slope * mean x.",
  ],
  checks: [
    {
      name: "values that do not change",
      async run(subject, random) {
        const counts = someCounts(random);
        const value = 1 + random.uniform();
        return ask(subject, [counts, counts.map(() => value)], "For equal values");
      },
    },
    {
      name: "values on a line",
      async run(subject, random) {
        const counts = someCounts(random);
        const [a, b] = [1 + random.uniform(), 200 + 100 * random.uniform()];
        return ask(
          subject,
          [counts, counts.map((n) => a + b / n)],
          `For ${a.toFixed(3)} + ${b.toFixed(1)} / n`,
        );
      },
    },
    {
      name: "values near a line",
      async run(subject, random) {
        const counts = someCounts(random);
        const noise = normals(random, counts.length, { spread: 0.05 });
        return ask(
          subject,
          [counts, counts.map((n, i) => 2 + 300 / n + noise[i]!)],
          "For values with some noise",
        );
      },
    },
    {
      name: "below 0 stays below 0",
      async run(subject, random) {
        const counts = someCounts(random);
        return ask(
          subject,
          [counts, counts.map((n) => 300 / n - 0.01 - 0.01 * random.uniform())],
          "For values that run into less than 0",
        );
      },
    },
  ],
};
