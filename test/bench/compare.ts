/** One part of the bench: contestants side by side, a block each in turn, round after round. */
import { rng } from "ganbook";
import { type Running, startContestant } from "./contestant-process";
import { type Contestant, type Means, REFERENCE, type StepPart, whyMissing } from "./contestants";
import { launch } from "./launch";
import { roundOrders, stepsOfBlock } from "./rounds";
import { doOtherWork } from "./same-work";
import type { Facts } from "./workers/serve";

export interface CompareOptions {
  rounds: number;
  /** Steps of a block. */
  steps: number;
  batch: number;
  width: number;
  threads: number;
}

/** What one contestant did. */
export interface Entry extends Facts {
  name: string;
  title: string;
  /** Losses of its first step. */
  firstLosses: number[];
  /** Steps of each of its blocks. */
  steps: number;
  /** Seconds a step, one for each round. */
  rounds: number[];
  peakMegabytes: number | null;
}

export interface Missing {
  name: string;
  title: string;
  why: string;
}

export interface PartResult {
  part: StepPart;
  entries: Entry[];
  missing: Missing[];
}

export interface Setting {
  options: CompareOptions;
  means: Means;
  /** Hears of each start and each block when it begins; `countTasks` says how many there will be. */
  onTask: (task: string) => void;
}

interface Racer {
  contestant: Contestant;
  running: Running;
  entry: Entry;
  /** Seconds a step when it was warm. */
  warm: number;
}

export function countTasks(
  part: StepPart,
  contestants: readonly Contestant[],
  { means, options }: Pick<Setting, "means" | "options">,
): number {
  const here = contestants.filter((contestant) => whyMissing(contestant, part, means) === "");
  return here.length * (1 + options.rounds);
}

/** A contestant that cannot run, fails or does other work than the rest is told as missing, with why. */
export async function comparePart(
  part: StepPart,
  contestants: readonly Contestant[],
  setting: Setting,
): Promise<PartResult> {
  const { options, means, onTask } = setting;
  const field = new Field();
  try {
    for (const contestant of contestants) {
      const why = whyMissing(contestant, part, means);
      if (why !== "") field.leaveOut(contestant, why);
      else {
        onTask(`${part}: starting ${contestant.title}`);
        await field.attempt(contestant, async () => field.add(await startRacer(contestant, part, options)));
      }
    }
    for (const [name, why] of doOtherWork(field.entries))
      field.leaveOut(field.racers.get(name)!.contestant, why);
    fitBlocks([...field.racers.values()], options.steps);
    await race(field, part, setting);
    return { part, entries: field.entries, missing: field.missing };
  } finally {
    for (const { running } of field.racers.values()) running.stop();
  }
}

/** Who still races, and who does not. */
class Field {
  readonly racers = new Map<string, Racer>();
  readonly missing: Missing[] = [];

  get entries(): Entry[] {
    return [...this.racers.values()].map(({ entry }) => entry);
  }

  add(racer: Racer): void {
    this.racers.set(racer.contestant.name, racer);
  }

  leaveOut({ name, title }: Contestant, why: string): void {
    this.missing.push({ name, title, why });
    this.racers.get(name)?.running.stop();
    this.racers.delete(name);
  }

  async attempt(contestant: Contestant, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.leaveOut(contestant, (error as Error).message);
    }
  }
}

/** Starts it and warms it up: the first steps build graphs, choose kernels and take memory. */
async function startRacer(contestant: Contestant, part: StepPart, options: CompareOptions): Promise<Racer> {
  const { command, env } = launch(contestant, { part, ...options });
  const running = await startContestant(command, { env });
  try {
    const { losses: firstLosses } = await running.run(1);
    await running.run(1);
    const { seconds, peakMegabytes } = await running.run(2);
    const { name, title } = contestant;
    const { steps } = options;
    const entry = { name, title, ...running.facts, firstLosses, steps, rounds: [], peakMegabytes };
    return { contestant, running, entry, warm: seconds / 2 };
  } catch (error) {
    running.stop();
    throw error;
  }
}

/** Without the reference everybody runs full blocks. */
function fitBlocks(racers: Racer[], steps: number): void {
  const reference = racers.find(({ entry }) => entry.name === REFERENCE)?.warm;
  if (reference === undefined) return;
  for (const { contestant, entry, warm } of racers) {
    const most = contestant.isBrief ? steps / 3 : steps;
    entry.steps = stepsOfBlock(most, { own: warm, reference });
  }
}

async function race(field: Field, part: StepPart, { options, onTask }: Setting): Promise<void> {
  const { integer } = rng(1).stream("rounds", part);
  const orders = roundOrders([...field.racers.keys()], options.rounds, integer);
  for (const [round, order] of orders.entries()) {
    for (const name of order) {
      const racer = field.racers.get(name);
      if (racer === undefined) continue; // it failed in an earlier round
      onTask(`${part}: round ${round + 1} of ${options.rounds}, ${racer.contestant.title}`);
      await pause();
      await field.attempt(racer.contestant, () => runBlock(racer));
    }
  }
}

async function runBlock({ running, entry }: Racer): Promise<void> {
  const { seconds, peakMegabytes } = await running.run(entry.steps);
  entry.rounds.push(seconds / entry.steps);
  entry.peakMegabytes = peakMegabytes;
}

/** Threads of the last contestant may still spin, waiting for work that does not come. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 300));
}
