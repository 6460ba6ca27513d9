import { bestDiscriminator } from "./minimax/best-discriminator";
import { damping } from "./minimax/damping";
import { jensenShannon } from "./minimax/jensen-shannon";
import { printedFormula } from "./minimax/printed-formula";
import { slopes } from "./minimax/slopes";
import { threeSteps } from "./minimax/three-steps";
import { twoNormals } from "./minimax/two-normals";
import type { QuestionSet } from "./types";

export const minimax: QuestionSet = {
  notebook: "03-minimax",
  title: "Minimax: exercises",
  questions: [bestDiscriminator, twoNormals, jensenShannon, slopes, threeSteps, damping, printedFormula],
};
