import { brightness } from "./start/brightness";
import { descent } from "./start/descent";
import { flatIndex } from "./start/flat-index";
import { luckyShare } from "./start/lucky-share";
import { tensorsLeft } from "./start/tensors-left";
import { worseLater } from "./start/worse-later";
import type { QuestionSet } from "./types";

export const startHere: QuestionSet = {
  notebook: "00-start-here",
  title: "Start here: exercises",
  questions: [flatIndex, brightness, tensorsLeft, descent, luckyShare, worseLater],
};
