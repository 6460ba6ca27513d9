import type { ProseQuestion } from "../types";

export const printedFormula: ProseQuestion = {
  kind: "prose",
  id: "minimax/printed-formula",
  title: "Write the erratum",
  points: 8,
  hints: [
    "Take the printed line apart: who moves, in which direction, and which symbols are missing?",
    "V is concave in each D(x). Where is the lowest point of such a curve on [0, 1]? Section 7 trained it.",
    "An erratum gives the wrong line, the right line, what each symbol stands for, and what a reader who followed the wrong line would have got.",
  ],
  rubric: [
    {
      points: 2,
      text: "Gives the right formula, min over G and max over D of V(D, G), with both expectations and their distributions.",
    },
    {
      points: 1,
      text: "Says what the lost symbols are: p_data, p_z, E, log (natural), and G(z) as the generated picture.",
    },
    {
      points: 2,
      text: "Says that the printed line lets only D move, so the generator never learns, and that D moves the wrong way.",
    },
    {
      points: 2,
      text: "Says what minimising over D leads to: V has no lowest value (it falls without bound), and D calls real pictures fake or gives up telling them apart.",
    },
    {
      points: 1,
      text: "Separates the value function, which is a zero-sum game, from the losses that are trained, which are not.",
    },
  ],
};
