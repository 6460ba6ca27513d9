/** `ganbook sample`: pictures from a trained run. */
import { extname } from "node:path";
import { Command, Option } from "commander";
import type { EngineName } from "../engine/engine";
import { useEngine } from "../engine/use-engine";
import { sampleImages } from "../models/sample";
import { loadGan } from "../train/load-gan";
import { engineOption } from "./engine-option";
import { count, seed } from "./options";
import { writeGrid } from "./run-files";

interface Flags {
  out: string;
  count: number;
  seed: number;
  columns: number;
  scale: number;
  weights?: "average" | "last";
  engine?: EngineName | "auto";
  json?: boolean;
}

const examples = `
Examples:
  npx ganbook sample runs/cifar --out grid.png --count 64 --seed 1
  npx ganbook sample runs/cifar --out one.png --count 1 --seed 3 --scale 8`;

export function sampleCommand(): Command {
  return new Command("sample")
    .argument("<dir>", "folder of the run")
    .requiredOption("--out <file>", "the PNG to write")
    .option("--count <n>", "pictures", count, 64)
    .option("--seed <n>", "seed of the latents", seed, 1)
    .option("--columns <n>", "pictures in a row", count, 8)
    .option("--scale <n>", "screen pixels for each pixel", count, 2)
    .addOption(
      new Option("--weights <which>", "the generator's (default: the average where there is one)").choices([
        "average",
        "last",
      ]),
    )
    .addOption(engineOption())
    .option("--json", "print the result as one line of JSON")
    .addHelpText("after", examples)
    .action((dir: string, flags: Flags) => runSample(dir, flags));
}

async function runSample(dir: string, flags: Flags): Promise<void> {
  if (extname(flags.out).toLowerCase() !== ".png") {
    throw new RangeError(`--out is "${flags.out}". Give a name that ends in .png.`);
  }
  await useEngine(flags.engine);
  const { gan, step, isAveraged } = await loadGan(dir, { weights: flags.weights });
  const images = sampleImages(gan, { count: flags.count, seed: flags.seed });
  await writeGrid(images, flags.out, { columns: Math.min(flags.columns, flags.count), scale: flags.scale });
  images.dispose();
  gan.dispose();
  const { out, count: pictures } = flags;
  const weights = isAveraged ? "average" : "last";
  if (flags.json)
    return console.log(JSON.stringify({ out, count: pictures, seed: flags.seed, step, weights }));
  console.log(`${out}: ${pictures} pictures after ${step} steps (${weights} weights), seed ${flags.seed}.`);
}
