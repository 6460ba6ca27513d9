/** What `npx ganbook verify` promises, question by question. Two files share the questions, so that two processes do. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { questionIds, setProblems, verifyQuestion } from "../../lib/grading/authoring/verify";

/** Their small changes build hundreds of networks: only `ganbook verify` tries them. */
const tooSlow = ["dcgan/generator"];

/** @param share Which part, from 0. */
export function questionTests(share: number, shares: number): void {
  // The engine that starts in milliseconds; `ganbook verify` and the notebook tests take the fast one.
  const before = process.env.GANBOOK_ENGINE;
  beforeAll(() => void (process.env.GANBOOK_ENGINE = "cpu"));
  afterAll(() => void (process.env.GANBOOK_ENGINE = before ?? ""));

  describe("solution passes, stub does not, wrong answers are caught, small changes fail", () => {
    it.each(questionIds().filter((_, place) => place % shares === share))("%s", async (id) => {
      const withMutants = !tooSlow.includes(id);
      const report = await verifyQuestion(id, withMutants);
      expect([...setProblems(), ...report.problems]).toEqual([]);
      if (report.kind === "prose") return;
      expect(report.wrong).toBeGreaterThanOrEqual(6);
      if (withMutants) expect(report.mutants).toBeGreaterThanOrEqual(4);
    });
  });
}
