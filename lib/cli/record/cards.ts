/** Cards: what is shipped says how it was made, how good it is and where it ends. */
import { join } from "node:path";
import { repositoryData } from "../../datasets/data-folder";
import { writeFileAtomic } from "../../engine/atomic-file";
import type { Confusion } from "./classifier-test";

/** Writes data/cards/NAME.md. */
export async function writeCard(name: string, text: string): Promise<void> {
  await writeFileAtomic(join(repositoryData(), "cards", `${name}.md`), text);
}

/** A table with a row for each truth and a column for each answer, in per cent of the row. */
export function confusionTable({ classes, counts }: Confusion): string {
  const rows = counts.map((row, truth) => {
    const sum = row.reduce((total, count) => total + count, 0);
    return [classes[truth]!, ...row.map((count) => ((100 * count) / sum).toFixed(1))];
  });
  return markdownTable(["truth \\ answer, %", ...classes], rows);
}

export function markdownTable(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
