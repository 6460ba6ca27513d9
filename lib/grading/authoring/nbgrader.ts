/**
 * nbgrader's cell metadata, schema 3, so that its tools can read our notebooks.
 *
 * @see nbgrader/nbgraderformat/v3.json and nbgrader/utils.py (compute_checksum) of nbgrader 0.9.
 */
import { createHash } from "node:crypto";

export interface NbgraderMetadata {
  schema_version: 3;
  grade: boolean;
  solution: boolean;
  locked: boolean;
  task: boolean;
  grade_id: string;
  cell_type: "code" | "markdown";
  points?: number;
  checksum: string;
}

export interface GradedCell {
  kind: "answer" | "check" | "prose" | "given";
  /** Letters, digits, - and _; unique in its notebook. */
  gradeId: string;
  source: string;
  cellType: "code" | "markdown";
  /** Of a check or prose. */
  points?: number;
}

export function nbgraderMetadata(cell: GradedCell): NbgraderMetadata {
  const { kind, gradeId, cellType, points } = cell;
  const flags = {
    grade: kind === "check" || kind === "prose",
    solution: kind === "answer" || kind === "prose",
    locked: kind === "check" || kind === "given",
  };
  return {
    schema_version: 3,
    ...flags,
    task: false,
    grade_id: gradeId,
    cell_type: cellType,
    ...(flags.grade ? { points: points ?? 0 } : {}),
    checksum: checksum(cell, flags),
  };
}

/** MD5 over source, type, the three flags as Python writes them, the id, and the points as a Python float. */
function checksum(
  { source, cellType, gradeId, points = 0 }: GradedCell,
  { grade, solution, locked }: { grade: boolean; solution: boolean; locked: boolean },
): string {
  const python = (value: boolean) => (value ? "True" : "False");
  const hash = createHash("md5");
  for (const part of [source, cellType, python(grade), python(solution), python(locked), gradeId])
    hash.update(part);
  if (grade) hash.update(Number.isInteger(points) ? `${points}.0` : String(points));
  return hash.digest("hex");
}
