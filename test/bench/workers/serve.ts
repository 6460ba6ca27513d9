/**
 * A contestant's side of the pipe: it says what it is, then runs as many steps as each line of stdin asks for.
 * Answers are lines that begin with "@" and go on as JSON, as in `peers/serve.py`.
 */
import { createInterface } from "node:readline";

export interface WorkerOptions {
  variant: string;
  update: "alternating" | "simultaneous";
  batch: number;
  width: number;
  /** "card" for a contestant that computes on a graphics card. */
  device: string;
}

/** What a contestant says first. */
export interface Facts {
  versions: Record<string, string>;
  threads: number;
  /** How many numbers training changes, by network: the bench compares them. */
  trained: Record<string, number>;
}

/** "--variant eager --update alternating --batch 64 --width 64" */
export function workerOptions(words: string[] = process.argv.slice(2)): WorkerOptions {
  const given = new Map<string, string>();
  for (let i = 0; i + 1 < words.length; i += 2) given.set(words[i]!.slice(2), words[i + 1]!);
  return {
    variant: given.get("variant")!,
    update: given.get("update") === "simultaneous" ? "simultaneous" : "alternating",
    batch: Number(given.get("batch")),
    width: Number(given.get("width")),
    device: given.get("device") ?? "cpu",
  };
}

export interface Blocks {
  /** Says what this is, and waits for the first order. */
  begin(facts: Facts): Promise<void>;
  /** Call it after each step: at the end of a block it answers and waits for the next order. */
  afterStep(losses: number[]): Promise<void>;
}

export function serveBlocks(): Blocks {
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  let left = 0;
  let begun = 0;
  const nextOrder = async () => {
    const { value, done } = await lines.next();
    if (done) process.exit(0); // the bench has gone
    left = Number(value);
    begun = performance.now();
  };
  return {
    async begin(facts) {
      say(facts);
      await nextOrder();
    },
    async afterStep(losses) {
      left -= 1;
      if (left > 0) return;
      const seconds = (performance.now() - begun) / 1000;
      say({ seconds, losses, peakMegabytes: process.resourceUsage().maxRSS / 1024 });
      await nextOrder();
    },
  };
}

function say(answer: object): void {
  process.stdout.write(`@${JSON.stringify(answer)}\n`);
}
