/** What answers may import: whatever the library offers to everybody, as long as their question declares it. */
import { expect, it } from "vitest";
import { runAnswer } from "../../../lib/grading/authoring/run-answer";
import type { CheckedQuestion } from "../../../lib/questions/types";
import { describeSandboxed, judge } from "./sandboxes";
import { double, maximum } from "./tiny-questions";

/** Its answer gives back a number that only a right use of the imports gives. */
function question(needs: CheckedQuestion["needs"], imports: string[], right: number): CheckedQuestion {
  const check = {
    name: "uses the library",
    run: async (subject: { value(): Promise<unknown> }) =>
      (await subject.value()) === right ? undefined : `It gave ${String(await subject.value())}.`,
  };
  return { ...(needs === "tensorflow" ? double : maximum), answer: "result", imports, checks: [check] };
}

const cases: [string, CheckedQuestion, string][] = [
  [
    "plain functions",
    question("nothing", ["slerp", "rng"], 3),
    `import { slerp, rng } from "ganbook";
    const result = rng(1).uniform() < 1 ? slerp([3, 0], [0, 3], 0)[0] : 0;`,
  ],
  [
    "tf, whole and by name",
    question("tensorflow", ["tf"], 6),
    `import { tf } from "ganbook";
    const result = tf.tidy(() => tf.sum(tf.tensor1d([1, 2, 3])).dataSync()[0]);`,
  ],
  [
    "losses and layers of the library",
    question("tensorflow", ["tf", "hinge", "Dropout"], 4),
    `import { Dropout, hinge, tf } from "ganbook";
    const layer = new Dropout({ rate: 0 });
    const result = hinge.generator(layer.apply(tf.tensor2d([[-4]])) as any).dataSync()[0];`,
  ],
];

describeSandboxed("an answer may import what its question declares", () => {
  it.each(cases)("%s: in the sandbox, and where authors try their answers", async (_, asked, cell) => {
    const code = { given: [], cells: [cell] };
    const { verdict, checks } = await judge.grade(asked, code, 1);
    expect([verdict, checks[0]!.message]).toEqual(["pass", ""]);
    expect((await runAnswer(asked, code)).map(({ message }) => message)).toEqual([""]);
  });

  it("an author hears of a name that the library lacks, and of a package that no sandbox has", async () => {
    const tried = async (imports: string[]) =>
      (await runAnswer(question("nothing", imports, 1), { given: [], cells: ["const result = 1;"] }))[0]!
        .message;
    expect(await tried(["nothingOfTheKind"])).toMatch(/nothingOfTheKind/);
    expect(await tried(["sampleGrid"])).toMatch(/needs the package sharp, which no sandbox has/);
  });
});
