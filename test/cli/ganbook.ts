/** Runs the `ganbook` command as a user does: the built one, in a process of its own. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";

const program = resolve(__dirname, "../../lib/setup/ganbook.js");

export interface Outcome {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  child: ChildProcess;
  done: Promise<Outcome>;
}

export function startGanbook(args: string[]): Running {
  const child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (part: Buffer) => (output.stdout += part.toString()));
  child.stderr.on("data", (part: Buffer) => (output.stderr += part.toString()));
  const done = new Promise<Outcome>((finish) =>
    child.on("close", (code, signal) => finish({ code, signal, ...output })),
  );
  return { child, done };
}

export function ganbook(...args: string[]): Promise<Outcome> {
  return startGanbook(args).done;
}

/** Waits until a file is there, or the process has ended. */
export async function waitForFile(path: string, { child }: Running): Promise<void> {
  while (!existsSync(path) && child.exitCode === null) await new Promise((wake) => setTimeout(wake, 20));
}

/** Steps of the checkpoints in a folder, the smallest first. */
export function savedSteps(dir: string): number[] {
  const steps = readdirSync(dir).map((name) => /^checkpoint-(\d+)\.safetensors$/.exec(name)?.[1]);
  return steps
    .filter((step) => step !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
}

/** Path of the checkpoint of a step. */
export function checkpointAt(dir: string, step: number): string {
  return join(dir, `checkpoint-${String(step).padStart(6, "0")}.safetensors`);
}
