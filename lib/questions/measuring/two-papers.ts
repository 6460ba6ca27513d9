import type { ProseQuestion } from "../types";

export const twoPapers: ProseQuestion = {
  kind: "prose",
  id: "measuring/two-papers",
  title: "Two numbers from two papers",
  points: 8,
  hints: [
    "Before you compare two numbers: what was done the same way in both?",
    "Think of the number of pictures, the reference pictures, the feature network, the resizing, and of luck.",
    "Which numbers would you ask for that neither paper gives? What would a control look like?",
  ],
  rubric: [
    {
      points: 2,
      text: "Says that values with different numbers of pictures cannot be compared, and that the bias favours the larger sample.",
    },
    {
      points: 2,
      text: "Asks for what else must be equal: reference set, feature network and its weights, resizing and rounding of pictures.",
    },
    {
      points: 1,
      text: "Asks for a real-against-real control, or for seeds and an interval: the difference may be chance.",
    },
    {
      points: 1,
      text: "Says what the distance does not see: copies, or precision traded for recall; asks for those scores.",
    },
    { points: 2, text: "Describes one fair comparison that somebody could carry out, with its numbers." },
  ],
};
