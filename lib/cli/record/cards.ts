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

/** Where the pictures of CIFAR-10 came from. */
export function jpegNote(isOfficial: boolean): string {
  return isOfficial
    ? "The pictures are those of the official archive."
    : "The pictures came from a copy of CIFAR-10 that is not the official archive:\n  they had been through JPEG once.";
}

export const cifar10Licence = `The weights are under the MIT licence, as the code. CIFAR-10 was collected by Alex Krizhevsky, Vinod Nair and Geoffrey
Hinton ("Learning Multiple Layers of Features from Tiny Images", 2009); its makers ask for that citation and state no
licence.`;
