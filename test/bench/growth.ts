/** How speed and memory grow with the batch and with the width of the networks: `npm run bench -- --growth`. */
import { startContestant } from "./contestant-process";
import { type Contestant, type Means, contestants, whyMissing } from "./contestants";
import { launch } from "./launch";
import { median } from "./statistics";

export interface GrowthPoint {
  /** What grows; the other stays at 64. */
  axis: "batch" | "width";
  size: number;
  title: string;
  imagesPerSecond: number;
  peakMegabytes: number | null;
}

/** Who is in the figure: our two modes, and each peer's usual best. */
const named = ["eager", "compiled", "keras", "torch-channels-last"];
const sizes = { batch: [16, 32, 64, 128, 256, 512], width: [16, 32, 64, 128] };
const USUAL = 64;
const ROUNDS = 3;
/** Of one block. */
const SECONDS = 4;

export interface GrowthSetting {
  means: Means;
  threads: number;
  onTask: (task: string) => void;
}

interface Config {
  axis: GrowthPoint["axis"];
  size: number;
}

/** Batch 64 at width 64 stands on both axes and is measured for each. */
const configs: Config[] = [
  ...sizes.batch.map((size) => ({ axis: "batch" as const, size })),
  ...sizes.width.map((size) => ({ axis: "width" as const, size })),
];

export function growthContestants(means: Means): Contestant[] {
  return contestants.filter(
    (contestant) => named.includes(contestant.name) && whyMissing(contestant, "alternating", means) === "",
  );
}

export function countGrowthTasks(means: Means): number {
  return configs.length * growthContestants(means).length;
}

/** @throws Error when a contestant fails: a figure with holes would mislead. */
export async function measureGrowth({ means, threads, onTask }: GrowthSetting): Promise<GrowthPoint[]> {
  const points: GrowthPoint[] = [];
  for (const config of configs) {
    for (const contestant of growthContestants(means)) {
      onTask(`growth: ${config.axis} ${config.size}, ${contestant.title}`);
      points.push(await measurePoint(contestant, config, threads));
    }
  }
  return points;
}

async function measurePoint(
  contestant: Contestant,
  { axis, size }: Config,
  threads: number,
): Promise<GrowthPoint> {
  const [batch, width] = axis === "batch" ? [size, USUAL] : [USUAL, size];
  const { command, env } = launch(contestant, { part: "alternating", batch, width, threads });
  const running = await startContestant(command, { env });
  try {
    await running.run(2);
    const warm = (await running.run(1)).seconds;
    const steps = Math.max(1, Math.round(SECONDS / warm));
    const blocks = [];
    for (let round = 0; round < ROUNDS; round++) blocks.push(await running.run(steps));
    const seconds = median(blocks.map((block) => block.seconds / steps));
    const { peakMegabytes } = blocks.at(-1)!;
    return { axis, size, title: contestant.title, imagesPerSecond: batch / seconds, peakMegabytes };
  } finally {
    running.stop();
  }
}
