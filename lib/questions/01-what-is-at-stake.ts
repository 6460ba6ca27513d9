import { daysToReview } from "./stake/days-to-review";
import { moveTo } from "./stake/move-to";
import { picturesNeeded } from "./stake/pictures-needed";
import { twoSides } from "./stake/two-sides";
import { whatFollows } from "./stake/what-follows";
import type { QuestionSet } from "./types";

export const whatIsAtStake: QuestionSet = {
  notebook: "01-what-is-at-stake",
  title: "What is at stake: exercises",
  questions: [daysToReview, moveTo, picturesNeeded, whatFollows, twoSides],
};
