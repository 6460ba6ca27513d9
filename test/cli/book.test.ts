/** `ganbook book` as it is typed, stopped, and mistyped. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ganbook, startGanbook } from "./ganbook";

const root = resolve(__dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "ganbook-book-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("ganbook book", () => {
  it("helps with examples, and refuses a preset that is none", async () => {
    const help = await ganbook("book", "--help");
    expect([help.code, help.stdout.includes("npm run book -- --out")]).toEqual([0, true]);
    const wrong = await ganbook("book", "--preset", "long");
    expect([wrong.code, wrong.stderr.includes("smoke, short, full")]).toEqual([2, true]);
  });

  it("ends with 2 where --out holds something else, and leaves it", async () => {
    writeFileSync(join(folder, "thesis.txt"), "mine");
    const { code, stderr } = await ganbook("book", "--out", folder);
    expect([code, stderr.includes("something else than a book")]).toEqual([2, true]);
    expect(readdirSync(folder)).toEqual(["thesis.txt"]);
  });

  it.skipIf(!existsSync(join(root, ".venv")) || process.platform === "win32")(
    "stopped with Ctrl-C while a chapter runs, leaves nothing behind",
    { timeout: 120_000 },
    async () => {
      const cache = join(root, ".cache/book/smoke");
      mkdirSync(cache, { recursive: true });
      const running = () => readdirSync(cache).filter((name) => name.startsWith("running-"));
      const old = new Set(running()); // of a test that runs beside this one
      const parent = join(folder, "stopped");
      const book = startGanbook(["book", "--preset", "smoke", "--all", "--out", join(parent, "book")]);
      await expect.poll(() => running().filter((name) => !old.has(name)).length, { timeout: 60_000 }).toBe(1);
      book.child.kill("SIGINT");
      book.child.kill("SIGINT"); // a terminal and npm may both send it
      const { code, stderr } = await book.done;
      expect([code, stderr.includes("Stopped. No book was written")]).toEqual([1, true]);
      expect(running().filter((name) => !old.has(name))).toEqual([]);
      expect(existsSync(parent) ? readdirSync(parent) : []).toEqual([]);
    },
  );
});
