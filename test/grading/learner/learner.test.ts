/** A learner's notebook, checked, watched and reset. The sandbox has tests of its own; here a stand-in judges. */
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { notebookPath, notebookText, readNotebook } from "../../../lib/grading/authoring/course-files";
import { roleOf } from "../../../lib/grading/authoring/exercise-notebook";
import { sourceOf } from "../../../lib/grading/authoring/notebook";
import { runAnswer } from "../../../lib/grading/authoring/run-answer";
import { checkFile } from "../../../lib/grading/learner/check-file";
import { resetQuestion } from "../../../lib/grading/learner/reset-question";
import { findIn } from "../../../lib/grading/notebook/find-answers";
import { watchFolder } from "../../../lib/grading/learner/watch-folder";
import type { Judge } from "../../../lib/grading/types";
import { questionVerdict } from "../../../lib/questions/run-checks";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "learner-"));
  file = join(folder, "05-dcgan.ipynb");
  cpSync(notebookPath("exercises", "05-dcgan"), file);
});
afterEach(() => rmSync(folder, { recursive: true }));

const judge: Judge = {
  level: "none",
  async grade(question, code, seed) {
    const checks = await runAnswer(question, code, { seed });
    return { verdict: questionVerdict(checks), checks, output: "" };
  },
  find: (...notebook) => Promise.resolve(findIn(...notebook)),
  close: () => Promise.resolve(),
};

/** Writes an answer into a cell, as Jupyter saves it. */
function answer(id: string, source: string): void {
  const notebook = readNotebook(file);
  const cells = notebook.cells.map((cell) =>
    roleOf(cell)?.question === id && roleOf(cell)?.role !== "check" ? { ...cell, source } : cell,
  );
  writeFileSync(file, notebookText({ ...notebook, cells }));
}

const cellText = (id: string) =>
  readNotebook(file)
    .cells.filter((cell) => roleOf(cell)?.question === id && roleOf(cell)?.role !== "check")
    .map(sourceOf);

const toBytes = (rule: string) =>
  `function toBytes(values: number[]): number[] {\n  return values.map((v) => ${rule});\n}`;
const wants = (id: string) => id === "dcgan/to-bytes";

describe("checking a file", () => {
  it("judges what is there, and says the same words as the notebook", async () => {
    answer("dcgan/to-bytes", toBytes("Math.min(255, Math.max(0, Math.floor((v + 1) * 127.5)))"));
    const { answers, set } = await checkFile(file, judge, { attempts: join(folder, "attempts.jsonl") });
    expect(answers.map(({ question }) => question.id)).toEqual(set.questions.map(({ id }) => id));
    const [bytes, shape] = answers;
    expect(bytes!.verdict).toBe("fail");
    expect(bytes!.text).toContain("✗ rounds to the nearest byte: not passed\n");
    expect(bytes!.text).toContain("The part after the point was cut off. Round to the nearest byte.");
    expect([shape!.verdict, shape!.text]).toEqual([
      "not-attempted",
      "dcgan/output-shape: The shape after each layer\n  There is no answer yet.",
    ]);
    expect(answers.at(-1)!.verdict).toBe("not-attempted");
  });

  it("brings a hint with the second different try that fails; the same one again is no try", async () => {
    const attempts = join(folder, "attempts.jsonl");
    const hints: string[] = [];
    for (const rule of ["v", "v", "255 * v", "v * v", "v + 1"]) {
      answer("dcgan/to-bytes", toBytes(rule));
      const { text } = (await checkFile(file, judge, { wants, attempts })).answers[0]!;
      hints.push(/Hint (\d) of 3/.exec(text)?.[1] ?? "none");
    }
    expect(hints).toEqual(["none", "none", "1", "2", "3"]);
  });

  it("names what is wrong with the file", async () => {
    await expect(checkFile(join(folder, "none.ipynb"), judge)).rejects.toThrow(/cannot be read/);
    writeFileSync(join(folder, "other.ipynb"), "{}");
    await expect(checkFile(join(folder, "other.ipynb"), judge)).rejects.toThrow(
      /no exercise notebook of this course/,
    );
    writeFileSync(file, readFileSync(file, "utf8").slice(0, 500));
    await expect(checkFile(file, judge)).rejects.toThrow(RangeError);
  });
});

describe("reset", () => {
  const stub = () => cellText("dcgan/to-bytes")[0];

  it("brings the stub back and keeps every old answer in a file of its own", async () => {
    const original = stub();
    const unchanged = readFileSync(file, "utf8");
    expect(await resetQuestion("dcgan/to-bytes", file)).toEqual({ notebook: file, kept: undefined });
    for (const count of [1, 2]) {
      const mine = toBytes(`v + ${count}`);
      answer("dcgan/to-bytes", mine);
      const { kept } = await resetQuestion("dcgan/to-bytes", file);
      expect(kept).toBe(join(folder, `05-dcgan.to-bytes.old-${count}.ts`));
      expect(readFileSync(kept!, "utf8")).toBe(`${mine}\n`);
      expect(stub()).toBe(original);
      expect(readFileSync(file, "utf8")).toBe(unchanged);
    }
  });

  it("keeps prose as text, and brings a deleted cell back before its check", async () => {
    answer("dcgan/when-to-stop", "My rule: never.");
    const { kept } = await resetQuestion("dcgan/when-to-stop", file);
    expect([kept, readFileSync(kept!, "utf8")]).toEqual([
      join(folder, "05-dcgan.when-to-stop.old-1.md"),
      "My rule: never.\n",
    ]);
    const original = readFileSync(file, "utf8");
    const notebook = readNotebook(file);
    const cells = notebook.cells.filter(
      (cell) => !(roleOf(cell)?.question === "dcgan/losses" && roleOf(cell)?.role === "answer"),
    );
    writeFileSync(file, notebookText({ ...notebook, cells }));
    expect((await resetQuestion("dcgan/losses", file)).kept).toBeUndefined();
    expect(readFileSync(file, "utf8")).toBe(original);
  });

  it("writes nothing where the notebook cannot be read, or the question is unknown", async () => {
    await expect(resetQuestion("dcgan/nothing", file)).rejects.toThrow(RangeError);
    writeFileSync(file, "{ half a noteb");
    await expect(resetQuestion("dcgan/losses", file)).rejects.toThrow(/no notebook/);
    expect(readFileSync(file, "utf8")).toBe("{ half a noteb");
    expect(readdirSync(folder)).toEqual(["05-dcgan.ipynb"]);
  });
});

describe.each([false, true])("watching a folder, poll: %s", (poll) => {
  it("tells of each save once, and of nothing else", async () => {
    const saved: string[] = [];
    let told = () => undefined as void;
    const watch = watchFolder(folder, (path) => void (saved.push(path), told()), { poll });
    const next = new Promise<void>((resolve) => (told = resolve));
    writeFileSync(join(folder, "notes.txt"), "not a notebook");
    for (const text of ["1", "12", "123"]) writeFileSync(file, text); // one save in several steps
    await next;
    await new Promise((wake) => setTimeout(wake, 300));
    watch.close();
    expect(saved).toEqual([file]);
  });
});
