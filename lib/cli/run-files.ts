/** The files beside the checkpoints of a run: a table of its reports, and samples of the same latents over time. */
import { join } from "node:path";
import { writeFileAtomic } from "../engine/atomic-file";
import { tf } from "../engine/tf";
import { generateImages, sampleLatents } from "../models/sample";
import type { Gan } from "../models/types";
import { gridFiles } from "../plot/sample-grid";
import { writeMetrics } from "../train/metrics-table";
import type { SavedCheckpoint } from "../train/options";

const SAMPLES = 64;
const COLUMNS = 8;
const SCALE = 2;

/** What `onCheckpoint` of a command-line run does: metrics.parquet, metrics.csv and samples/step-<step>.png. */
export async function writeRunFiles(
  gan: Gan,
  { step, history, average }: SavedCheckpoint,
  { out, seed }: { out: string; seed: number },
): Promise<void> {
  await writeMetrics(out, history);
  const latents = sampleLatents(gan, { count: SAMPLES, seed });
  const images = await (average
    ? average.use(() => generateImages(gan, latents))
    : generateImages(gan, latents));
  const path = join(out, "samples", `step-${String(step).padStart(6, "0")}.png`);
  await writeGrid(images, path, { columns: COLUMNS, scale: SCALE });
  tf.dispose([latents, images]);
}

/** Writes pictures [n, height, width, channels] in [-1, 1] as one PNG; they are not disposed. */
export async function writeGrid(
  images: tf.Tensor4D,
  path: string,
  layout: { columns: number; scale: number },
): Promise<void> {
  const { png } = await gridFiles(images, layout);
  await writeFileAtomic(path, png);
}
