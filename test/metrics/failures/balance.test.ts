import { describe, expect, it } from "vitest";
import { rng } from "../../../lib/engine/rng";
import { readBalance } from "../../../lib/metrics/failures/balance";

const random = rng(4);
const run = (scores: (t: number) => [number, number]) =>
  Array.from({ length: 200 }, (_, t) => {
    const [realScore, fakeScore] = scores(t).map((value) =>
      Math.min(1, Math.max(0, value + 0.01 * random.normal())),
    );
    return { realScore: realScore!, fakeScore: fakeScore! };
  });

describe("readBalance", () => {
  it.each([
    ["healthy", () => [0.65, 0.35]],
    ["judge won", (t) => [1 - 0.5 * Math.exp(-t / 10), 0.5 * Math.exp(-t / 10)]],
    ["judge gave up", (t) => [0.5 + Math.exp(-t / 10), 0.5 - Math.exp(-t / 10)]],
    [
      "growing swings",
      (t) => [
        0.5 + 0.1 * Math.exp(t / 60 - 2) * Math.sin(t / 3),
        0.5 - 0.1 * Math.exp(t / 60 - 2) * Math.sin(t / 3),
      ],
    ],
    ["healthy", (t) => [0.6 + 0.2 * Math.sin(t / 3), 0.3]], // swings that do not grow
  ] as [string, (t: number) => [number, number]][])("%s", (word, scores) => {
    expect(readBalance(run(scores))).toBe(word);
  });

  it("reads the end, not the beginning", () => {
    expect(readBalance(run((t) => (t < 140 ? [0.99, 0.01] : [0.7, 0.3])))).toBe("healthy");
    expect(readBalance(run((t) => (t < 140 ? [0.7, 0.3] : [0.99, 0.01])))).toBe("judge won");
  });

  it("needs something to read", () => {
    expect(() => readBalance(run(() => [0.5, 0.5]).slice(0, 7))).toThrow("7 steps");
    expect(() =>
      readBalance(
        run(() => [0.5, 0.5]),
        150,
      ),
    ).toThrow("read at most half");
  });
});
