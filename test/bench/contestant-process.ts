/** One contestant: a process that lives as long as its part of the bench, and runs a block of steps when told. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Facts } from "./workers/serve";

/** What a contestant answers after a block. */
export interface Block {
  /** Of the whole block, by the contestant's own clock. */
  seconds: number;
  /** Of the last step: [discriminator, generator], or [critic]. */
  losses: number[];
  /** The most memory that the process ever held; null where the system does not tell. */
  peakMegabytes: number | null;
}

export interface Running {
  facts: Facts;
  run(steps: number): Promise<Block>;
  stop(): void;
}

export interface StartOptions {
  env?: NodeJS.ProcessEnv;
  /** After so long without an answer it counts as failed. */
  seconds?: number;
}

/**
 * Starts a contestant and waits until it says what it is.
 *
 * @throws Error with the last that it wrote when it ends or stays silent, now or at a later block.
 */
export async function startContestant(
  command: readonly string[],
  options: StartOptions = {},
): Promise<Running> {
  const { env = process.env, seconds = 600 } = options;
  const [program, ...words] = command;
  const child = spawn(program!, words, { env, stdio: "pipe", windowsHide: true });
  const chatter: string[] = [];
  const hear = (line: string) => void (chatter.push(line), chatter.splice(0, chatter.length - 4));
  let waiting: { resolve: (answer: unknown) => void; reject: (error: Error) => void } | undefined;
  let end: Error | undefined;
  const fail = (what: string) => {
    end ??= new Error([`it ${what}`, ...chatter.map((line) => line.trim().slice(0, 300))].join("\n  "));
    waiting?.reject(end);
  };
  createInterface({ input: child.stderr }).on("line", hear);
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (line.startsWith("@")) waiting?.resolve(JSON.parse(line.slice(1)));
    else hear(line);
  });
  child.stdin.on("error", () => {}); // a process that has ended cannot read; "close" tells why
  child.on("error", (error) => fail(`did not start: ${error.message}`));
  child.on("close", (code, signal) => fail(`ended (${signal ?? `exit code ${code}`}).`));

  const answer = async <T>(): Promise<T> => {
    if (end) throw end;
    const timer = setTimeout(() => {
      fail(`gave no answer within ${seconds} s.`);
      child.kill("SIGKILL");
    }, seconds * 1000);
    const promise = new Promise((resolve, reject) => (waiting = { resolve, reject }));
    return promise.finally(() => clearTimeout(timer)) as Promise<T>;
  };
  const stop = () => void child.kill("SIGKILL");
  const facts = await answer<Facts>();
  const run = (steps: number) => {
    child.stdin.write(`${steps}\n`);
    return answer<Block>();
  };
  return { facts, run, stop };
}
