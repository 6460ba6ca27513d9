/** What a folder of results remembers: the seed, so that a second run gives the same inputs as the first. */
import { randomInt } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomic } from "../../engine/atomic-file";

/** @returns The given seed; else that of the last run in this folder; else a new one that nobody can know. */
export async function settleSeed(out: string, given: number | undefined): Promise<number> {
  const path = join(out, "settings.json");
  const kept = await readFile(path, "utf8").then(
    (text) => (JSON.parse(text) as { seed?: unknown }).seed,
    () => undefined,
  );
  const seed = given ?? (typeof kept === "number" ? kept : randomInt(2 ** 32));
  if (seed !== kept) await writeFileAtomic(path, `${JSON.stringify({ seed }, null, 2)}\n`);
  return seed;
}
