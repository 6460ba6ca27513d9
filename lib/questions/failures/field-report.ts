import type { ProseQuestion } from "../types";

export const fieldReport: ProseQuestion = {
  kind: "prose",
  id: "failures/field-report",
  title: "A friend's run has failed",
  points: 8,
  hints: [
    "Before you name a cure: which number would tell you that you are right about the failure? What would that number be if nothing were wrong?",
    "One change at a time. What stays the same, and how many seeds do you need before you believe it?",
    "Say what you would look at afterwards, and when you would give up on this cure.",
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
    { points: 2, text: "Chooses a cure and gives a reason that fits the failure, not only its name." },
    {
      points: 2,
      text: "Plans a fair test: only the cure changes; the same seeds and the same number of steps; at least three seeds; every result is reported.",
    },
    {
      points: 1,
      text: "Says what the cure costs (time for each step, a number that must be tuned) or when it would be given up.",
    },
  ],
};
