/** `npm run bench`: how fast the course trains beside Keras and PyTorch and grades beside nbgrader, and what a learner waits for. */
import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join, resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { rng } from "ganbook";
import { writeFileAtomic } from "ganbook/dist/engine/atomic-file";
import { cardTools } from "ganbook/dist/engine/card-choice";
import { type CompareOptions, type PartResult, comparePart, countTasks } from "./compare";
import type { Means } from "./contestants";
import { type Cost, costMeasures, measureCosts } from "./costs";
import { countGrowthTasks, measureGrowth } from "./growth";
import { growthFigure } from "./growth-figure";
import type { Figure } from "./grading/figures";
import { gradingMeasures, measureGrading } from "./grading/measure";
import { type Machine, describeMachine, hasBfloat16 } from "./machine";
import { root } from "./paths";
import { probeNbgrader, probePeers, setUpPeers } from "./peers";
import { showTasks } from "./progress";
import { formatReport, makeReport } from "./report";
import { type Selection, select } from "./selection";

interface Flags {
  json?: string | true;
  setup?: boolean;
  only: Selection;
  blocks: number;
  steps: number;
  threads: number;
  submissions: number;
  seconds: number;
  clone?: boolean;
  growth?: boolean;
}

const FIGURE = join(root, "data", "records", "growth.svg");

const help = `
Parts: alternating, simultaneous, critic, costs, grading. Contestants: eager, compiled, bfloat16, wasm, webgpu, tfjs-node,
keras, keras-jit, keras-bfloat16, torch, torch-channels-last, torch-compile, torch-bfloat16; on an NVIDIA card eager-cuda,
compiled-cuda, bfloat16-cuda, torch-cuda, torch-cuda-bfloat16.

Examples:
  npm run bench -- --setup                                     install Keras, TensorFlow, PyTorch and nbgrader beside the course
  npm run bench                                                everything that can run here, about 30 minutes
  npm run bench -- --only alternating,compiled,keras           one part, two contestants
  npm run bench -- --only costs --json costs.json              the table, and all figures in a file
  npm run bench -- --only costs --json                         all figures on stdout, the table on stderr
  npm run bench -- --only grading                              the grader, about 10 minutes
  npm run bench -- --only grading --submissions 20 --seconds 2 a quick look at it
  npm run bench -- --blocks 2 --steps 3                        a quick look; its intervals say nothing
  npm run bench -- --growth                                    data/records/growth.svg, about 20 minutes

Every contestant trains the same networks on the same batch with the same threads. Nothing else should run meanwhile.`;

function count(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1) throw new InvalidArgumentError("Give a whole number, 1 or more.");
  return value;
}

/** Refused now, not after twenty minutes. */
function writable(file: string): string {
  try {
    accessSync(dirname(resolve(file)), constants.W_OK);
    return file;
  } catch {
    throw new InvalidArgumentError(`${dirname(resolve(file))} is no folder that can be written to.`);
  }
}

function names(text: string): Selection {
  try {
    return select(text.split(",").map((word) => word.trim()));
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

const command = new Command("npm run bench --")
  .description(
    "Time training steps beside Keras and PyTorch, grading beside nbgrader, and what a learner waits for.",
  )
  .option(
    "--json [file]",
    "write everything that was measured to this file; without one, to stdout",
    writable,
  )
  .option("--setup", "make the peers' own Python environment in .cache/bench-peers, and end")
  .addOption(
    new Option("--only <names>", "parts and contestants, with commas")
      .argParser(names)
      .default(select([]), "everything"),
  )
  .option("--blocks <n>", "blocks of each contestant, in turn with the others", count, 7)
  .option(
    "--steps <n>",
    "steps of a block; a contestant slower than Keras does what it can in Keras's time",
    count,
    30,
  )
  .option("--threads <n>", "threads of each contestant", count, availableParallelism())
  .option("--submissions <n>", "of the class that is graded", count, 1000)
  .option("--seconds <n>", "of each span that times the judge", count, 15)
  .option("--clone", "also time both commands in a fresh clone; it downloads everything anew")
  .option("--growth", "instead of all this: speed and memory by batch and width, as a figure")
  .addHelpText("after", help)
  .showHelpAfterError("Add --help to see how.")
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

async function main(): Promise<void> {
  const flags = command.parse().opts<Flags>();
  if (flags.setup) {
    await setUpPeers();
    process.stderr.write("The peers are ready: npm run bench\n");
  } else if (flags.growth) await drawGrowth(flags);
  else await runParts(flags);
}

async function runParts(flags: Flags): Promise<void> {
  const { only, blocks, steps, threads, clone = false, json } = flags;
  const machine = describeMachine();
  const means = await findMeans(machine);
  const options: CompareOptions = { rounds: blocks, steps, threads, batch: 64, width: 64 };
  const measures = only.costs ? costMeasures({ clone }) : [];
  const graders = only.grading ? gradingMeasures({ ...flags, nbgrader: await probeNbgrader() }) : [];
  const tasks = only.parts.map((part) => countTasks(part, only.contestants, { means, options }));
  const progress = showTasks(tasks.reduce((sum, count) => sum + count, measures.length + graders.length));
  const parts: PartResult[] = [];
  const costs: Cost[] = [];
  const grading: Figure[] = [];
  try {
    const setting = { options, means, onTask: progress.next };
    for (const part of only.parts) parts.push(await comparePart(part, only.contestants, setting));
    for (const one of measures) {
      progress.next(one.task);
      costs.push(...(await measureCosts(one)));
    }
    for (const one of graders) {
      progress.next(one.task);
      grading.push(...(await measureGrading(one)));
    }
  } finally {
    progress.stop();
  }
  const report = makeReport(
    { date: today(), machine, options, parts, costs, grading },
    rng(1).stream("bootstrap").uniform,
  );
  await tell(formatReport(report), report, json);
}

async function drawGrowth({ threads, json }: Flags): Promise<void> {
  const machine = describeMachine();
  const means = await findMeans(machine);
  const progress = showTasks(countGrowthTasks(means));
  const points = await measureGrowth({ means, threads, onTask: progress.next }).finally(() =>
    progress.stop(),
  );
  await writeFileAtomic(FIGURE, growthFigure(points));
  const figures = { date: today(), machine, threads, points };
  await writeJson(FIGURE.replace(".svg", ".json"), figures);
  await tell(`${FIGURE}\n`, figures, json);
}

/** The text for people; the figures for programs to where --json wants them. */
async function tell(text: string, figures: object, json: Flags["json"]): Promise<void> {
  (json === true ? process.stderr : process.stdout).write(text);
  if (json === true) process.stdout.write(`${JSON.stringify(figures)}\n`);
  else if (json) await writeJson(json, figures);
}

async function findMeans(machine: Machine): Promise<Means> {
  return {
    hasBfloat16: hasBfloat16(machine),
    hasCompiler: hasCompiler(),
    noCard: await whyNoCard(),
    noCuda: runs("nvidia-smi", "-L") ? "" : "there is no NVIDIA card (nvidia-smi names none)",
    peers: await probePeers(),
  };
}

async function whyNoCard(): Promise<string> {
  const found = await cardTools.look();
  if ("why" in found) return found.why;
  return found.isSoftware ? `${found.card} takes minutes for a step of 64 pictures` : "";
}

function hasCompiler(): boolean {
  return ["g++", "clang++"].some((name) => runs(name, "--version"));
}

function runs(program: string, word: string): boolean {
  try {
    execFileSync(program, [word], { stdio: "ignore", timeout: 15_000 });
    return true;
  } catch {
    return false;
  }
}

function writeJson(path: string, value: object): Promise<void> {
  return writeFileAtomic(path, `${JSON.stringify(value, null, 2)}\n`);
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

main().catch((error: Error) => {
  process.stderr.write(`bench: ${error.message}\n`);
  process.exitCode = 1;
});
