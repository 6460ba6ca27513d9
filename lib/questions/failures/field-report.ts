import type { ProseQuestion } from "../types";

export const fieldReport: ProseQuestion = {
  kind: "prose",
  id: "failures/field-report",
  title: "A friend's run has failed",
  points: 8,
  hints: [
    "Which number would tell you that you are right about the failure? What would that number be if nothing were wrong?",
    "Count what the friend has changed, and how often it was tried. One change at a time: what stays the same, and how many seeds do you need before you believe it?",
    "Say what you would look at afterwards, how much better it must be, and when you would give up on a change.",
  ],
  rubric: [
    {
      points: 2,
      text: "Names the failure from the symptoms (mode collapse) and says which detector would confirm it, with its control.",
    },
    {
      points: 1,
      text: "Says why the scores alone do not show it: the judge's scores can be healthy while most of the data is missing.",
    },
    {
      points: 2,
      text: "Says what is wrong with the conclusion: three things changed at once, and one run may be luck, in both settings.",
    },
    {
      points: 2,
      text: "Plans a fair test: each change alone, beside the old setting; the same seeds and the same number of steps; at least three seeds; every result is reported.",
    },
    {
      points: 1,
      text: "Says beforehand which result would decide: which number, and how much better than the old setting it must be, or when the change is given up.",
    },
  ],
};
