/** Engine "wasm": WebAssembly with SIMD. Needs nothing that must be compiled, and is much slower at convolutions. */
import type { Engine } from "./engine";
import { tf } from "./tf";
import { startThreadedWasm, wasmThreads } from "./wasm-threads";

export const wasm: Engine = {
  name: "wasm",
  mend: "Run `npm start` again: it installs the Node packages that are missing.",
  async load() {
    const library = await import("@tensorflow/tfjs-backend-wasm");
    await withoutNewListeners(async () => {
      if (!isStarted && wasmThreads() > 1) await takeThreads(library);
      if (!(await tf.setBackend("wasm"))) throw new Error("WebAssembly did not start in this Node.");
      isStarted = true;
    });
    return {
      version: `tfjs-backend-wasm ${library.version_wasm}`,
      device: "CPU",
      threads: Math.max(1, library.getThreadsCount()),
    };
  },
};

let isStarted = false;

/** Puts the build with threads in the place of the plain one, if it starts. */
async function takeThreads(library: typeof import("@tensorflow/tfjs-backend-wasm")): Promise<void> {
  const backend = await startThreadedWasm(library, wasmThreads()).catch(() => undefined);
  if (backend === undefined) return;
  const priority = 2; // as the package itself registers it
  tf.removeBackend("wasm");
  tf.registerBackend("wasm", () => backend, priority);
}

/**
 * The backend's start-up code (Emscripten) installs handlers that rethrow any error which nobody caught. In a notebook
 * one forgotten `await` would then end the kernel, so its handlers are taken away again.
 */
async function withoutNewListeners(work: () => Promise<void>): Promise<void> {
  const events = ["uncaughtException", "unhandledRejection"] as const;
  const before = events.map((event) => new Set<unknown>(process.rawListeners(event)));
  await work();
  events.forEach((event, i) => {
    for (const listener of process.rawListeners(event)) {
      if (!before[i]!.has(listener)) process.removeListener(event, listener as () => void);
    }
  });
}
