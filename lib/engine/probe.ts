/** Tries every engine on this machine, for `ganbook doctor`. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import type { EngineName } from "./engine";
import { engines } from "./use-engine";

/** What one engine does here; numbers are 0 and texts empty where it does not work. */
export interface EngineProbe {
  name: EngineName;
  works: boolean;
  version: string;
  device: string;
  threads: number;
  /** Of a product of two 1024 x 1024 matrices. */
  gflops: number;
  /** Of one step of the article's DCGAN at batch 16, after warm-up. */
  imagesPerSecond: number;
  /** True where the step would take minutes, so that a small one was timed instead and multiplied up. */
  isEstimate: boolean;
  /** What is wrong; empty when it works. */
  why: string;
  /** What to do about it; empty when it works. */
  mend: string;
}

/** What the program that measures one engine prints as its last line, as JSON. */
export type Measurement = Partial<Omit<EngineProbe, "name" | "works">>;

export interface ProbeOptions {
  /** After this time an engine counts as broken. */
  secondsPerEngine?: number;
  /** The program that measures; its argument is the engine's name. */
  program?: string;
}

/** Named by its path, not imported: it trains, so it belongs to the layers above. This file runs from lib or lib/dist. */
const MEASURE = join(
  __dirname.replace(/lib([\\/])engine$/, "lib$1dist$1engine"),
  "..",
  "cli",
  "measure-engine.js",
);

/**
 * Tries each engine in a process of its own, so that one which crashes takes nothing with it; about 10 to 30 seconds.
 *
 * @returns One probe for each engine, the fastest first.
 */
export async function probeEngines(options: ProbeOptions = {}): Promise<EngineProbe[]> {
  const probes: EngineProbe[] = [];
  for (const { name, mend } of engines) {
    probes.push(withDefaults(name, await measure(name, options), mend)); // one at a time: they share the cores
  }
  return probes;
}

function withDefaults(name: EngineName, measurement: Measurement, mend: string): EngineProbe {
  const works = !measurement.why;
  const none = {
    version: "",
    device: "",
    threads: 0,
    gflops: 0,
    imagesPerSecond: 0,
    isEstimate: false,
    why: "",
  };
  return { name, works, ...none, mend: works ? "" : mend, ...measurement };
}

function measure(name: EngineName, options: ProbeOptions): Promise<Measurement> {
  const { secondsPerEngine = 180, program = MEASURE } = options;
  const limits = { timeout: secondsPerEngine * 1000, killSignal: "SIGKILL" as const, maxBuffer: 2 ** 24 };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, name], limits, (error, stdout, stderr) => {
      const last = stdout.trim().split("\n").at(-1) ?? "";
      if (!error && last.startsWith("{")) resolve(JSON.parse(last) as Measurement);
      else
        resolve({ why: whyItEnded(error, stderr, secondsPerEngine), ...(error?.killed && { mend: BUSY }) });
    });
  });
}

const BUSY = "Perhaps other programs keep this machine busy: end them and run the doctor again.";

type EndOfProcess =
  (Error & { killed?: boolean; signal?: string | null; code?: number | string | null }) | null;

function whyItEnded(end: EndOfProcess, stderr: string, seconds: number): string {
  if (end?.killed) return `It gave no answer in ${seconds} seconds.`;
  const lastLine = stderr.trim().split("\n").at(-1);
  const how = end?.signal ? `signal ${end.signal}` : `exit code ${end?.code ?? 0}`;
  return `Its process ended with ${how} before it was done${lastLine ? `: ${lastLine}` : "."}`;
}
