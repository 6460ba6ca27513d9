import { describe, fieldsOf } from "../expect";
import type { Check, CheckedQuestion } from "../types";

/** The four runs are drawn in the exercise. */
const runs = ["A", "B", "C", "D"] as const;
const words = ["healthy", "judge won", "judge gave up", "growing swings"];

function run(key: (typeof runs)[number], right: string, messages: Record<string, string>): Check {
  return {
    name: `run ${key}`,
    async run(subject) {
      const fields = fieldsOf(await subject.value(), runs);
      const given = fields[key];
      if (given === undefined) return `There is no word for run ${key} yet.`;
      if (typeof given !== "string" || !words.includes(given.trim().toLowerCase())) {
        return `For run ${key} choose one of "${words.join('", "')}". Yours is ${describe(given)}.`;
      }
      if (given.trim().toLowerCase() === right) return undefined;
      return `Run ${key} is not "${given}". ${messages[given.trim().toLowerCase()] ?? "Compare both lines with the table of section 11."}`;
    },
  };
}

export const curves: CheckedQuestion = {
  kind: "answer",
  id: "dcgan/curves",
  title: "Reading four runs",
  points: 4,
  answer: "diagnosis",
  needs: "nothing",
  imports: [],
  seconds: 5,
  hints: [
    "Look at where both lines end, not at how smooth they are. Section 11 has a table.",
    "A gap between the lines is not bad: the judge is ahead. It is bad when there is nothing left to learn from it, or no gap at all.",
    "Both near one half for good; near 1 and near 0 for good; wider and wider; apart, but away from both ends.",
  ],
  checks: [
    run("A", "judge won", {
      healthy:
        "D(x) near 1 and D(G(z)) near 0 for good: the judge finds every fake easy, and little gradient reaches the painter.",
      "growing swings": "The lines settle. Where?",
    }),
    run("B", "healthy", {
      "judge won":
        "D(x) is ahead, but both lines stay away from 0 and 1: the painter can still learn from this judge.",
      "growing swings": "The lines are noisy, as single steps are, but the swings do not grow.",
      "judge gave up": "There is a steady gap: the judge still tells real from generated.",
    }),
    run("C", "judge gave up", {
      healthy:
        "There is no gap any more. Both at one half for good means that the judge has no opinion, or, rarely, that the pictures are perfect.",
    }),
    run("D", "growing swings", {
      healthy: "For a while it looks so. Compare the width of the swings at the start and at the end.",
      "judge won": "D(x) comes near 1 again and again, and does not stay there.",
    }),
  ],
};
