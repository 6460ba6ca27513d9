/** What an engine is: one way to run TensorFlow.js. Each engine is one file; `use-engine.ts` has the list. */

export type EngineName = "tensorflow" | "webgpu" | "wasm" | "cpu";

/** The engine that runs, as `useEngine` and `currentEngine` tell it. */
export interface EngineInfo {
  name: EngineName;
  /** Of what does the work, such as "TensorFlow 2.21.0". */
  version: string;
  /** Where it computes: "CPU" or "GPU"; of "webgpu" with a name, such as "GPU (Apple M1)". */
  device: string;
  /** Threads that one operation may use; left out where the engine does not say. */
  threads?: number;
  /** One sentence that a reader should see, such as why a faster engine was not taken; empty when there is none. */
  note: string;
}

export interface Engine {
  readonly name: EngineName;
  /** What a user can do when `load` fails: one or two sentences. */
  readonly mend: string;
  /**
   * Makes this engine the one that TensorFlow.js uses. A second call is cheap.
   *
   * @throws Error when it does not work here; the message says why.
   */
  load(): Promise<Omit<EngineInfo, "name" | "note">>;
}

/** Says which engine failed, why, and what mends it. */
export class EngineError extends Error {
  readonly engine: EngineName;
  readonly why: string;
  readonly mend: string;

  constructor(engine: Engine, cause: unknown) {
    const why = firstLine(cause);
    super(`The engine "${engine.name}" does not work here: ${why} ${engine.mend}`, { cause });
    this.name = "EngineError";
    this.engine = engine.name;
    this.why = why;
    this.mend = engine.mend;
  }
}

/** The first line of an error's message, as one sentence. */
function firstLine(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  const line = message.trim().split("\n")[0]!.trim();
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
