import { expectNumbers, fieldsOf } from "../expect";
import type { Trap } from "../expect";
import type { Check, CheckedQuestion } from "../types";

/** The four pieces of code stand in the exercise; a test runs them and counts. */
const pieces = ["a", "b", "c", "d"] as const;

function piece(
  key: (typeof pieces)[number],
  what: string,
  { right, traps }: { right: number; traps: Trap[] },
): Check {
  return {
    name: `${key}: ${what}`,
    async run(subject) {
      const fields = fieldsOf(await subject.value(), pieces);
      if (fields[key] === undefined) return `There is no number for ${key} yet.`;
      const otherwise = "Go through the piece line by line.";
      return expectNumbers(fields[key], right, { asked: `For ${key}`, traps, otherwise, isSecret: true });
    },
  };
}

export const tensorsLeft: CheckedQuestion = {
  kind: "answer",
  id: "start/tensors-left",
  title: "Who cleans up?",
  points: 4,
  answer: "tensorsLeft",
  needs: "nothing",
  imports: [],
  seconds: 5,
  hints: [
    "Each operation (add, div, mean, sub) makes one new tensor. Count those that nobody frees.",
    "tf.tidy() frees all that was made inside it, except what its function returns.",
    "You may simply try: print tf.memory().numTensors before and after each piece.",
  ],
  checks: [
    piece("a", "a chain of three operations", {
      right: 3,
      traps: [
        {
          value: 1,
          message: "Only the last of the chain is kept by name, but the ones between live on as well.",
        },
        { value: 2, message: "The result of the last operation is a tensor, too." },
        { value: 0, message: "JavaScript cleans up its own memory, not the engine's." },
      ],
    }),
    piece("b", "the same chain in tidy", {
      right: 1,
      traps: [
        { value: 0, message: "What tidy returns is kept, or you could do nothing with it." },
        { value: 3, message: "tidy frees what was made inside it and is not returned." },
      ],
    }),
    piece("c", "tidy that returns no tensor", {
      right: 0,
      traps: [
        {
          value: 1,
          message: "dataSync() copies the number out; the tensor is made inside tidy and not returned.",
        },
      ],
    }),
    piece("d", "a loop of ten rounds", {
      right: 10,
      traps: [
        { value: 0, message: "Which of the two tensors of a round is disposed, and which one is not?" },
        {
          value: 1,
          message:
            "A constant that goes out of scope is gone for JavaScript, not for the engine. It happens in every round.",
        },
        { value: 20, message: "One of the two tensors of each round is disposed by hand." },
      ],
    }),
  ],
};
