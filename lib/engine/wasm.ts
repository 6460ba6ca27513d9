/** Engine "wasm": WebAssembly with SIMD. Needs nothing that must be compiled, and is much slower at convolutions. */
import type { Engine } from "./engine";
import { tf } from "./tf";

export const wasm: Engine = {
  name: "wasm",
  mend: "Run `npm start` again: it installs the Node packages that are missing.",
  async load() {
    const backend = await import("@tensorflow/tfjs-backend-wasm");
    if (!(await withoutNewListeners(() => tf.setBackend("wasm")))) {
      throw new Error("WebAssembly did not start in this Node.");
    }
    return {
      version: `tfjs-backend-wasm ${backend.version_wasm}`,
      device: "CPU",
      threads: Math.max(1, backend.getThreadsCount()),
    };
  },
};

/**
 * The backend's start-up code (Emscripten) installs handlers that rethrow any error which nobody caught. In a notebook
 * one forgotten `await` would then end the kernel, so its handlers are taken away again.
 */
async function withoutNewListeners<T>(work: () => Promise<T>): Promise<T> {
  const events = ["uncaughtException", "unhandledRejection"] as const;
  const before = events.map((event) => new Set<unknown>(process.rawListeners(event)));
  const result = await work();
  events.forEach((event, i) => {
    for (const listener of process.rawListeners(event)) {
      if (!before[i]!.has(listener)) process.removeListener(event, listener as () => void);
    }
  });
  return result;
}
