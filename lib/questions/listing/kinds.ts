import { describe, fieldsOf } from "../expect";
import type { Check, CheckedQuestion } from "../types";

/** The six lines stand in the exercise. */
const lines = ["a", "b", "c", "d", "e", "f"] as const;
const words = ["stops", "harms", "misleads"];

function line(
  key: (typeof lines)[number],
  what: string,
  { right, messages }: { right: string; messages: Record<string, string> },
): Check {
  return {
    name: `${key}: ${what}`,
    async run(subject) {
      const given = fieldsOf(await subject.value(), lines)[key];
      if (given === undefined) return `There is no word for line ${key} yet.`;
      const word = typeof given === "string" ? given.trim().toLowerCase() : "";
      if (!words.includes(word))
        return `For line ${key} choose one of "${words.join('", "')}". Yours is ${describe(given)}.`;
      return word === right ? undefined : `Line ${key}: not "${word}". ${messages[word]}`;
    },
  };
}

export const kinds: CheckedQuestion = {
  kind: "answer",
  id: "listing/kinds",
  title: "Stops, harms or misleads",
  points: 6,
  answer: "kinds",
  needs: "nothing",
  imports: [],
  seconds: 5,
  hints: [
    "Ask two questions of each line. Does the program go on after it? If so: would the weights at the end be others without it?",
    "A line that comes after training cannot change what was learned. A line that training uses at each step can.",
    "Two lines end the program with an error, two change what is learned, two change only what a reader is told.",
  ],
  checks: [
    line("a", "a call with too few arguments", {
      right: "stops",
      messages: {
        harms: "Python does not fill in what is missing: the call is an error.",
        misleads: "The program does not come far enough to say anything.",
      },
    }),
    line("b", "a sigmoid over the labels", {
      right: "harms",
      messages: {
        stops: "0.731 is a number like another: the loss takes it.",
        misleads: "The label is part of the loss, so every update of the weights depends on it.",
      },
    }),
    line("c", "a picture shown as it is", {
      right: "misleads",
      messages: {
        stops: "imshow cuts off what lies outside 0 to 1, and goes on.",
        harms:
          "Training is over when this line runs. The generator is as good as it is; you only cannot see it.",
      },
    }),
    line("d", "rows joined with pictures", {
      right: "stops",
      messages: {
        harms: "Arrays with two and with four axes cannot be joined at all.",
        misleads: "The program does not come far enough to say anything.",
      },
    }),
    line("e", "predict inside the training loop", {
      right: "harms",
      messages: {
        stops: "predict works, in inference mode.",
        misleads:
          "The fakes that the discriminator sees come from it, so what both networks learn depends on its mode.",
      },
    }),
    line("f", "the discriminator's loss printed as the loss", {
      right: "misleads",
      messages: {
        stops: "Printing a number is no error, whatever the number is.",
        harms: "Nothing is trained by what is printed.",
      },
    }),
  ],
};
