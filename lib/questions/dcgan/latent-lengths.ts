import { expectNumbers, fieldsOf, number } from "../expect";
import type { Trap } from "../expect";
import type { CheckedQuestion, Subject } from "../types";

const SIZE = 16;

/** Mean length of a vector of `size` normal numbers: sqrt(2) Gamma((size + 1) / 2) / Gamma(size / 2). Exact. */
function meanLength(size: number): number {
  // The ratio r(k) = Gamma((k + 1) / 2) / Gamma(k / 2) has r(k) r(k + 1) = k / 2, and r(1) = 1 / sqrt(pi).
  let ratio = 1 / Math.sqrt(Math.PI);
  for (let k = 1; k < size; k++) ratio = k / 2 / ratio;
  return Math.SQRT2 * ratio;
}

const ends = meanLength(SIZE);
const halfway = ends / Math.SQRT2; // the mean of two independent normal vectors has half the variance

async function ask(subject: Subject, which: "ends" | "halfway", traps: Trap[]) {
  const right = { ends, halfway }[which];
  const fields = fieldsOf(await subject.value(), ["ends", "halfway"]);
  if (fields[which] === undefined) return `There is no number for ${which} yet.`;
  return expectNumbers(fields[which], right, {
    asked: `For ${which}`,
    // 4,000 latents: the standard error of the mean is 0.011 for the ends and 0.008 half way.
    tolerance: 0.045 / (1 + right),
    traps,
    isSecret: true,
    otherwise: `Is it the mean over all 4,000 lengths, of latents with ${SIZE} normal numbers?`,
  });
}

export const latentLengths: CheckedQuestion = {
  kind: "experiment",
  id: "dcgan/latent-lengths",
  title: "How long is a latent?",
  points: 5,
  answer: "lengths",
  needs: "tensorflow",
  imports: ["rng", "tf"],
  seconds: 20,
  hints: [
    'rng(5).stream("a").normalTensor(4000, 16) has one latent in each row. How long is one row?',
    "Length: square all numbers, add up along axis 1, take the root. Then the mean over the rows.",
    "Half way between a and b is a.add(b).div(2). Do the same with it.",
  ],
  checks: [
    {
      name: "half way lies nearer to 0 than the ends",
      async run(subject) {
        const { ends: atEnds, halfway: between } = fieldsOf(await subject.value(), ["ends", "halfway"]);
        if (typeof atEnds !== "number" || typeof between !== "number")
          return "Both ends and halfway should be numbers.";
        return between < 0.9 * atEnds
          ? undefined
          : `Your half way (${number(between)}) is not much shorter than your ends (${number(atEnds)}). On the straight line between two latents it is.`;
      },
    },
    {
      name: "the mean length of a latent",
      weight: 2,
      run: (subject) =>
        ask(subject, "ends", [
          {
            value: SIZE,
            message: "That is the mean of the squared length. Take the root of each row's sum.",
          },
          {
            value: Math.sqrt(SIZE),
            message: "That is the root of the mean square. Take the root of each row first, then the mean.",
          },
          { value: meanLength(100), message: `These latents have 100 numbers. Take ${SIZE}.` },
          { value: Math.sqrt(SIZE / 3), message: "These numbers are uniform. Latents are normal." },
          { value: 1, message: "That is the size of one number, not the length of the whole row." },
        ]),
    },
    {
      name: "the mean length half way",
      weight: 2,
      run: (subject) =>
        ask(subject, "halfway", [
          {
            value: ends,
            message: "On the arc the length would stay. Here you walk along the straight line.",
          },
          { value: 2 * halfway, message: "Half way between a and b is their sum divided by 2." },
          {
            value: ends / 2,
            message: "The two ends do not lie on one line through 0: their lengths cannot simply be halved.",
          },
          {
            value: SIZE / 2,
            message: "That is the mean of the squared length. Take the root of each row's sum.",
          },
          {
            value: Math.sqrt(SIZE / 2),
            message: "That is the root of the mean square. Take the root of each row first, then the mean.",
          },
          {
            value: 0,
            message: "First the length of each point half way, then the mean; not the other way round.",
          },
        ]),
    },
  ],
};
