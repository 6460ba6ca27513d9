/** `ganbook record ring-of-gaussians`: the setting of chapter 04 that fails and its cures, three seeds each. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ringOfGaussians } from "../../datasets/points/mixture";
import { writeFileAtomic } from "../../engine/atomic-file";
import type { EngineInfo } from "../../engine/engine";
import { rng } from "../../engine/rng";
import { modeCoverage } from "../../metrics/failures/mode-coverage";
import { pointsAsText } from "../../metrics/ring-record";
import type { RingCell, RingRecord } from "../../metrics/ring-record";
import { buildPointGan, pointsFrom } from "../../models/point-gan";
import { ringSettings } from "../../train/ring-settings";
import type { RingSetting } from "../../train/ring-settings";
import { trainPoints } from "../../train/train-points";
import { makeRecord, writeRecord } from "./record-file";
import type { RecordOptions } from "./recording";
import { minutesSince, say } from "./report";

const seeds = [0, 1, 2];
const steps = 6000;
const samples = 10_000;
/** Points of each cell that are kept for the picture. */
const shown = 300;

/** One cell after the other; each is written to `out` when it is done, and a second start goes on behind the last. */
export async function recordRingOfGaussians(engine: EngineInfo, { out }: RecordOptions): Promise<void> {
  const cells: RingCell[] = [];
  for (const setting of ringSettings) {
    for (const seed of seeds) {
      const path = join(out, `${setting.name.replace(/\W+/g, "-")}-${seed}.json`);
      const cell = (await readCell(path)) ?? (await recordCell(setting, seed));
      await writeFileAtomic(path, JSON.stringify(cell));
      cells.push(cell);
      const { modes, within } = cell.averaged;
      say(
        `${setting.name}, seed ${seed}: averaged ${modes} modes, ${(100 * within).toFixed(1)} % within 3 sigma`,
      );
    }
  }
  const result: RingRecord = {
    data: ringOfGaussians().name,
    samples,
    steps,
    settings: ringSettings.map(({ name, change, cures }) => ({ name, change, cures })),
    cells,
  };
  const minutes = cells.reduce((sum, cell) => sum + cell.minutes, 0);
  say(`Written: ${await writeRecord(makeRecord("ring-of-gaussians", result, { engine, minutes }))}`);
}

async function readCell(path: string): Promise<RingCell | undefined> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as RingCell);
}

async function recordCell({ name, options, spectralNorm }: RingSetting, seed: number): Promise<RingCell> {
  const start = performance.now();
  const data = ringOfGaussians();
  const gan = buildPointGan({ seed, spectralNorm });
  const z = rng(seed).stream("test").normalTensor(samples, gan.latentSize);
  const points = () => pointsFrom(gan.generator, z);
  const { average } = await trainPoints(gan, data, { ...options, steps, seed, compile: true });
  const last = await points();
  const smooth = await average!.use(points);
  const cell = {
    setting: name,
    seed,
    own: modeCoverage(last, data),
    averaged: modeCoverage(smooth, data),
    points: pointsAsText(smooth.slice(0, shown)),
    minutes: Math.round(minutesSince(start) * 100) / 100,
  };
  average!.dispose();
  z.dispose();
  gan.dispose();
  return cell;
}
