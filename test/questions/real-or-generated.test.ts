import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keepScore, keptScore, scoresFile } from "../../lib/questions/kept-scores";
import { type Game, realOrGenerated } from "../../lib/questions/real-or-generated";

/** Two black and three white pictures: the truth can be seen in the pixels. */
const flat = (count: number, value: number) => ({
  bytes: new Uint8Array(count * 4 * 4 * 3).fill(value),
  shape: [count, 4, 4, 3] as [number, number, number, number],
});

describe("realOrGenerated", () => {
  let game: Game;
  let truth: string;
  beforeAll(async () => {
    game = await realOrGenerated(flat(2, 0), flat(3, 255), { seed: 1 });
    truth = findTruth(game);
  });

  it("scores every guess against the order it drew", () => {
    expect(game.total).toBe(5);
    expect([...truth].filter((t) => t === "R")).toHaveLength(2);
    expect(game.score(truth)?.right).toBe(5);
    const wrong = [...truth].map((t) => (t === "R" ? "G" : "R")).join("");
    expect(game.score(wrong)?.right).toBe(0);
  });

  it("is unanswered while only question marks stand there, and takes spaces and small letters", () => {
    expect(game.score("?????")).toBeUndefined();
    expect(game.score(` ${truth.toLowerCase().slice(0, 2)} ${truth.slice(2)} `)?.right).toBe(5);
  });

  it.each(["RG", "RGRGX", "RGRGRG"])("refuses %s and says what it wants", (guesses) => {
    expect(() => game.score(guesses)).toThrow(/5 letters.*A to E/s);
  });

  it("gives the same order for a seed, another for another", async () => {
    const again = await realOrGenerated(flat(2, 0), flat(3, 255), { seed: 1 });
    expect(again.score(truth)?.right).toBe(5);
    const others = await Promise.all(
      [2, 3, 4, 5].map((seed) => realOrGenerated(flat(2, 0), flat(3, 255), { seed })),
    );
    expect(others.some((other) => other.score(truth)!.right < 5)).toBe(true);
  });

  it("shows the pictures in HTML and as a still, and no letter of the answer beside them", () => {
    const page = game.figure.bundle["text/html"] as string;
    expect(page.match(/data-tile aria-label/g)).toHaveLength(5);
    expect(page).not.toContain('data-guess="R"');
    expect(game.figure.bundle["image/png"]).toMatch(/^iVBOR/);
  });
});

/** Tries all 32 answers: exactly one is fully right. */
function findTruth(game: Game): string {
  const all = Array.from({ length: 32 }, (_, n) =>
    [...n.toString(2).padStart(5, "0")].map((b) => (b === "1" ? "R" : "G")).join(""),
  );
  const right = all.filter((guesses) => game.score(guesses)?.right === 5);
  expect(right).toHaveLength(1);
  return right[0]!;
}

describe("kept scores", () => {
  const folder = mkdtempSync(join(tmpdir(), "scores-"));
  const file = join(folder, "scores.json");
  afterAll(() => rmSync(folder, { recursive: true }));

  it("keeps, replaces, and leaves the others", async () => {
    expect(keptScore("game", file)).toBeUndefined();
    await keepScore("game", { right: 7, total: 12 }, file);
    await keepScore("other", { right: 1 }, file);
    await keepScore("game", { right: 8, total: 12 }, file);
    expect(keptScore("game", file)).toMatchObject({ right: 8, total: 12 });
    expect(keptScore("other", file)).toMatchObject({ right: 1 });
  });

  it("refuses to overwrite a file it cannot read", async () => {
    writeFileSync(file, "{ broken");
    await expect(keepScore("game", { right: 1 }, file)).rejects.toThrow(/Mend it or delete it/);
    expect(readFileSync(file, "utf8")).toBe("{ broken");
  });

  it("lies in the learner's folder only when the notebook does", () => {
    const clone = join(__dirname, "../..");
    expect(scoresFile(join(clone, "work/notebooks"))).toBe(join(clone, "work/scores.json"));
    expect(scoresFile(join(clone, "notebooks"))).toBe(join(clone, ".cache/scores.json"));
    expect(scoresFile(join(clone, "workshop"))).toBe(join(clone, ".cache/scores.json"));
  });
});
