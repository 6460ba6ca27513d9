/** Writes pages, tables and exports beside the results. What is as it was is not written again. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { copyFileAtomic, writeFileAtomic } from "../../engine/atomic-file";
import { CHANGE_COLUMNS, changeRow } from "../class/changes";
import { writeCsv } from "../class/csv";
import type { GradedClass } from "../class/grade-class";
import type { Gradebook, GradeRow } from "../class/gradebook";
import { writeIfChanged } from "../class/result-store";
import { folderName, pagePath } from "../class/student-folder";
import { exercismResults } from "../exports/exercism";
import { canvasCsv, gradesCsv, moodleCsv, nbgraderCsv } from "../exports/grade-tables";
import { gradescopeResults } from "../exports/gradescope";
import { CHARTS_FILE, CHARTS_SCRIPT, classPage, PLOTLY_FILE } from "./class-page";
import { studentPage } from "./student-page";

export async function writeReports(out: string, { book, changes }: GradedClass): Promise<void> {
  for (const [name, contents] of Object.entries(tables(book)))
    await writeIfChanged(join(out, name), contents);
  await writeIfChanged(join(out, "changes.csv"), writeCsv(CHANGE_COLUMNS, changes.map(changeRow)));
  await inGroups(book.rows, (row) => writeExports(out, row));
  await inGroups(byStudent(book.rows), (rows) =>
    writeIfChanged(pagePath(out, rows[0]!.student), studentPage(book, rows)),
  );
  await copyPlotly(join(out, PLOTLY_FILE));
  await writeIfChanged(join(out, CHARTS_FILE), CHARTS_SCRIPT);
  await writeIfChanged(join(out, "index.html"), classPage(book, changes));
  const { checksParquet } = await import("../exports/checks-parquet"); // polars takes its time to load
  await writeFileAtomic(join(out, "checks.parquet"), checksParquet(book));
}

/** Several files at a time: each waits for the disk. */
async function inGroups<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const SIZE = 32;
  for (let from = 0; from < items.length; from += SIZE) {
    await Promise.all(items.slice(from, from + SIZE).map(work));
  }
}

function tables(book: Gradebook): Record<string, string> {
  const notebooks = [...new Set(book.rows.map(({ notebook }) => notebook))];
  return {
    "grades.csv": gradesCsv(book),
    "exports/nbgrader.csv": nbgraderCsv(book),
    "exports/canvas.csv": canvasCsv(book),
    ...Object.fromEntries(notebooks.map((name) => [`exports/moodle-${name}.csv`, moodleCsv(book, name)])),
  };
}

async function writeExports(out: string, row: GradeRow): Promise<void> {
  const gradescope = gradescopeResults(row);
  if (row.result === undefined || gradescope === undefined) return;
  const write = (kind: string, value: object) =>
    writeIfChanged(
      join(out, "exports", kind, folderName(row.student), row.notebook, "results.json"),
      `${JSON.stringify(value, null, 2)}\n`,
    );
  await write("exercism", exercismResults(row.result));
  await write("gradescope", gradescope);
}

function byStudent(rows: readonly GradeRow[]): GradeRow[][] {
  const groups = new Map<string, GradeRow[]>();
  for (const row of rows) groups.set(row.student, [...(groups.get(row.student) ?? []), row]);
  return [...groups.values()];
}

/** Ten megabytes, once for all pages. */
async function copyPlotly(path: string): Promise<void> {
  const source = require.resolve("plotly.js-dist");
  const sizes = await Promise.all(
    [source, path].map((file) =>
      stat(file).then(
        ({ size }) => size,
        () => -1,
      ),
    ),
  );
  if (sizes[0] === sizes[1]) return;
  await copyFileAtomic(source, path);
}
