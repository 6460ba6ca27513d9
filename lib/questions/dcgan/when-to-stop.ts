import type { ProseQuestion } from "../types";

export const whenToStop: ProseQuestion = {
  kind: "prose",
  id: "dcgan/when-to-stop",
  title: "A certain level",
  points: 8,
  hints: [
    "What does a loss of a GAN tell, and what does it not tell? Section 11 has it in one sentence.",
    "Which number would you watch instead, on which pictures, and how often? What stands beside it?",
    "Do not forget the generator that knows 64 pictures by heart: the distance alone would praise it.",
  ],
  rubric: [
    {
      points: 2,
      text: "Says why the loss is no stopping rule: it compares the two networks with each other, and can rise while pictures improve.",
    },
    {
      points: 2,
      text: "Gives a rule that can be followed: a distance on the same latents and the same unseen real pictures, every so many steps, and for how long without improvement.",
    },
    {
      points: 2,
      text: "Puts controls beside the number (real against real, an untrained generator or a Gaussian) and takes its error into account.",
    },
    { points: 1, text: "Keeps the best checkpoint, not the last." },
    { points: 1, text: "Adds what the distance cannot see: copies of training pictures or missing variety." },
  ],
};
