/** The reports of a run as a table, for notebooks, spreadsheets and other programs. */
import { join } from "node:path";
import * as pl from "nodejs-polars";
import { writeFileAtomic } from "../engine/atomic-file";
import type { StepReport } from "../models/step-report";

/** Columns of the table, one row a step; their meaning is that of `StepReport`. */
const columns = [
  "step",
  "epoch",
  "dLoss",
  "gLoss",
  "realScore",
  "fakeScore",
  "imagesPerSecond",
  "elapsedSeconds",
] as const satisfies readonly (keyof StepReport)[];

/** One row for each step: `step` as int32, the others as float64. */
export function metricsTable(history: StepReport[]): pl.DataFrame {
  const column = (name: (typeof columns)[number]) =>
    pl.Series(
      name,
      history.map((report) => report[name]),
      name === "step" ? pl.Int32 : pl.Float64,
    );
  return pl.DataFrame(columns.map(column));
}

/** Writes metrics.parquet and metrics.csv to the folder of a run, in place of older ones. */
export async function writeMetrics(dir: string, history: StepReport[]): Promise<void> {
  const table = metricsTable(history);
  await writeFileAtomic(join(dir, "metrics.parquet"), table.writeParquet());
  await writeFileAtomic(join(dir, "metrics.csv"), table.writeCSV());
}
