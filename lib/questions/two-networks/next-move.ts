import { describe, fieldsOf } from "../expect";
import type { Check, CheckedQuestion } from "../types";

/** The four games are drawn in the exercise. */
const games = ["A", "B", "C", "D"] as const;
const words = ["left", "right", "wider", "narrower"];

function game(key: (typeof games)[number], right: string, messages: Record<string, string>): Check {
  return {
    name: `game ${key}`,
    async run(subject) {
      const given = fieldsOf(await subject.value(), games)[key];
      if (given === undefined) return `There is no word for game ${key} yet.`;
      const word = typeof given === "string" ? given.trim().toLowerCase() : "";
      if (!words.includes(word)) {
        return `For game ${key} choose one of "${words.join('", "')}". Yours is ${describe(given)}.`;
      }
      if (word === right) return undefined;
      return `Game ${key}: not "${word}". ${messages[word] ?? "Each sample climbs the curve D(x) at its own place. Which way is up there?"}`;
    },
  };
}

export const nextMove: CheckedQuestion = {
  kind: "answer",
  id: "two-networks/next-move",
  title: "What will the generator do?",
  points: 4,
  answer: "moves",
  needs: "nothing",
  imports: [],
  seconds: 5,
  hints: [
    "Draw the arrows yourself: at each place where generated pictures are, which way does D(x) rise?",
    "All arrows one way: the density moves. Arrows away from the middle, or towards it: its width changes.",
    "The density of the real pictures is not drawn, and not needed: the generator does not see it either.",
  ],
  checks: [
    game("A", "left", {
      right: "D(x) falls from left to right, so it rises to the left.",
      narrower: "All arrows point the same way; the width is not what changes first.",
    }),
    game("B", "wider", {
      narrower: "In a valley D rises on both sides, away from the middle.",
      left: "Left of the middle the arrows point left. And right of it?",
      right: "Right of the middle the arrows point right. And left of it?",
    }),
    game("C", "right", {
      left: "The curve lies below one half here, but what counts is its slope: which way does it rise?",
      wider: "D rises one way only where the pictures are.",
    }),
    game("D", "narrower", {
      wider: "On a hill D rises towards the middle, from both sides.",
    }),
  ],
};
