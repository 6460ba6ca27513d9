import { expectNumbers, fieldsOf } from "../expect";
import type { Trap } from "../expect";
import type { Check, CheckedQuestion } from "../types";

/** The smallest n with 2d/n + d(d + 1) / (2(n - 1)) <= 1: the larger root of n^2 - (1 + 2d + t) n + 2d, t = d(d + 1)/2. */
function smallest(d: number): number {
  const half = (1 + 2 * d + (d * (d + 1)) / 2) / 2;
  return Math.ceil(half + Math.sqrt(half * half - 2 * d));
}

const fields = ["d64", "d2048"] as const;

function ask(key: (typeof fields)[number], d: number): Check {
  const pairs = (d * (d + 1)) / 2;
  const traps: Trap[] = [
    { value: 2 * d, message: "That is enough for the means only. The covariances need far more." },
    { value: pairs + 1, message: "That is enough for the covariances only. The means add 2d / n." },
    { value: pairs + 2 * d, message: "Look at the n - 1 below the second term once more." },
    { value: smallest(d) - 1, message: "With so many it is still a little above 1." },
    { value: smallest(d) + 1, message: "One fewer is enough." },
    { value: 2 * smallest(d), message: "n counts the pictures of one side." },
  ];
  return {
    name: `${d.toLocaleString("en-US")} features`,
    weight: 2,
    async run(subject) {
      const given = fieldsOf(await subject.value(), fields)[key];
      if (given === undefined) return `There is no number for ${key} yet.`;
      return expectNumbers(given, smallest(d), {
        asked: `For ${d} features`,
        tolerance: 0,
        traps,
        isSecret: true,
        otherwise: "Put your number into the formula of section 3, and one less.",
      });
    },
  };
}

export const enoughPictures: CheckedQuestion = {
  kind: "answer",
  id: "measuring/enough-pictures",
  title: "How many pictures are enough?",
  points: 6,
  answer: "enough",
  needs: "nothing",
  imports: [],
  seconds: 10,
  hints: [
    "The formula of section 3 for d equal variances falls with n. Where does it cross 1?",
    "You may solve a quadratic equation, or let a loop count up until the formula gives 1 or less.",
    "bias(d, n) = 2 d / n + d (d + 1) / (2 (n - 1)). Start at n = 2 and go up while it is above 1.",
  ],
  checks: [
    {
      name: "whole numbers, and more features need more pictures",
      async run(subject) {
        const { d64, d2048 } = fieldsOf(await subject.value(), fields);
        if (!Number.isInteger(d64) || !Number.isInteger(d2048))
          return "Pictures are counted: give two whole numbers.";
        return (d2048 as number) > (d64 as number) ? undefined : "More features need more pictures.";
      },
    },
    ask("d64", 64),
    ask("d2048", 2048),
  ],
};
