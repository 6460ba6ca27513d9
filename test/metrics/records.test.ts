/** What the recorded tables claim, read off them. Each was made by `npx ganbook record NAME`; none is run here. */
import { describe, expect, it } from "vitest";
import { readRecord } from "../../lib/metrics/records";
import type { DcganRecord } from "../../lib/metrics/records";

/** Kernel distance after the last step, seed by seed. */
const lastDistances = ({ runs }: DcganRecord) => runs.map(({ distances }) => distances.at(-1)!.value);

describe("the article's DCGAN on CIFAR-10, recorded", () => {
  it("comes down to 0.35 of the untrained distance or less, with each of three seeds", async () => {
    const { result } = await readRecord<DcganRecord>("dcgan-cifar10");
    expect(result.runs.map(({ seed }) => seed)).toEqual([0, 1, 2]);
    for (const { distances, ratio } of result.runs) {
      expect(distances.map(({ step }) => step)).toEqual([0, 600, 1200, 2400]);
      expect(ratio).toBeCloseTo(distances.at(-1)!.value / distances[0]!.value, 10);
      expect(ratio).toBeLessThanOrEqual(0.35);
    }
  });

  it("ends with bfloat16 within the spread of the float32 seeds", async () => {
    const [wide, narrow] = await Promise.all(
      ["dcgan-cifar10", "dcgan-cifar10-bfloat16"].map((name) => readRecord<DcganRecord>(name)),
    );
    const [float32, bfloat16] = [lastDistances(wide!.result), lastDistances(narrow!.result)];
    expect(narrow!.result.training["precision"]).toBe("bfloat16");
    expect(bfloat16.length).toBeGreaterThanOrEqual(1);
    const mean = bfloat16.reduce((sum, value) => sum + value, 0) / bfloat16.length;
    expect(mean).toBeGreaterThanOrEqual(Math.min(...float32));
    expect(mean).toBeLessThanOrEqual(Math.max(...float32));
  });
});
