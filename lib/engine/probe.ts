/** Tries every engine on this machine, for `ganbook doctor`. */
import { askProgram, builtFile } from "./ask-program";
import type { EngineName } from "./engine";
import { engines } from "./use-engine";

/** What one engine does here; numbers are 0 and texts empty where it does not work. */
export interface EngineProbe {
  name: EngineName;
  works: boolean;
  version: string;
  device: string;
  threads: number;
  /** Of a product of two 1024 x 1024 matrices; 256 x 256 on a card in software. */
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

/** It trains, so it belongs to the layers above. */
const MEASURE = builtFile("cli", "measure-engine.js");

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

async function measure(name: EngineName, options: ProbeOptions): Promise<Measurement> {
  const { secondsPerEngine = 180, program = MEASURE } = options;
  const answer = await askProgram<Measurement>([program, name], secondsPerEngine);
  if (!("isLate" in answer)) return answer;
  return { why: answer.why, ...(answer.isLate && { mend: BUSY }) };
}

const BUSY = "Perhaps other programs keep this machine busy: end them and run the doctor again.";
