import type { Rng } from "../../engine/rng";
import { uniforms } from "../draw";
import { expectNumbers, shapeOf } from "../expect";
import type { CheckedQuestion, Subject } from "../types";

/** p / (p + q) = 1 / (1 + q / p), from the difference of the logarithms. */
const best = (logP: readonly number[], logQ: readonly number[]) =>
  logP.map((a, i) => 1 / (1 + Math.exp(logQ[i]! - a)));

interface Logs {
  logP: number[];
  logQ: number[];
}

async function ask(subject: Subject, { logP, logQ }: Logs, asked: string) {
  const got = await subject.call(logP, logQ);
  const right = best(logP, logQ);
  if (shapeOf(got).join() !== String(right.length)) {
    return `${asked} a list of ${right.length} numbers was expected, one for each place.`;
  }
  const [p, q] = [logP, logQ].map((logs) => logs.map(Math.exp)) as [number[], number[]];
  const each = (formula: (a: number, b: number) => number) => p.map((a, i) => formula(a, q[i]!));
  return expectNumbers(got, right, {
    asked,
    tolerance: 1e-7,
    traps: [
      { value: best(logQ, logP), message: "p and q have changed places: D is the share of the real ones." },
      { value: each((a, b) => a / b), message: "The ratio p / q is not yet a share: it can be above 1." },
      { value: p, message: "A high density of real numbers alone says nothing: compare it with q." },
      {
        value: each((a, b) => (a > b ? 1 : 0)),
        message:
          "That is the most likely kind. The best D says how sure it is, and V punishes being too sure.",
      },
      {
        value: logP.map((a, i) => a / (a + logQ[i]!)),
        message: "The logarithms must be undone first: the formula is about densities.",
      },
      {
        value: each((a, b) => 1 / (1 + Math.exp(b - a))),
        message: "The sigmoid wants the difference of the logarithms, not of the densities.",
      },
    ],
    otherwise:
      Array.isArray(got) && got.some((value) => Number.isNaN(value))
        ? "Some are not numbers: e to the power of both logarithms is rounded to 0 there, and 0 / 0 is nothing. Divide first, on paper."
        : "",
  });
}

/** Logarithms of two densities at a few places: the first around `height`, the second up to `apart` away from it. */
function logsAround(random: Rng, height: number, apart: number): Logs {
  const logP = uniforms(random, 6, [height - 1, height + 1]);
  const gaps = uniforms(random, 6, [-apart, apart]);
  return { logP, logQ: logP.map((a, i) => a + gaps[i]!) };
}

export const bestDiscriminator: CheckedQuestion = {
  kind: "function",
  id: "minimax/best-discriminator",
  title: "The best discriminator",
  points: 5,
  answer: "bestDiscriminator",
  needs: "nothing",
  imports: [],
  seconds: 10,
  hints: [
    "D* = p / (p + q). First write it for one place, from p = e^logP and q = e^logQ.",
    "Divide numerator and denominator by p: only the quotient q / p is left, and its logarithm is a difference.",
    "1 / (1 + Math.exp(logQ[i] - logP[i])) is right at every place, also where e^logP is 0.",
  ],
  checks: [
    {
      name: "one half where both densities are equal",
      run: (subject, random) => {
        const logP = uniforms(random, 4, [-3, 0]);
        return ask(subject, { logP, logQ: [...logP] }, "For two equal densities");
      },
    },
    {
      name: "the share of the real ones elsewhere",
      weight: 2,
      run: (subject, random) => ask(subject, logsAround(random, -1.5, 3), "For densities near e^-1.5"),
    },
    {
      name: "far out, where both densities are rounded to 0",
      run: (subject, random) => ask(subject, logsAround(random, -2000, 3), "For log densities near -2,000"),
    },
    {
      name: "where only one of the two is possible",
      run: (subject) =>
        ask(
          subject,
          { logP: [-Infinity, -1, -900], logQ: [-1, -Infinity, -20] },
          "Where one log density is -Infinity or far below the other,",
        ),
    },
  ],
};
