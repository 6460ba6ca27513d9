/** The other side of verify-all.ts. A question that cannot even be tried is a problem of that question. */
import { verifyQuestion } from "./verify";
import type { QuestionReport } from "./verify";

export interface VerifyRequest {
  id: string;
  withMutants: boolean;
}

const nothing = {
  kind: "function",
  points: 0,
  wrong: 0,
  right: 0,
  mutants: 0,
  equivalent: 0,
  seconds: 0,
} as const;

process.on("message", ({ id, withMutants }: VerifyRequest) => {
  void verifyQuestion(id, withMutants)
    .catch((error: Error): QuestionReport => ({ id, ...nothing, problems: [error.message] }))
    .then((report) => process.send!(report));
});
