import { expectNumbers, fieldsOf } from "../expect";
import type { Trap } from "../expect";
import type { Check, CheckedQuestion } from "../types";

const keys = ["fake", "real"] as const;

/**
 * Worked out, not tried: 1 + e^-l is rounded to 1 as soon as e^-l is below 2^-53 (half a unit in the last place), which is at
 * l > 53 log 2 = 36.7. And e^l is infinite above log(1.797...e308) = 709.78.
 */
const right = {
  fake: Math.ceil(53 * Math.LN2),
  real: Math.ceil(Math.log(Number.MAX_VALUE)),
};

function part(key: (typeof keys)[number], name: string, traps: Trap[]): Check {
  return {
    name,
    weight: 2,
    async run(subject) {
      const fields = fieldsOf(await subject.value(), keys);
      return expectNumbers(fields[key], right[key], {
        asked: `For ${key}`,
        isSecret: true,
        traps,
        otherwise: "Try the logits 1, 2, 3, ... in a loop, and stop at the first whose price is not finite.",
      });
    },
  };
}

export const infinitePrice: CheckedQuestion = {
  kind: "experiment",
  id: "two-networks/infinite-price",
  title: "Where the price becomes infinite",
  points: 4,
  answer: "firstInfinite",
  needs: "nothing",
  imports: [],
  seconds: 5,
  hints: [
    "Write both prices as the text has them, with sigmoid and Math.log, and not with softplus.",
    "Number.isFinite(price) is false for an infinite price. Count the logit up from 1 until that happens.",
    "for (let logit = 1; ; logit++) if (!Number.isFinite(priceAt(logit))) return logit;  once for each of the two prices.",
  ],
  checks: [
    {
      name: "two whole logits, and a loop that found them",
      async run(subject) {
        const fields = fieldsOf(await subject.value(), keys);
        const isWhole = (value: unknown) => Number.isInteger(value) && Number(value) > 0;
        return isWhole(fields.fake) && isWhole(fields.real)
          ? undefined
          : "Both should be whole numbers above 0: the first logit at which the price is infinite.";
      },
    },
    part("fake", "a generated picture with a large logit", [
      {
        value: right.fake - 1,
        message: "There the price is still finite. Which logit is the first that is not?",
      },
      { value: right.fake + 1, message: "One logit before it is infinite already." },
      { value: 17, message: "That is where 32-bit numbers give up. Take JavaScript's own, with 64 bits." },
      { value: 18, message: "That is where 32-bit numbers give up. Take JavaScript's own, with 64 bits." },
      { value: right.real, message: "That is the other one: here 1 - sigmoid becomes 0, long before." },
    ]),
    part("real", "a real picture with a very negative logit", [
      {
        value: right.real - 1,
        message: "There the price is still finite. Which logit is the first that is not?",
      },
      { value: right.real + 1, message: "One logit before it is infinite already." },
      {
        value: right.fake,
        message: "That is the other one. A sigmoid near 0 has many more digits than one near 1.",
      },
      {
        value: 746,
        message:
          "At 746 e to the minus 746 becomes 0. In the sigmoid of -l it is e to the power of l that counts.",
      },
      { value: -right.real, message: "Give l, a positive number; the picture's logit is -l." },
    ]),
  ],
};
