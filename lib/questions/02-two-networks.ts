import { discriminator } from "./two-networks/discriminator";
import { generatorSlopes } from "./two-networks/generator-slopes";
import { infinitePrice } from "./two-networks/infinite-price";
import { judgeSlopes } from "./two-networks/judge-slopes";
import { nextMove } from "./two-networks/next-move";
import { oneHalf } from "./two-networks/one-half";
import { oneRound } from "./two-networks/one-round";
import type { QuestionSet } from "./types";

export const twoNetworks: QuestionSet = {
  notebook: "02-two-networks",
  title: "Two networks: exercises",
  questions: [judgeSlopes, generatorSlopes, oneRound, discriminator, infinitePrice, nextMove, oneHalf],
};
