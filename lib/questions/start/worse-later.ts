import type { ProseQuestion } from "../types";

export const worseLater: ProseQuestion = {
  kind: "prose",
  id: "start/worse-later",
  title: "44, and then 27",
  points: 6,
  hints: [
    "What is random in one count of 64 pictures? And what else differs between step 750 and step 1,000?",
    "Look at the 95 % intervals of 44 of 64 and of 27 of 64. Do they overlap?",
    "A good answer says what can be concluded, what cannot, and what you would measure next, with a control.",
  ],
  rubric: [
    {
      points: 2,
      text: "Separates the chance of one count (64 pictures, an interval) from a real change, and uses the interval: 44 and 27 of 64 do not overlap.",
    },
    {
      points: 2,
      text: "Explains why more training can make pictures worse: the two networks push each other around, there is no single loss that falls.",
    },
    {
      points: 1,
      text: "Proposes a fair comparison: more pictures, the same latents at both steps, more than one seed.",
    },
    { points: 1, text: "Names a control, or says which checkpoint to keep and by which measure." },
  ],
};
