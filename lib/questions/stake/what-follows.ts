import { describe, fieldsOf } from "../expect";
import type { Check, CheckedQuestion } from "../types";

/** The six statements stand in the exercise. */
const keys = ["A", "B", "C", "D", "E", "F"] as const;
const words = ["shown", "refuted", "open"];

function statement(key: (typeof keys)[number], right: string, messages: Record<string, string>): Check {
  return {
    name: `statement ${key}`,
    async run(subject) {
      const given = fieldsOf(await subject.value(), keys)[key];
      if (given === undefined) return `There is no word for statement ${key} yet.`;
      const word = typeof given === "string" ? given.trim().toLowerCase() : "";
      if (!words.includes(word))
        return `For statement ${key} choose one of "${words.join('", "')}". Yours is ${describe(given)}.`;
      return word === right
        ? undefined
        : `Statement ${key} is not "${word}". ${messages[word] ?? ""}`.trimEnd();
    },
  };
}

export const whatFollows: CheckedQuestion = {
  kind: "answer",
  id: "stake/what-follows",
  title: "What follows from the chapter?",
  points: 6,
  answer: "verdicts",
  needs: "nothing",
  imports: [],
  seconds: 5,
  hints: [
    "For each statement find the cell that speaks of it. Does that cell's result agree, disagree, or say nothing about it?",
    '"open" is for a statement that may be true or not: the chapter measured something weaker, or something else.',
    "Two are shown, two refuted, two open.",
  ],
  checks: [
    statement("A", "refuted", {
      shown: "The best ten of our generator were all recognised, and most of its pictures are not.",
      open: "The chapter has a generator with ten good pictures in a row, and a number for all of its pictures.",
    }),
    statement("B", "refuted", {
      shown: 'Look at the last column of the table of the edit, and compare it with the row "not".',
      open: "The table of the edit has a column for something else, and it changed.",
    }),
    statement("C", "open", {
      shown:
        "Ten pictures, compared point by point: a moved or recoloured copy would not be found, and ten are few.",
      refuted: "No copy was found among the ten. That there are some elsewhere was not shown either.",
    }),
    statement("D", "shown", {
      refuted: "Look at the last row of the table of speed: how many people would have to look?",
      open: "It was measured: pictures a second by one generator, and what a person can look at.",
    }),
    statement("E", "shown", {
      refuted: "The second row of the section on advertising is such a row.",
      open: "It was done: ten good pictures from a generator that mostly fails, by choosing.",
    }),
    statement("F", "open", {
      shown:
        "The bars are those of a generator of sprites, judged by a small network. Photographs were not counted.",
      refuted: "Nothing in the chapter counts the colours of photographs.",
    }),
  ],
};
