/** A run of the listing small enough for a test: grey 16x16 pictures and networks of a few channels. */
import { defects } from "../../../lib/train/listing/defects";
import type { Defect } from "../../../lib/train/listing/defects";
import { listing } from "../../../lib/train/listing/listing";
import type { ListingRun } from "../../../lib/train/listing/listing";
import type { ListingOptions } from "../../../lib/train/listing/options";
import { smallDataset } from "../small-run";

export const all = defects.map(({ name }) => name);
export const allBut = (defect: Defect) => all.filter((name) => name !== defect);

export const small: Omit<ListingOptions, "repaired"> = {
  load: () => smallDataset(40),
  epochs: 1,
  batchSize: 8,
  latentSize: 6,
  width: 2,
  imageShape: [16, 16, 1],
  learningRate: 1e-3,
  seed: 1,
};

export async function run(
  repaired: readonly Defect[],
  options: Partial<ListingOptions> = {},
): Promise<ListingRun> {
  return listing({ ...small, ...options, repaired }).run();
}

/** Runs, looks and frees. */
export async function look<T>(
  repaired: readonly Defect[],
  options: Partial<ListingOptions>,
  see: (result: ListingRun) => T | Promise<T>,
): Promise<T> {
  const result = await run(repaired, options);
  try {
    return await see(result);
  } finally {
    result.dispose();
  }
}
