/**
 * Parses what others wrote in a worker thread, so that a text made to keep the parser busy costs some seconds and no more:
 * TypeScript tries `async (a = async (b = ...))` twice at each level, and takes minutes for 200 characters of it.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";
import { libraryFolder } from "../../datasets/data-folder";
import type { FoundAnswers } from "../types";
import type { CompileRequest, Compiled } from "./compile-cells";
import type { FindRequest, Task } from "./reader-worker";

/** An honest answer takes some 5 ms, an honest notebook some 50. */
const LIMIT_SECONDS = 5;
/** So many texts of one notebook may take too long before none of its texts is parsed. */
const MOST_SLOW = 2;
/** V8 would take 48 MB for young objects, and the compiler makes many that die at once. */
const MEMORY = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 };

export interface Reader {
  compile(request: CompileRequest): Promise<Compiled>;
  /** What is not parsed in time is handed on as it stands, as a cell with a syntax error is. */
  find(request: Omit<FindRequest, "skip" | "place">): Promise<FoundAnswers>;
  close(): Promise<void>;
}

export async function startReader(limitSeconds = LIMIT_SECONDS): Promise<Reader> {
  const code = await bundleWorker();
  let thread: Promise<Thread> | undefined;
  let last: Promise<unknown> = Promise.resolve();

  /** One task after the other. Undefined: the thread died or took too long, and the next task gets another one. */
  function run<Result>(task: () => Task): Promise<Result | undefined> {
    const result = last.then(async () => {
      thread ??= startThread(code);
      const done = await (await thread).run<Result>(task(), limitSeconds);
      if (done === undefined) await (await thread).end().finally(() => (thread = undefined));
      return done;
    });
    last = result.catch(() => undefined);
    return result;
  }

  return {
    async compile(request) {
      const compiled = await run<Compiled>(() => ({ task: "compile", ...request }));
      const problem = `The answer's code could not be read within ${limitSeconds} s. Write it more plainly.`;
      return compiled ?? { problem };
    },
    async find(request) {
      const place = new Int32Array(new SharedArrayBuffer(4));
      const slow: number[] = [];
      for (;;) {
        const skip = slow.length < MOST_SLOW ? slow : "all";
        const found = await run<FoundAnswers>(() => ({ task: "find", ...request, skip, place }));
        if (found !== undefined) return found;
        if (skip === "all") return unreadable(request.set.questions, limitSeconds);
        slow.push(Atomics.load(place, 0));
      }
    },
    close: async () => (await thread)?.end(),
  };
}

function unreadable(questions: readonly { id: string }[], seconds: number): FoundAnswers {
  const missing = { found: "missing", repairs: [] } as const;
  return {
    answers: new Map(questions.map(({ id }) => [id, missing] as const)),
    repairs: [],
    problem: `The notebook's cells could not be read within ${seconds} s. Write shorter ones.`,
  };
}

interface Thread {
  /** @returns Undefined when the thread died or took too long. */
  run<Result>(task: Task, seconds: number): Promise<Result | undefined>;
  end(): Promise<void>;
}

async function startThread(code: string): Promise<Thread> {
  const worker = new Worker(code, { eval: true, resourceLimits: MEMORY });
  let settle: (result?: unknown) => void = () => undefined;
  worker.unref();
  worker.on("message", (result: unknown) => settle(result));
  worker.on("error", () => settle());
  worker.on("exit", () => settle());
  const next = () => new Promise<unknown>((resolve) => (settle = resolve));
  await next(); // the compiler is loaded; that is not the first text's time
  return {
    async run<Result>(task: Task, seconds: number) {
      const result = next();
      const timer = setTimeout(() => settle(), 1000 * seconds);
      worker.postMessage(task);
      return (await result.finally(() => clearTimeout(timer))) as Result | undefined;
    },
    end: async () => {
      await worker.terminate();
    },
  };
}

async function bundleWorker(): Promise<string> {
  // A worker made from text finds no packages; so the compiler is named by its full path.
  const typescript = createRequire(__filename).resolve("typescript");
  const { outputFiles } = await build({
    entryPoints: [join(libraryFolder(), "grading/judge/reader-worker.ts")],
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    alias: { typescript },
    external: [typescript],
    tsconfigRaw: {},
  });
  return outputFiles[0]!.text;
}
