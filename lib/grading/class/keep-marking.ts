/** marking.csv in the folder of results: read, merged with a filled copy, written with lines for new answers. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Assignment } from "./assignment";
import type { GradedSubmission } from "./grade-all";
import { markingLines, mergeMarking, readMarking, writeMarking } from "./marking";
import type { MarkingLine } from "./marking";
import { writeIfChanged } from "./result-store";

export const MARKING_FILE = "marking.csv";

interface KeepOptions {
  out: string;
  graded: readonly GradedSubmission[];
  assignments: readonly Assignment[];
  filled: { lines: readonly MarkingLine[]; name: string } | undefined;
}

/** @throws RangeError where the file that is there cannot be read: it is left as it is. */
export async function keepMarking({ out, graded, assignments, filled }: KeepOptions): Promise<MarkingLine[]> {
  const path = join(out, MARKING_FILE);
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  const kept = text === undefined ? [] : readMarking(text, path);
  const merged = filled === undefined ? kept : mergeMarking(kept, filled.lines, filled.name);
  const lines = markingLines(merged, graded, assignments);
  if (lines.length > 0 || text !== undefined) await writeIfChanged(path, writeMarking(lines));
  return lines;
}
