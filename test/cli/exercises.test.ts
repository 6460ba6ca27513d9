/** The learner's commands, as they are typed. */
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ganbook } from "./ganbook";

const root = resolve(__dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "ganbook-exercises-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const solutions = join(root, "solutions/00-start-here.ipynb");

describe("ganbook check", () => {
  it("says each check of one question, as text and as JSON", { timeout: 120_000 }, async () => {
    const text = await ganbook("check", solutions, "--question", "descent");
    expect([text.code, text.stderr]).toEqual([0, ""]);
    expect(text.stdout).toContain(
      "start/descent: Walk down a slope\n  ✓ the path begins at the start: passed\n",
    );
    expect(text.stdout).toContain("1 of 1 passed, 4 of 4 points.");
    const wrong = join(folder, "00-start-here.ipynb");
    writeFileSync(wrong, readFileSync(solutions, "utf8").replace("w - rate * 2 * c", "w + rate * 2 * c"));
    const json = await ganbook("check", wrong, "--question", "descent", "--json");
    expect(json.code).toBe(1);
    const result = JSON.parse(json.stdout) as {
      sandbox: string;
      questions: { verdict: string; checks: { message: string }[] }[];
    };
    expect(result.sandbox).not.toBe("none");
    expect(result.questions[0]!.verdict).toBe("fail");
    expect(result.questions[0]!.checks[1]!.message).toContain("The steps go up the slope");
  });

  it("ends with 2 for a file that is no exercise", async () => {
    const { code, stderr } = await ganbook("check", join(folder, "nothing.ipynb"));
    expect([code, stderr.includes("cannot be read")]).toEqual([2, true]);
  });
});

describe("ganbook watch", () => {
  it("checks what was saved, and follows the keys", { timeout: 120_000 }, async () => {
    const watched = mkdtempSync(join(folder, "watch-"));
    cpSync(join(root, "exercises/00-start-here.ipynb"), join(watched, "00-start-here.ipynb"));
    const program = join(root, "lib/setup/ganbook.js");
    const child = spawn(process.execPath, [program, "watch", watched], { stdio: ["pipe", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (part: Buffer) => (output += part.toString()));
    child.stderr.on("data", (part: Buffer) => (output += part.toString()));
    const until = async (text: string) => {
      while (!output.includes(text)) {
        if (child.exitCode !== null) throw new Error(`it ended before "${text}":\n${output}`);
        await new Promise((wake) => setTimeout(wake, 50));
      }
    };
    await until("h hint");
    cpSync(solutions, join(watched, "00-start-here.ipynb"));
    await until("start/lucky-share: Nine right by luck\n  ✓");
    child.stdin.write("h");
    await until("Hint ");
    child.stdin.write("l");
    await until("checked exercises passed");
    child.stdin.write("q");
    expect(await new Promise((end) => child.on("close", end))).toBe(0);
  });
});

describe("ganbook reset, progress and exercises", () => {
  it("work from the terminal", async () => {
    const mine = join(folder, "mine.ipynb");
    cpSync(solutions, mine);
    const reset = await ganbook("reset", "start/descent", "--file", mine);
    expect([reset.code, reset.stderr]).toEqual([0, ""]);
    expect(reset.stdout).toContain("mine.descent.old-1.ts");
    expect(readFileSync(join(folder, "mine.descent.old-1.ts"), "utf8")).toContain(
      "path.push(w - rate * 2 * c * (w - bottom));",
    );
    expect((await ganbook("reset", "start/nothing")).code).toBe(2);
    const progress = JSON.parse((await ganbook("progress", "--json")).stdout) as { questions: unknown[] };
    expect(progress.questions.length).toBeGreaterThan(10);
    const exercises = await ganbook("exercises", "--check");
    expect([exercises.code, exercises.stdout]).toEqual([0, "exercises/ is what solutions/ gives.\n"]);
  });
});
