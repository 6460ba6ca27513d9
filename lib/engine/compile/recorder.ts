/** Runs a step once, eagerly, and writes down every op that reaches TensorFlow. */
import { hasFastOp } from "../fast/fast-ops";
import { type FusedUpdate, updateByOneOp } from "../fast/resource-update";
import { tf } from "../tf";
import { type HostValues, type NodeBackend, type OpCall, dataTypes, nodeBackend } from "./backend";
import {
  type RecordedConstant,
  type RecordedOp,
  type Recording,
  type Source,
  type CallSite,
  type Tensors,
  callSite,
  showType,
  stackLines,
  typeOf,
} from "./recording";
import { copyOf, separateVariables, variablesByName } from "./variables";

/** A host array larger than this is data, or random numbers; a step has no business making either. */
const largestHostArray = 1024;

/** The recording that is under way, for `fuseUpdate`. */
let current: Recorder | undefined;

/**
 * Changes variables by the one op of `fused()` where TensorFlow has it, else by the ordinary ops of `plain`, which do
 * the same. A step that is being recorded always gets the one op.
 */
export function fuseUpdate(fused: () => FusedUpdate, plain: () => void): void {
  if (current) current.fuse(fused, plain);
  else if (hasFastOp("ResourceApplyAdam")) tf.tidy(() => updateByOneOp(fused()));
  else plain();
}

/**
 * Runs `step(feeds)` once and returns what it did. Its outputs are disposed; the variables it changed stay
 * changed.
 *
 * @throws Error when the step does something that a graph cannot repeat: reads a tensor, uses a tensor from
 *   outside that is no feed, makes a large array on the host, creates a variable, or is asynchronous.
 */
export function record(step: (feeds: Tensors) => Tensors, feeds: Tensors): Recording {
  const recorder = new Recorder(nodeBackend());
  const done: Recording[] = [];
  current = recorder;
  try {
    tf.tidy(() => void done.push(recorder.run(step, feeds)));
  } finally {
    current = undefined;
  }
  return done[0]!;
}

class Recorder {
  private readonly sources = new Map<object, Source>();
  /** Arrays made by JavaScript in this step, and where. */
  private readonly hostArrays = new Map<object, CallSite>();
  private readonly start = new Map<string, object>();
  private readonly used = new Set<string>();
  private readonly ops: RecordedOp[] = [];
  private readonly constants: RecordedConstant[] = [];
  private paused = false;
  /** A read that a graph cannot repeat; also where the step itself caught the error or did not wait for it. */
  private refusal: Error | undefined;

  constructor(private readonly backend: NodeBackend) {}

  run(step: (feeds: Tensors) => Tensors, feeds: Tensors): Recording {
    separateVariables(this.backend);
    const copies = this.noteFeeds(feeds);
    this.noteVariables();
    const unhook = this.hook();
    let outputs: Tensors;
    try {
      outputs = step(copies);
    } finally {
      unhook();
    }
    if (this.refusal) throw this.refusal;
    if (outputs instanceof Promise) {
      throw new Error(
        "compile: the step is asynchronous. Return tensors, and await their data outside the step.",
      );
    }
    return this.result(feeds, outputs);
  }

  /** Runs `eager` unrecorded and notes one op in its place. */
  fuse(fused: () => FusedUpdate, eager: () => void): void {
    const { op, variables, inputs } = fused();
    const attributes = [{ name: "T", type: 4, value: dataTypes.float32 }];
    const isHeld = variables.every(({ name, dataId }) => this.holdsOwnValue(name, dataId));
    if (this.paused || !isHeld) return eager(); // the graph's variable has not got the value yet
    const sources = inputs.map((tensor) => this.sourceOf(tensor, op));
    this.paused = true;
    try {
      eager();
    } finally {
      this.paused = false;
    }
    const updates = variables.map(({ name }) => name);
    updates.forEach((name) => this.used.add(name));
    this.note({ op, attributes, inputs: sources, inputTypes: inputs.map(typeOf), updates }, variables);
  }

  private holdsOwnValue(name: string, dataId: object): boolean {
    const source = this.sources.get(dataId);
    if (source?.kind === "variable") return source.name === name;
    if (source?.kind !== "op") return false;
    return this.ops[source.index]?.updates[source.output] === name;
  }

  /** Copies, so that a feed never shares its data with a variable or another feed. */
  private noteFeeds(feeds: Tensors): Tensors {
    const copies: Tensors = {};
    for (const [name, tensor] of Object.entries(feeds)) {
      const copy = copyOf(this.backend, tensor);
      copies[name] = copy;
      this.sources.set(copy.dataId, { kind: "feed", name });
    }
    return copies;
  }

  private noteVariables(): void {
    for (const [name, { dataId }] of variablesByName()) {
      this.start.set(name, dataId);
      this.sources.set(dataId, { kind: "variable", name });
    }
  }

  private note(op: Omit<RecordedOp, "outputs" | "where">, outputs: tf.Tensor[]): void {
    const index = this.ops.push({ ...op, outputs: outputs.map(typeOf), where: callSite() }) - 1;
    outputs.forEach(({ dataId }, output) => this.sources.set(dataId, { kind: "op", index, output }));
  }

  private sourceOf(tensor: tf.Tensor, op: string): Source {
    const known = this.sources.get(tensor.dataId);
    const source = known ?? this.constant(tensor, op);
    if (source.kind === "variable") this.used.add(source.name);
    return source;
  }

  private constant(tensor: tf.Tensor, op: string): Source {
    const where = this.hostArrays.get(tensor.dataId);
    if (where === undefined) {
      throw new Error(
        `compile: ${op} uses a tensor (${showType(tensor)}) that was made outside the step, at ${callSite()()}. ` +
          `Pass it as a feed if it changes, make it a tf.variable if it is state, or make it inside the step.`,
      );
    }
    const values = this.hostValues(tensor);
    if (values.length > largestHostArray && !values.every((value) => Object.is(value, values[0]))) {
      throw new Error(
        `compile: the step makes an array of ${values.length} numbers in JavaScript (${showType(tensor)}, for ${op}) ` +
          `at ${where()}. Every compiled step would use the same numbers. Pass it as a feed, or draw random ` +
          `numbers with randomUniform or randomNormal of a fed seed.`,
      );
    }
    const source: Source = { kind: "constant", index: this.constants.length };
    this.constants.push({ ...typeOf(tensor), values, where });
    this.sources.set(tensor.dataId, source);
    return source;
  }

  private hostValues(tensor: tf.Tensor): HostValues {
    const { values, id } = this.backend.tensorMap.get(tensor.dataId);
    const held = values ?? this.backend.binding.tensorDataSync(id);
    if (tensor.dtype === "string" || Array.isArray(held)) {
      throw new Error("compile: the step uses a tensor of strings. A compiled step carries numbers only.");
    }
    return held.slice();
  }

  private hook(): () => void {
    const { backend } = this;
    const { executeSingleOutput, executeMultipleOutputs, readSync, write } = backend;
    const watched = <T>([op, attributes, inputs]: OpCall, run: () => T): T => {
      if (this.paused) return run();
      const sources = inputs.map((tensor) => this.sourceOf(tensor, op));
      const result = run();
      const inputTypes = inputs.map(typeOf);
      const outputs = ([] as tf.Tensor[]).concat(result as tf.Tensor | tf.Tensor[]);
      this.note({ op, attributes: [...attributes], inputs: sources, inputTypes, updates: [] }, outputs);
      return result;
    };
    const hooks: Partial<NodeBackend> = {
      executeSingleOutput: (...call) => watched(call, () => executeSingleOutput.call(backend, ...call)),
      executeMultipleOutputs: (...call) =>
        watched([call[0], call[1], call[2]], () => executeMultipleOutputs.call(backend, ...call)),
      readSync: (dataId) => {
        this.guardRead(dataId);
        if (this.refusal) throw this.refusal;
        return readSync.call(backend, dataId);
      },
      // Not refused at once: nobody waits for a promise inside a step, so the refusal would be lost.
      read: (dataId) => {
        this.guardRead(dataId);
        return Promise.resolve(readSync.call(backend, dataId));
      },
      write: (values, shape, dtype) => {
        const dataId = write.call(backend, values, shape, dtype);
        this.hostArrays.set(dataId, callSite());
        return dataId;
      },
    };
    return replaceMethods(backend, hooks);
  }

  /** Notes a refusal for a read of anything but an array of this step's own, which is the same in every run. */
  private guardRead(dataId: object): void {
    if (this.hostArrays.has(dataId)) return;
    // The kernel of tf.gather looks at its indices to check them, which TensorFlow does again.
    if (stackLines().some((line) => /kernels[\\/]GatherV2/.test(line))) return;
    const source = this.sources.get(dataId);
    const what =
      source?.kind === "op" ? `the result of ${this.ops[source.index]?.op}` : `a ${source?.kind ?? "tensor"}`;
    this.refusal ??= new Error(
      `compile: the step reads ${what} into JavaScript (dataSync, arraySync, data, print) at ${callSite()()}. ` +
        `Return the tensor from the step and read it outside.`,
    );
  }

  private result(feeds: Tensors, outputs: Tensors): Recording {
    const types = (tensors: Tensors) =>
      Object.entries(tensors).map(([name, tensor]) => [name, typeOf(tensor)]);
    const sources = Object.entries(outputs).map(([name, tensor]) => {
      return [name, { ...typeOf(tensor), source: this.sourceOf(tensor, `output "${name}"`) }];
    });
    const writes = this.writes();
    const variables = new Map(
      [...this.used].sort().map((name) => [name, typeOf(variablesByName().get(name)!)]),
    );
    return {
      ops: this.ops,
      constants: this.constants,
      feeds: Object.fromEntries(types(feeds)) as Recording["feeds"],
      outputs: Object.fromEntries(sources) as Recording["outputs"],
      writes,
      variables,
    };
  }

  private writes(): Map<string, Source> {
    const writes = new Map<string, Source>();
    for (const [name, variable] of variablesByName()) {
      if (!this.start.has(name)) {
        throw new Error(
          `compile: the step creates the variable "${name}". Create it before: run one step eagerly first, ` +
            `or make the optimiser's state with the model.`,
        );
      }
      if (variable.dataId === this.start.get(name)) continue;
      this.used.add(name);
      writes.set(name, this.sourceOf(variable, `variable "${name}"`));
    }
    for (const name of this.start.keys()) {
      if (!variablesByName().has(name)) throw new Error(`compile: the step disposes the variable "${name}".`);
    }
    return writes;
  }
}

/** Puts own methods over an object's until the function it returns is called. */
function replaceMethods(target: NodeBackend, methods: Partial<NodeBackend>): () => void {
  const names = Object.keys(methods) as (keyof NodeBackend)[];
  const before = names.map((name) => Object.getOwnPropertyDescriptor(target, name));
  Object.assign(target, methods);
  return () =>
    names.forEach((name, i) => {
      delete (target as Partial<NodeBackend>)[name];
      const own = before[i];
      if (own) Object.defineProperty(target, name, own);
    });
}
