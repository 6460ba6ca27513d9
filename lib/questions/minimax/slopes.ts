import { describe, expectNumbers, fieldsOf } from "../expect";
import type { Trap } from "../expect";
import type { Check, CheckedQuestion } from "../types";

/** The question's D(G(z)). */
const D = 0.2;
const fields = ["saturating", "nonSaturating", "sentence"] as const;

/** Oracle: central differences of the two losses as functions of the logit. */
const logit = Math.log(D / (1 - D));
const score = (a: number) => 1 / (1 + Math.exp(-a));
const slopeAt = (loss: (score: number) => number) =>
  (loss(score(logit + 1e-6)) - loss(score(logit - 1e-6))) / 2e-6;
const right = {
  saturating: slopeAt((d) => Math.log(1 - d)),
  nonSaturating: slopeAt((d) => -Math.log(d)),
};

const sign = "The sign: by how much does the loss change when the logit goes up? Both losses fall.";
const byScore =
  "That is the slope by D. The network gives the logit a, and D = sigmoid(a) has a slope of its own.";

const traps: Record<keyof typeof right, Trap[]> = {
  saturating: [
    { value: D, message: sign },
    { value: -(1 - D), message: "That is the slope of the other loss." },
    { value: -1 / (1 - D), message: byScore },
    { value: -D * (1 - D), message: "That is the slope of the sigmoid alone, turned over." },
    { value: Math.log(1 - D), message: "That is the loss itself, not its slope." },
  ],
  nonSaturating: [
    { value: 1 - D, message: sign },
    { value: -D, message: "That is the slope of the other loss." },
    { value: -1 / D, message: byScore },
    { value: -Math.log(D), message: "That is the loss itself, not its slope." },
  ],
};

function slopeCheck(which: keyof typeof right, name: string): Check {
  return {
    name,
    async run(subject) {
      const given = fieldsOf(await subject.value(), fields)[which];
      if (given === undefined) return `There is no number for ${which} yet.`;
      return expectNumbers(given, right[which], {
        asked: `For ${which}`,
        traps: traps[which],
        tolerance: 1e-3,
        isSecret: true,
      });
    },
  };
}

const wrongSentences: Record<string, string> = {
  A: "With D(G(z)) near 1 the saturating slope is near -1: the largest it can be.",
  C: "Each of the two losses is flat at one end only. At which end is this one flat?",
  D: "The slope is -D(G(z)). Near which value of D is that small?",
};

export const slopes: CheckedQuestion = {
  kind: "answer",
  id: "minimax/slopes",
  title: "Where the slope is lost",
  points: 4,
  answer: "slopes",
  needs: "nothing",
  imports: [],
  seconds: 5,
  hints: [
    "Write both losses with the logit a instead of D (chapter 02, section 6): -softplus(a) and softplus(-a). What is the slope of softplus?",
    "The slope of softplus(a) = log(1 + e^a) is sigmoid(a) = D. So the first slope is -D. For the second put -a in, and mind the inner slope.",
    "The second slope is -(1 - D). A loss is of no use where its slope is 0: for the first, where D(G(z)) is 0, and that is where the fakes are worst.",
  ],
  checks: [
    slopeCheck("saturating", "the slope of log(1 - D(G(z)))"),
    slopeCheck("nonSaturating", "the slope of -log D(G(z))"),
    {
      name: "when the first loss saturates",
      async run(subject) {
        const { sentence } = fieldsOf(await subject.value(), fields);
        if (sentence === undefined) return "There is no letter for the sentence yet.";
        const letter = typeof sentence === "string" ? sentence.trim().toUpperCase() : "";
        if (letter === "B") return undefined;
        return wrongSentences[letter] ?? `Choose "A", "B", "C" or "D". Yours is ${describe(sentence)}.`;
      },
    },
  ],
};
