/** Runs a program of this library in a process of its own and takes what it says: a crash there is an answer here. */
import { execFile } from "node:child_process";
import { join } from "node:path";

/** A program that gave no answer. */
export interface Silence {
  why: string;
  /** Whether it was ended because it took too long. */
  isLate: boolean;
}

/** Where the built library is: this file runs from lib or lib/dist. */
const BUILT = join(__dirname.replace(/lib([\\/])engine$/, "lib$1dist$1engine"), "..");

/** A built file, by its path from lib: for programs that belong to the layers above, which nothing here may import. */
export function builtFile(...path: string[]): string {
  return join(BUILT, ...path);
}

/** @returns The JSON of its last line, or why there is none. */
export function askProgram<T extends object>(command: string[], seconds: number): Promise<T | Silence> {
  const limits = { timeout: seconds * 1000, killSignal: "SIGKILL" as const, maxBuffer: 2 ** 24 };
  return new Promise((resolve) => {
    execFile(process.execPath, command, limits, (error, stdout, stderr) => {
      const last = stdout.trim().split("\n").at(-1) ?? "";
      if (!error && last.startsWith("{")) resolve(JSON.parse(last) as T);
      else resolve({ why: whyItEnded(error, stderr, seconds), isLate: error?.killed === true });
    });
  });
}

type EndOfProcess =
  (Error & { killed?: boolean; signal?: string | null; code?: number | string | null }) | null;

function whyItEnded(end: EndOfProcess, stderr: string, seconds: number): string {
  if (end?.killed) return `It gave no answer in ${seconds} seconds.`;
  const lastLine = stderr.trim().split("\n").at(-1);
  const how = end?.signal ? `signal ${end.signal}` : `exit code ${end?.code ?? 0}`;
  return `Its process ended with ${how} before it was done${lastLine ? `: ${lastLine}` : "."}`;
}
