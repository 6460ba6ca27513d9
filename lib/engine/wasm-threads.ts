/**
 * The backend "wasm" on several threads. tfjs-backend-wasm carries a build with threads and uses it in browsers only
 * (tensorflow/tfjs issue 3830); the build itself knows Node, and needs no more than to be told where its files are.
 */
import { createRequire } from "node:module";
import os from "node:os";
import { dirname, join } from "node:path";
import type { Worker } from "node:worker_threads";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";

/** The build starts so many workers, whatever it is asked for. */
const MOST_THREADS = 8;

/** What Emscripten, which made the build, offers. */
interface WasmModule {
  cwrap: (name: string, result: string | null, parameters: string[]) => (...values: number[]) => number;
  tfjs: Record<string, (...values: number[]) => number>;
  PThread: { runningWorkers: Worker[]; unusedWorkers: Worker[] };
}

type Factory = (options: {
  locateFile: (name: string) => string;
  mainScriptUrlOrBlob: string;
}) => Promise<WasmModule>;

/** Worker and build are JavaScript files: this one runs from lib or lib/dist. */
const WORKER = join(__dirname.replace(/lib([\\/])engine$/, "lib$1dist$1engine"), "wasm-worker.js");

/** Threads that one operation may use here. */
export function wasmThreads(): number {
  return Math.min(os.availableParallelism(), MOST_THREADS);
}

/**
 * @param library The package, whose class the backend is.
 * @throws Error when the build does not start; then the plain one may.
 */
export async function startThreadedWasm(
  library: typeof import("@tensorflow/tfjs-backend-wasm"),
  threads: number,
): Promise<BackendWasm> {
  const load = createRequire(__filename);
  const folder = join(dirname(load.resolve("@tensorflow/tfjs-backend-wasm/package.json")), "wasm-out");
  const script = join(folder, "tfjs-backend-wasm-threaded-simd.js");
  const restore = countCoresAs(2 * threads);
  try {
    const module = await (load(script) as Factory)({
      locateFile: (name) => (name.endsWith(".worker.js") ? WORKER : join(folder, name)),
      mainScriptUrlOrBlob: script,
    });
    module.tfjs = functionsOf(module);
    library.setThreadsCount(threads);
    const backend = new library.BackendWasm(
      module as unknown as ConstructorParameters<typeof BackendWasm>[0],
    );
    const { runningWorkers, unusedWorkers } = module.PThread;
    for (const worker of [...runningWorkers, ...unusedWorkers]) worker.unref(); // a program may end while they wait
    return backend;
  } finally {
    restore();
  }
}

/** The functions by which the backend talks to the build; in browsers the package makes them itself. */
function functionsOf({ cwrap }: WasmModule): WasmModule["tfjs"] {
  return {
    init: cwrap("init", null, []),
    initWithThreadsCount: cwrap("init_with_threads_count", null, ["number"]),
    getThreadsCount: cwrap("get_threads_count", "number", []),
    registerTensor: cwrap("register_tensor", null, ["number", "number", "number"]),
    disposeData: cwrap("dispose_data", null, ["number"]),
    dispose: cwrap("dispose", null, []),
  };
}

/** The build takes at most half as many threads as there are cores, and asks Node for them. */
function countCoresAs(count: number): () => void {
  const { cpus } = os;
  os.cpus = () => Array.from({ length: count }, () => cpus()[0]!);
  return () => {
    os.cpus = cpus;
  };
}
