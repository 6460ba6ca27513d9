import { wilsonInterval } from "../../metrics/wilson-interval";
import { range, sum } from "../draw";
import { expectNumbers, fieldsOf } from "../expect";
import type { Check, CheckedQuestion } from "../types";

const fields = ["twelve", "hundred"] as const;
const SKILL = 0.6;

/** Chance of exactly `right` of n, each with chance p; in logarithms, for large n. */
function binomial(right: number, n: number, p: number): number {
  const logFactorial = (k: number) => sum(range(k).map((i) => Math.log(i + 1)));
  const ways = logFactorial(n) - logFactorial(right) - logFactorial(n - right);
  return Math.exp(ways + right * Math.log(p) + (n - right) * Math.log(1 - p));
}

/** Exact: the chance that what a player gets is proof, by the given rule. */
function chance(n: number, isProof: (right: number) => boolean, skill = SKILL): number {
  return sum(
    range(n + 1)
      .filter(isProof)
      .map((right) => binomial(right, n, skill)),
  );
}

const above = (n: number) => (right: number) => wilsonInterval(right, n)[0] > 0.5;

function ask(key: (typeof fields)[number], n: number, tolerance: number): Check {
  return {
    name: `${key} guesses`,
    weight: 2,
    async run(subject) {
      const given = fieldsOf(await subject.value(), fields)[key];
      if (given === undefined) return `There is no number for ${key} yet.`;
      return expectNumbers(given, chance(n, above(n)), {
        asked: `Even with the luck of 5,000 players, for ${key} guesses`,
        isSecret: true,
        tolerance,
        traps: [
          {
            value: chance(n, above(n), 0.5),
            message: "These players toss coins. Yours are right 6 times in 10.",
          },
          {
            value: chance(n, (right) => right / n > 0.5),
            message: "You compared the share itself with one half. Take the low end of its interval.",
          },
          {
            value: chance(n, (right) => wilsonInterval(right, n)[1] > 0.5),
            message: "That is the high end of the interval.",
          },
          {
            value: chance(n, (right) => wilsonInterval(right, n)[0] <= 0.5),
            message: "You counted those without proof.",
          },
          {
            value: chance(n, (right) => wilsonInterval(right, n)[0] > SKILL),
            message: "Proof of more than luck is an interval above one half.",
          },
        ],
        otherwise:
          "Does each player guess anew, and is the low end of wilsonInterval(right, guesses) compared with 0.5?",
      });
    },
  };
}

export const proven: CheckedQuestion = {
  kind: "experiment",
  id: "measuring/proven",
  title: "How many guesses prove an eye?",
  points: 6,
  answer: "proven",
  needs: "nothing",
  imports: ["rng", "wilsonInterval"],
  seconds: 20,
  hints: [
    "One player first: count the right guesses, each right with chance 0.6. Then ask for the interval.",
    "wilsonInterval(right, guesses) gives [low, high]. It proves something when low is above 0.5.",
    "Count the players for whom it does, and divide by 5,000. Do it for 12 and for 100 guesses.",
  ],
  checks: [
    {
      name: "shares, and more guesses prove more",
      async run(subject) {
        const { twelve, hundred } = fieldsOf(await subject.value(), fields);
        if (typeof twelve !== "number" || typeof hundred !== "number") return "Both should be numbers.";
        if (!(twelve >= 0 && twelve <= 1 && hundred >= 0 && hundred <= 1))
          return "Both are shares, from 0 to 1.";
        return hundred > twelve ? undefined : "A hundred guesses should prove more than twelve.";
      },
    },
    // 5,000 players: one standard deviation is 0.0039 and 0.0070.
    ask("twelve", 12, 0.017),
    ask("hundred", 100, 0.021),
  ],
};
