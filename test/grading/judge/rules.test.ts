/** Rules of the judge that hold for all calls of an answer together, and for answers side by side. */
import { expect, it } from "vitest";
import type { Subject } from "../../../lib/questions/types";
import { describeSandboxed, judge } from "./sandboxes";
import { maximum, right } from "./tiny-questions";

describeSandboxed("an answer", () => {
  it("may not send more in all than a class's answers need", async () => {
    const cell = `const text = "x".repeat(4e6); const maximum = () => text;`;
    const run = async (subject: Subject) => {
      for (let i = 0; i < 20; i++) await subject.call();
      return undefined;
    };
    const result = await judge.grade(
      { ...maximum, checks: [{ name: "asks often", run }] },
      { given: [], cells: [cell] },
      1,
    );
    expect(result.verdict).toBe("tampered");
  });

  it("has one time for all calls together", async () => {
    const cell = `const maximum = () => new Promise((resolve) => setTimeout(resolve, 600));`;
    const run = async (subject: Subject) => {
      for (let i = 0; i < 6; i++) await subject.call();
      return undefined;
    };
    const question = { ...maximum, seconds: 2, checks: [{ name: "asks six times", run }] };
    expect((await judge.grade(question, { given: [], cells: [cell] }, 1)).verdict).toBe("timeout");
  });

  it("takes no time from the answer beside it, however many threads it starts", async () => {
    const threads = `const { Worker } = (process as any).getBuiltinModule?.("worker_threads") ??
        (process as any).mainModule.require("worker_threads");
      for (let i = 0; i < 20; i++) new Worker("for(;;);", { eval: true });
      const maximum = () => { for (;;); };`;
    const hostile = judge.grade({ ...maximum, seconds: 6 }, { given: [], cells: [threads] }, 1);
    const beside = await judge.grade(maximum, { given: [], cells: [right.maximum] }, 1);
    expect(beside.verdict).toBe("pass");
    expect((await hostile).verdict).not.toBe("pass");
  });

  it("gives no points without checks, nor for a check that breaks", async () => {
    const code = { given: [], cells: [right.maximum] };
    expect((await judge.grade({ ...maximum, checks: [] }, code, 1)).verdict).toBe("error");
    const broken = { name: "breaks", run: () => Promise.reject(new TypeError("a mistake of the author's")) };
    const { verdict, checks } = await judge.grade({ ...maximum, checks: [broken] }, code, 1);
    expect([verdict, checks[0]!.points]).toEqual(["error", 0]);
    expect(checks[0]!.message).toMatch(/could not read what the answer gave/);
  });
});
