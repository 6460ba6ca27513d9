import { describe, fieldsOf } from "../expect";
import type { Check, CheckedQuestion } from "../types";

/** The exercise makes the four generators itself, so what is wrong with each is known. */
const generators = ["A", "B", "C", "D"] as const;
const words = ["healthy", "drops modes", "makes things up", "copies"];

function generator(key: (typeof generators)[number], right: string, messages: Record<string, string>): Check {
  return {
    name: `generator ${key}`,
    async run(subject) {
      const given = fieldsOf(await subject.value(), generators)[key];
      if (given === undefined) return `There is no word for generator ${key} yet.`;
      const word = typeof given === "string" ? given.trim().toLowerCase() : "";
      if (!words.includes(word)) {
        return `For generator ${key} choose one of "${words.join('", "')}". Yours is ${describe(given)}.`;
      }
      if (word === right) return undefined;
      return `Generator ${key} is not "${word}". ${messages[word] ?? "Compare its row with the control's, column by column."}`;
    },
  };
}

export const diagnose: CheckedQuestion = {
  kind: "answer",
  id: "measuring/diagnose",
  title: "What is wrong with these four?",
  points: 6,
  answer: "diagnosis",
  needs: "nothing",
  imports: [],
  seconds: 5,
  hints: [
    "Go column by column. Which rows are like the control in all of them but one?",
    "Precision falls when generated points lie where no real ones are; recall falls when real ones are not reached.",
    "A generator that copies looks perfect in every column but the last.",
  ],
  checks: [
    generator("A", "drops modes", {
      healthy: "Its recall is far below the control's: some real points are reached by none of its own.",
      "makes things up": "What it makes is fine: its precision is that of the control.",
    }),
    generator("B", "copies", {
      healthy: "Too good: look at the last column. How near is a fresh sample to its nearest training point?",
      "drops modes": "It reaches everything.",
    }),
    generator("C", "healthy", {
      copies: "Its points are as far from the training points as fresh real ones are.",
      "drops modes": "Its recall differs from the control's by chance only.",
    }),
    generator("D", "makes things up", {
      "drops modes":
        "It reaches what the real points reach: look at the recall. And where are its other points?",
      healthy: "A third of its points lie where no real ones are: look at the precision.",
    }),
  ],
};
