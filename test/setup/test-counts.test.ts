/** Counting what vitest reported. */
import { describe, expect, it } from "vitest";
import { addCounts, readCounts, wronglySkipped } from "../../lib/setup/test-counts";

const file = (name: string, states: string[], status = "passed") => ({
  name: `/clone/${name}`,
  status,
  assertionResults: states.map((state, i) => ({ fullName: ` t${i}`, status: state })),
});

describe("test counts", () => {
  it("count each kind", () => {
    const report = {
      testResults: [file("test/a.test.ts", ["passed", "failed", "skipped", "todo", "passed"])],
    };
    expect(readCounts(report)).toMatchObject({
      passed: 2,
      failed: 1,
      skipped: [{ name: "t2" }, { name: "t3" }],
    });
  });

  it("count a file that breaks before its first test as a failure", () => {
    expect(readCounts({ testResults: [file("test/a.test.ts", [], "failed")] }).failed).toBe(1);
  });

  it("add up", () => {
    const one = readCounts({ testResults: [file("test/a.test.ts", ["passed", "skipped"])] });
    expect(addCounts([one, one])).toMatchObject({ passed: 2, failed: 0, skipped: [{}, {}] });
    expect(addCounts([])).toEqual({ passed: 0, failed: 0, skipped: [] });
  });

  it("tell where nothing may be skipped in CI", () => {
    const files = ["test/browser/a.test.ts", "test/engine/b.test.ts", "test/datasets/c.test.ts"];
    const counts = readCounts({ testResults: files.map((name) => file(name, ["skipped"])) });
    expect(wronglySkipped(counts).map((skipped: { file: string }) => skipped.file)).toEqual([
      `/clone/${files[0]}`,
      `/clone/${files[1]}`,
    ]);
  });
});
