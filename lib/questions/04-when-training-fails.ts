import { control } from "./failures/control";
import { critic } from "./failures/critic";
import { diagnosis } from "./failures/diagnosis";
import { fieldReport } from "./failures/field-report";
import { modesReached } from "./failures/modes-reached";
import { signalLeft } from "./failures/signal-left";
import { largestStretch } from "./failures/largest-stretch";
import type { QuestionSet } from "./types";

export const whenTrainingFails: QuestionSet = {
  notebook: "04-when-training-fails",
  title: "When training fails: exercises",
  questions: [modesReached, control, signalLeft, largestStretch, critic, diagnosis, fieldReport],
};
