/** A graph that is loaded and holds its own variables: one TensorFlow session, many signatures. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { tf } from "../tf";
import { type NodeBackend, nodeBackend } from "./backend";
import type { GraphBuilder, Port, Signature } from "./graph";
import { type Tensors, showType } from "./recording";

export class GraphSession {
  private readonly backend: NodeBackend;
  private readonly signatures: ReadonlyMap<string, Signature>;
  private id: number | undefined;

  /** Writes the graph to a fresh folder, loads it, and deletes the folder. */
  constructor(graph: GraphBuilder) {
    this.backend = nodeBackend();
    this.signatures = graph.signatures;
    const folder = mkdtempSync(join(tmpdir(), "ganbook-graph-"));
    try {
      writeFileSync(join(folder, "saved_model.pb"), graph.savedModel());
      this.id = this.backend.loadSavedModelMetaGraph(folder, "serve");
    } catch (cause) {
      throw new Error(`compile: TensorFlow refuses the graph. ${(cause as Error).message}`, { cause });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Runs one signature. The outputs belong to the caller. */
  run(name: string, feeds: Tensors): Tensors {
    if (this.id === undefined)
      throw new Error("compile: this compiled step has been disposed. Compile it anew.");
    const signature = this.signatures.get(name);
    if (!signature) {
      throw new Error(
        `compile: there is no step "${name}" here. There is: ${[...this.signatures.keys()].join(", ")}.`,
      );
    }
    checkFeeds(name, signature, feeds);
    const inputs = Object.keys(signature.inputs).map((key) => feeds[key]!);
    const infos = Object.values(signature.inputs).map((port) => ({ name: `${port.node}:0`, tfDtype: "" }));
    const outputs = Object.values(signature.outputs).map((port) => `${port.node}:0`);
    const results = this.backend.runSavedModel(this.id, inputs, infos, outputs);
    return Object.fromEntries(Object.keys(signature.outputs).map((key, i) => [key, results[i]!]));
  }

  get isDisposed(): boolean {
    return this.id === undefined;
  }

  /** Frees the session and its variables. */
  dispose(): void {
    if (this.id !== undefined) this.backend.deleteSavedModel(this.id);
    this.id = undefined;
  }
}

function checkFeeds(step: string, { inputs }: Signature, feeds: Tensors): void {
  const names = (record: object) => Object.keys(record).sort().join(", ");
  if (names(inputs) !== names(feeds)) {
    throw new Error(
      `compile: step "${step}" takes the feeds ${names(inputs)}; it was given ${names(feeds)}.`,
    );
  }
  for (const [name, port] of Object.entries(inputs)) {
    const want = showType({ dtype: nameOf(port), shape: port.shape });
    const got = showType(feeds[name]!);
    if (want !== got) {
      throw new Error(
        `compile: feed "${name}" of step "${step}" must be ${want}, as when it was compiled; it is ${got}. ` +
          `Shapes are fixed in a compiled step: drop or pad a short batch, or compile again.`,
      );
    }
  }
}

function nameOf({ dtype }: Port): tf.DataType {
  return dtype === 1 ? "float32" : dtype === 3 ? "int32" : "bool";
}
