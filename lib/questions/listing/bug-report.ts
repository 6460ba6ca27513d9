import type { ProseQuestion } from "../types";

export const bugReport: ProseQuestion = {
  kind: "prose",
  id: "listing/bug-report",
  title: "A letter to the author",
  points: 8,
  hints: [
    "What does the author need to see the defect on their own machine, and what do they need to mend it?",
    "Say what happens, what should happen, how to see the difference with one number, and which line to change. One defect is enough.",
    "Be exact about the program and kind about the person. Leave out what you only suppose, or say that you suppose it.",
  ],
  rubric: [
    {
      points: 2,
      text: "Names one defect and its line, and says what happens and what should happen, without mixing in others.",
    },
    {
      points: 2,
      text: "Gives evidence that the author can reproduce: a seed or a number of steps, what to print, the number that came out and the one that should.",
    },
    {
      points: 2,
      text: "Proposes a repair that can be taken over, and a test that fails before it and passes after it.",
    },
    {
      points: 1,
      text: "Says what the repair does not solve or may change (for example: the loss that is printed will have another meaning).",
    },
    { points: 1, text: "Is kind: writes about the program, not about the person, and says what is good." },
  ],
};
