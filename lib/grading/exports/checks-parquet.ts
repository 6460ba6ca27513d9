/** All checks of a class as a table for data tools: one row for each student and check. */
import * as pl from "nodejs-polars";
import type { Gradebook } from "../class/gradebook";

/** Columns student, notebook, question, check, verdict (text), points, max_points, milliseconds (float64). */
export function checksTable({ rows }: Gradebook): pl.DataFrame {
  const checks = rows.flatMap(({ student, notebook, result }) =>
    (result?.questions ?? []).flatMap(({ id, checks }) =>
      checks.map((check) => ({ ...check, student, notebook, question: id, check: check.name })),
    ),
  );
  const text = (name: "student" | "notebook" | "question" | "check" | "verdict") =>
    pl.Series(
      name,
      checks.map((check) => check[name]),
      pl.String,
    );
  const number = (name: string, value: (check: (typeof checks)[number]) => number) =>
    pl.Series(name, checks.map(value), pl.Float64);
  return pl.DataFrame([
    text("student"),
    text("notebook"),
    text("question"),
    text("check"),
    text("verdict"),
    number("points", ({ points }) => points),
    number("max_points", ({ maxPoints }) => maxPoints),
    number("milliseconds", ({ milliseconds }) => milliseconds),
  ]);
}

export function checksParquet(book: Gradebook): Buffer {
  return checksTable(book).writeParquet();
}
