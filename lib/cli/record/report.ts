/** How recordings speak and show what they made. */
import { writeFileAtomic } from "../../engine/atomic-file";
import type { PictureSource } from "../../metrics/pictures";
import { gridFiles } from "../../plot/sample-grid";

/** For the reader's eyes: stderr, with the time of day, for a recording takes long. */
export function say(line: string): void {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)}  ${line}\n`);
}

/** The first pictures of a source as a PNG, eight in a row. */
export async function writeGrid(path: string, source: PictureSource, count = 64): Promise<void> {
  const images = source.images(0, Math.min(count, source.size));
  const { png } = await gridFiles(images, { columns: 8, scale: 2 });
  images.dispose();
  await writeFileAtomic(path, png);
}

/** A line every 100 steps. */
export function progressLine(step: number, steps: number, loss: number): void {
  if (step % 100 === 0) say(`step ${step} of ${steps}, loss ${loss.toFixed(3)}`);
}

export function minutesSince(start: number): number {
  return (performance.now() - start) / 60_000;
}
