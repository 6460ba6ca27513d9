/** Compiles answers in a worker thread, so that a text made to keep the parser busy costs some seconds and no more. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";
import { libraryFolder } from "../../datasets/data-folder";
import type { CompileRequest, Compiled } from "./compile-cells";

/** An honest answer takes some 5 ms. */
const LIMIT_SECONDS = 10;

export interface Compiler {
  compile(request: CompileRequest): Promise<Compiled>;
  close(): Promise<void>;
}

export async function startCompiler(limitSeconds = LIMIT_SECONDS): Promise<Compiler> {
  const code = await bundleWorker();
  let thread: Thread | undefined;
  let last: Promise<unknown> = Promise.resolve();

  async function compileNow(request: CompileRequest): Promise<Compiled> {
    thread ??= startThread(code);
    const compiled = await thread.compile(request, limitSeconds);
    if (compiled !== undefined) return compiled;
    await thread.end();
    thread = undefined;
    return {
      problem: `The answer's code could not be read within ${limitSeconds} s. Write it more plainly.`,
    };
  }

  return {
    compile(request) {
      const result = last.then(() => compileNow(request));
      last = result.catch(() => undefined);
      return result;
    },
    close: async () => thread?.end(),
  };
}

interface Thread {
  /** @returns Undefined when the thread died or took too long. */
  compile(request: CompileRequest, seconds: number): Promise<Compiled | undefined>;
  end(): Promise<void>;
}

function startThread(code: string): Thread {
  const worker = new Worker(code, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 256 } });
  let settle: (compiled?: Compiled) => void = () => undefined;
  worker.unref();
  worker.on("message", (compiled: Compiled) => settle(compiled));
  worker.on("error", () => settle());
  worker.on("exit", () => settle());
  return {
    async compile(request, seconds) {
      let timer: NodeJS.Timeout | undefined;
      const compiled = new Promise<Compiled | undefined>((resolve) => {
        settle = resolve;
        timer = setTimeout(() => resolve(undefined), 1000 * seconds);
      });
      worker.postMessage(request);
      return compiled.finally(() => clearTimeout(timer));
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
    entryPoints: [join(libraryFolder(), "grading/judge/compile-worker.ts")],
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
