import { atInfinity } from "./measuring/at-infinity";
import { diagnose } from "./measuring/diagnose";
import { enoughPictures } from "./measuring/enough-pictures";
import { frechetDiagonal } from "./measuring/frechet-diagonal";
import { precision } from "./measuring/precision";
import { proven } from "./measuring/proven";
import { twoPapers } from "./measuring/two-papers";
import type { QuestionSet } from "./types";

export const measuring: QuestionSet = {
  notebook: "07-measuring",
  title: "Measuring: exercises",
  questions: [frechetDiagonal, precision, enoughPictures, diagnose, atInfinity, proven, twoPapers],
};
