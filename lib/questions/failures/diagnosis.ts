import { describe, fieldsOf } from "../expect";
import type { Check, CheckedQuestion } from "../types";

/** The five runs are described in the exercise by what the detectors said. */
const runs = ["A", "B", "C", "D", "E"] as const;
const words = ["mode collapse", "oscillation", "vanishing gradient", "runaway critic", "leak", "healthy"];

function run(key: (typeof runs)[number], right: string, messages: Record<string, string>): Check {
  return {
    name: `run ${key}`,
    async run(subject) {
      const given = fieldsOf(await subject.value(), runs)[key];
      if (given === undefined) return `There is no word for run ${key} yet.`;
      const word = typeof given === "string" ? given.trim().toLowerCase() : "";
      if (!words.includes(word)) {
        return `For run ${key} choose one of "${words.join('", "')}". Yours is ${describe(given)}.`;
      }
      if (word === right) return undefined;
      return `Run ${key} is not "${word}". ${messages[word] ?? "Compare each number with its control, which stands beside it."}`;
    },
  };
}

export const diagnosis: CheckedQuestion = {
  kind: "answer",
  id: "failures/diagnosis",
  title: "Name the failure",
  points: 5,
  answer: "diagnosis",
  needs: "nothing",
  imports: [],
  seconds: 5,
  hints: [
    "Go down the list of detectors, and ask of each number: what would it be if nothing were wrong?",
    "Coverage far below its control means that something is missing. A turnover near its noise means that nothing moves.",
    "Silent loss: passed near 0. Everything moves at every look: turnover near 1. A loss that only falls, with agreement -1. Tensors that only grow.",
  ],
  checks: [
    run("A", "mode collapse", {
      healthy:
        "The scores look healthy, but 0.21 is far below what the control says: most of the real data has no sample near it.",
      oscillation: "The turnover is no larger than the noise: the samples stay where they are.",
      "vanishing gradient": "The loss lets almost half of the slope through: there is gradient.",
    }),
    run("B", "oscillation", {
      "mode collapse":
        "At each look much is missing, yes; but what is missing changes from look to look, and comes back.",
      healthy: "Between two looks four fifths of the samples change their place.",
    }),
    run("C", "vanishing gradient", {
      "mode collapse": "Nothing has been learned yet that could collapse. Why does the generator not move?",
      "runaway critic": "The discriminator's loss does not run away: it rests near 0.",
      healthy: "A judge that is right every time is no success: look at what passes through the loss.",
    }),
    run("D", "healthy", {
      oscillation: "A strength of 0.16 in 60 looks is what noise gives, and the turnover is at its noise.",
      "mode collapse": "The coverage is what the control says.",
      "vanishing gradient": "A third of the slope passes. That is a normal lead of the judge.",
    }),
    run("E", "runaway critic", {
      leak: "The number that only falls is a loss. Tensors do not grow here.",
      healthy: "A loss of a critic that only falls, faster and faster, estimates no distance any more.",
      "vanishing gradient": "The Wasserstein loss lets everything through.",
    }),
  ],
};
