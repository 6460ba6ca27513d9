import { expectNumbers, filledIn, numbersIn } from "../expect";
import { AnswerError } from "../types";
import type { CheckedQuestion, Subject } from "../types";

const SIZE = 200;
const NEIGHBOURS = 5;

/** Mean coverage of two sets of one distribution; Naeem et al. (2020), lemma 2. Exact. */
function expected(real: number, generated: number, k: number): number {
  let missed = 1;
  for (let j = 1; j <= k; j++) missed *= (real - j) / (real + generated - j);
  return 1 - missed;
}

async function given(subject: Subject): Promise<number> {
  const numbers = numbersIn(filledIn(await subject.value()));
  if (numbers?.length !== 1) throw new AnswerError("control should be one number.", "fail");
  return numbers[0]!;
}

export const control: CheckedQuestion = {
  kind: "experiment",
  id: "failures/control",
  title: "What the detector says when nothing is wrong",
  points: 5,
  answer: "control",
  needs: "tensorflow",
  imports: ["coverage", "ringOfGaussians", "rng", "tf"],
  seconds: 30,
  hints: [
    "Nothing is wrong when both sets come from the ring itself. Draw two of them, and let each have a stream of its own.",
    'ring.points(200, rng(seed).stream("real")) is one set, .stream("generated") the other. tf.tensor2d(points) makes a tensor of it.',
    "Add up coverage(real, generated) over the seeds 0 to 19, and divide by 20. Leave k as it is.",
  ],
  checks: [
    {
      name: "it is a share",
      async run(subject) {
        const value = await given(subject);
        if (!(value >= 0 && value <= 1)) return `A coverage lies between 0 and 1, and yours is ${value}.`;
        // Each coverage is a whole number of 200ths, so the mean of 20 is one of 4,000ths.
        const counted = value * SIZE * 20;
        return Math.abs(counted - Math.round(counted)) < 1e-3
          ? undefined
          : "The mean of 20 coverages of 200 points each is a whole number of 4,000ths. Are there 20 runs, with 200 points on each side?";
      },
    },
    {
      name: "two sets, not one set twice",
      async run(subject) {
        return (await given(subject)) === 1
          ? "A set covers itself completely. The control needs two sets that were drawn one after the other, from different streams."
          : undefined;
      },
    },
    {
      name: "the coverage of the ring by itself",
      weight: 3,
      async run(subject) {
        return expectNumbers(await given(subject), expected(SIZE, SIZE, NEIGHBOURS), {
          asked: "Even with the luck of 20 pairs of sets,",
          isSecret: true,
          // The standard error of the mean of 20 is about 0.003.
          tolerance: 0.011 / (1 + expected(SIZE, SIZE, NEIGHBOURS)),
          traps: [
            ...[1, 2, 3, 4, 10].map((k) => ({
              value: expected(SIZE, SIZE, k),
              message: `That is about the coverage with k = ${k}. Leave k at 5.`,
            })),
            {
              value: expected(SIZE, SIZE / 2, NEIGHBOURS),
              message: "There are fewer generated points than real ones. Take 200 of each.",
            },
            { value: 0, message: "Do the two sets lie in the same place?" },
          ],
          otherwise: "Is it the mean over 20 pairs of sets of 200 points, both from the ring as it is?",
        });
      },
    },
  ],
};
