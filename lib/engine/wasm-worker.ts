/** One thread of the backend "wasm": runs the worker that comes with the build, as `wasm-threads.ts` starts it. */
import { createRequire } from "node:module";

const load = createRequire(__filename);
const { wasmWorkerContents } = load(
  "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.worker.js",
) as { wasmWorkerContents: string };

// The package keeps the worker as a text in which "\n" was read as a line break, inside a string.
const source = wasmWorkerContents.replaceAll("\n", "\\n");
// eslint-disable-next-line @typescript-eslint/no-implied-eval -- a text of the package is all there is to run
const work = new Function("require", "__filename", source) as (load: NodeJS.Require, file: string) => void;
work(load, __filename);
