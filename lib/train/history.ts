/** The reports of a run as one array, so that a checkpoint can hold them and a resumed run has its whole curve. */
import type { NamedArray } from "../engine/safetensors";
import type { StepReport } from "../models/step-report";

/** Columns of the array. Their order is part of the checkpoint's format. */
const reportColumns = [
  "step",
  "steps",
  "epoch",
  "dLoss",
  "gLoss",
  "realScore",
  "fakeScore",
  "imagesPerSecond",
  "elapsedSeconds",
  "secondsLeft",
] as const satisfies readonly (keyof StepReport)[];

/** Reports -> [reports, columns], rounded to float32. */
export function historyToArray(history: StepReport[]): NamedArray {
  const values = Float32Array.from(
    history.flatMap((report) => reportColumns.map((column) => report[column])),
  );
  return { shape: [history.length, reportColumns.length], values };
}

/** [reports, columns] -> reports. */
export function historyFromArray({ shape, values }: NamedArray): StepReport[] {
  return Array.from({ length: shape[0]! }, (_, row) => {
    const entries = reportColumns.map((column, k) => [column, values[row * reportColumns.length + k]!]);
    return Object.fromEntries(entries) as StepReport;
  });
}
