/** How long chapters took the last time, so that a build can say how long is left. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { writeFileAtomic } from "../engine/atomic-file";
import type { Preset } from "../engine/preset";

/** Guesses for a first build, in seconds. */
const FIRST_GUESS: Record<Preset, number> = { smoke: 15, short: 240, full: 3600 };

export async function keepTime(folder: string, name: string, seconds: number): Promise<void> {
  const times = { ...readTimes(folder), [name]: Math.round(seconds * 10) / 10 };
  await writeFileAtomic(join(folder, "times.json"), JSON.stringify(times, null, 2) + "\n");
}

/** Seconds that each of these chapters will take: as last time; else as the others did; else a guess. */
export function expectedTimes(folder: string, names: readonly string[], preset: Preset): number[] {
  const times = readTimes(folder);
  const known = Object.values(times);
  const usual = known.length > 0 ? known.reduce((sum, one) => sum + one, 0) / known.length : undefined;
  return names.map((name) => times[name] ?? usual ?? FIRST_GUESS[preset]);
}

/** A file that cannot be read costs only the estimate. */
function readTimes(folder: string): Record<string, number> {
  try {
    return JSON.parse(readFileSync(join(folder, "times.json"), "utf8")) as Record<string, number>;
  } catch {
    return {};
  }
}
