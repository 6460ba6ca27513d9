/** Where things lie. This file runs from test/bench/ and, compiled, from .cache/bench/: both two folders down. */
import { join, resolve } from "node:path";

export const root = resolve(__dirname, "../..");
/** Compiled workers. */
export const workers = join(root, ".cache", "bench", "workers");
/** The peers' programs, in Python. */
export const peerPrograms = join(root, "test", "bench", "peers");
/** The peers' own Python environment. */
export const peerEnvironment = join(root, ".cache", "bench-peers");

export function pythonOf(environment: string): string {
  return join(environment, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
}
