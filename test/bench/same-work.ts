/** Contestants are compared only where they train the same networks on the same loss. */
import type { Entry } from "./compare";
import { median } from "./statistics";

/** Of the losses at the first step: they differ by the draw of weights, noise and masks. */
const TOLERANCE = 0.25;

type Work = Pick<Entry, "name" | "trained" | "firstLosses">;

/** Who trains another number of weights than most, or begins at another loss; and how it differs. */
export function doOtherWork(entries: readonly Work[]): Map<string, string> {
  const usual = mostCommon(entries.map(({ trained }) => describe(trained)));
  const losses = (entries[0]?.firstLosses ?? []).map((_, i) =>
    median(entries.map((entry) => entry.firstLosses[i]!)),
  );
  const complaints = new Map<string, string>();
  for (const { name, trained, firstLosses } of entries) {
    if (describe(trained) !== usual) {
      complaints.set(name, `it trains other networks: ${describe(trained)}; the others ${usual}`);
    } else if (
      !firstLosses.every((loss, i) => Math.abs(loss - losses[i]!) <= TOLERANCE * Math.abs(losses[i]!))
    ) {
      const numbers = (values: number[]) => values.map((value) => value.toFixed(3)).join(", ");
      complaints.set(name, `its first losses are ${numbers(firstLosses)}; the others' ${numbers(losses)}`);
    }
  }
  return complaints;
}

/** "discriminator 217985, generator 2700547" */
function describe(trained: Record<string, number>): string {
  const names = Object.keys(trained).sort();
  return names.map((name) => `${name} ${trained[name]}`).join(", ");
}

function mostCommon(texts: string[]): string | undefined {
  const count = (text: string) => texts.filter((other) => other === text).length;
  return [...texts].sort((a, b) => count(b) - count(a))[0];
}
