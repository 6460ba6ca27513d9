import type { ProseQuestion } from "../types";

export const oneHalf: ProseQuestion = {
  kind: "prose",
  id: "two-networks/one-half",
  title: "One half everywhere",
  points: 6,
  hints: [
    "In which pictures of the chapter was D one half everywhere? There was more than one.",
    "Section 8 has a generator with the wrong spread and a judge that could not see it. What did D say there in the end?",
    "A good answer says what one half does show, gives two cases where it misleads, and names a test that this judge had no part in.",
  ],
  rubric: [
    {
      points: 2,
      text: "Says that D = 1/2 shows only that this discriminator, as trained so far, cannot tell the two apart; a perfect generator is one of several reasons.",
    },
    {
      points: 1,
      text: "Gives the straight judge as a case: the mean was right and the spread wrong, and D was flat.",
    },
    {
      points: 1,
      text: "Gives another case: a judge without an opinion at the start, one that learned too little or too slowly, or one that stopped.",
    },
    {
      points: 2,
      text: "Proposes a test that does not ask this judge: a new, richer discriminator trained afresh and asked about held-out pictures, or a measure of its own, with a control (real against real, an untrained generator).",
    },
  ],
};
