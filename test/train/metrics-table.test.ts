import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pl from "nodejs-polars";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { StepReport } from "../../lib/models/step-report";
import { historyFromArray, historyToArray } from "../../lib/train/history";
import { writeMetrics } from "../../lib/train/metrics-table";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "ganbook-metrics-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const report = (step: number): StepReport => ({
  step,
  steps: 9,
  epoch: step / 4,
  dLoss: 1.5 + step,
  gLoss: 0.25,
  realScore: 0.75,
  fakeScore: 0.125,
  imagesPerSecond: 64,
  elapsedSeconds: 2 * step,
  secondsLeft: 9 - step,
});

describe("the metrics table", () => {
  it("has one row for each step, the same in both files", async () => {
    await writeMetrics(dir, [1, 2, 3].map(report));
    const text = readFileSync(join(dir, "metrics.csv"), "utf8").trim().split("\n");
    expect(text[0]).toBe("step,epoch,dLoss,gLoss,realScore,fakeScore,imagesPerSecond,elapsedSeconds");
    expect(text.slice(1).map((line) => line.split(",").map(Number))).toEqual([
      [1, 0.25, 2.5, 0.25, 0.75, 0.125, 64, 2],
      [2, 0.5, 3.5, 0.25, 0.75, 0.125, 64, 4],
      [3, 0.75, 4.5, 0.25, 0.75, 0.125, 64, 6],
    ]);
    const table = pl.readParquet(join(dir, "metrics.parquet"));
    expect(table.height).toBe(3);
    expect(table.getColumn("dLoss").toArray()).toEqual([2.5, 3.5, 4.5]);
    expect(table.getColumn("step").dtype).toEqual(pl.Int32);
  });
});

describe("a history in a checkpoint", () => {
  it("comes back report by report", () => {
    const history = [1, 2, 3].map(report);
    const array = historyToArray(history);
    expect(array.shape).toEqual([3, 10]);
    expect(historyFromArray(array)).toEqual(history);
    expect(historyFromArray(historyToArray([]))).toEqual([]);
  });
});
