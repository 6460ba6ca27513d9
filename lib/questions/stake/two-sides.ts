import type { ProseQuestion } from "../types";

export const twoSides: ProseQuestion = {
  kind: "prose",
  id: "stake/two-sides",
  title: "The other side",
  points: 8,
  hints: [
    "Begin with the facts that nobody disputes: who did what, when, where. Then the two sides.",
    "The side that you do not share must be so well put that its friends would agree with your sentence.",
    "End with something that could be measured, and with the result that would change your mind.",
  ],
  rubric: [
    {
      points: 2,
      text: "States the facts of one case of the chapter, with date, country and source, and keeps them apart from opinion.",
    },
    {
      points: 2,
      text: "Gives the strongest reason of each side, the other side's included, without making it look foolish.",
    },
    { points: 1, text: "Names who gains and who is harmed, and somebody who was not asked." },
    {
      points: 2,
      text: "Proposes one measurement with a control that bears on the case, and says what it cannot decide.",
    },
    { points: 1, text: "Takes a position, and says which result or fact would change it." },
  ],
};
