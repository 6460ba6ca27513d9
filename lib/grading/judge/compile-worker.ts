/** The worker thread's side of compiler.ts. */
import { parentPort } from "node:worker_threads";
import { compileCells } from "./compile-cells";
import type { CompileRequest } from "./compile-cells";

parentPort!.on("message", (request: CompileRequest) => parentPort!.postMessage(compileCells(request)));
