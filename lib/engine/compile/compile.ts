/**
 * Compiles training steps: an ordinary tfjs function is run twice, written down, and becomes one TensorFlow
 * graph. Each later step is then one call into TensorFlow, which fuses and schedules the whole of it
 * (Abadi et al., "TensorFlow: a system for large-scale machine learning", 2016).
 */
import { tf } from "../tf";
import { nodeBackend, dataTypeNumber } from "./backend";
import { requireSame } from "./compare";
import { GraphVariables, type Precision, emit } from "./emit";
import { GraphBuilder, type Port, shapeAttribute, typeAttribute } from "./graph";
import { HeldVariables } from "./held-variables";
import { record } from "./recorder";
import type { Tensors } from "./recording";
import { GraphSession } from "./session";
import { holdVariables, variablesByName } from "./variables";

/** A step to compile, with feeds of the shapes and types that it will always get. */
export interface StepSpec {
  step: (feeds: Tensors) => Tensors;
  feeds: Tensors;
}

/**
 * Steps that run as graphs and share one set of variables, which live in TensorFlow while the program does. The
 * tf.Variables of the same names follow: one that is looked at has the value of now, one that is assigned to is taken
 * into the graph before the next step. Both copy all of them, so a program is fastest when it is left alone.
 */
export interface CompiledProgram {
  readonly precision: Precision;
  /** How many nodes the graph has, all steps together. */
  readonly nodes: number;
  /** Names of the tf.Variables whose values the graph holds. */
  readonly variables: readonly string[];
  /** Runs one step. The feeds stay the caller's; the outputs become the caller's. */
  run(name: string, feeds: Tensors): Tensors;
  /** Frees the graph. The tf.Variables keep the values of now. */
  dispose(): void;
}

export interface CompileOptions {
  /**
   * "float32" (the default), or "bfloat16": convolutions and matrix products in bfloat16, everything else, the
   * weights among it, in float32. It pays where the processor has bfloat16 units.
   */
  precision?: Precision;
}

/**
 * Compiles several steps that share their variables: { train, sample }, or { critic, generator }. The variables
 * hold the same values afterwards as before.
 *
 * @throws Error when a step cannot be compiled: it names the op and what to change. Nothing falls back to eager.
 */
export function compileProgram(
  steps: Record<string, StepSpec>,
  options: CompileOptions = {},
): CompiledProgram {
  const { precision = "float32" } = options;
  const graph = new GraphBuilder();
  const variables = new GraphVariables(graph);
  const writers = new Set<string>();
  for (const [name, spec] of Object.entries(steps)) {
    checkName(name, Object.keys(spec.feeds));
    const recording = recordTwice(spec);
    emit(name, recording, { graph, variables, precision });
    if (recording.writes.size > 0) writers.add(name);
  }
  addTransfers(graph, variables);
  const session = new GraphSession(graph);
  const names = [...variables.handles.keys()];
  const held = holdIn(session, names);
  return {
    precision,
    nodes: graph.size,
    variables: names,
    run: (name, feeds) => {
      held.beforeStep();
      const outputs = session.run(name, feeds);
      if (writers.has(name)) held.afterStep();
      return outputs;
    },
    dispose: () => {
      if (session.isDisposed) return;
      held.release();
      session.dispose();
    },
  };
}

/** One compiled step, with the state it changes. */
export interface CompiledStep extends Omit<CompiledProgram, "run"> {
  /** Runs the step. The feeds stay the caller's; the outputs become the caller's. */
  run(feeds: Tensors): Tensors;
}

/**
 * Compiles one step: a function of its feeds that reads and assigns tf.Variables and returns tensors by name. All that
 * changes from step to step has to be a feed; random numbers come from `randomUniform` and `randomNormal` of a fed seed.
 *
 * @param options.feeds Tensors of the names, shapes and types that the step will always get; they stay the caller's.
 * @throws Error when the step cannot be compiled: it names the op and what to change. Nothing falls back to eager.
 */
export function compile(step: StepSpec["step"], options: CompileOptions & { feeds: Tensors }): CompiledStep {
  const { feeds, ...rest } = options;
  const program = compileProgram({ step: { step, feeds } }, rest);
  return { ...program, run: (tensors) => program.run("step", tensors) };
}

function recordTwice({ step, feeds }: StepSpec) {
  const restore = holdVariables(nodeBackend());
  try {
    const first = record(step, feeds);
    requireSame(first, record(step, feeds));
    return first;
  } finally {
    restore();
  }
}

/** The tf.Variables of a program, with their values in its session. */
function holdIn(session: GraphSession, names: string[]): HeldVariables {
  const all = variablesByName();
  const variables = new Map(names.map((name) => [name, all.get(name)!]));
  const transfer = {
    fetch: (): Tensors => {
      const values = session.run(saveStep, {});
      return Object.fromEntries(names.map((name, i) => [name, values[slot(i)]!]));
    },
    store: (values: Tensors) =>
      tf.dispose(session.run(loadStep, Object.fromEntries(names.map((name, i) => [slot(i), values[name]!])))),
  };
  try {
    return new HeldVariables(variables, transfer);
  } catch (error) {
    session.dispose();
    throw error;
  }
}

const loadStep = "variables/load";
const saveStep = "variables/save";
const slot = (index: number) => `slot_${index}`;

/** Two more signatures: one assigns every variable from a feed, one returns them all. */
function addTransfers(graph: GraphBuilder, variables: GraphVariables): void {
  const feeds: Record<string, Port> = {};
  const values: Record<string, Port> = {};
  const assigned: string[] = [];
  [...variables.handles.values()].forEach(({ handle, type }, i) => {
    const dtype = dataTypeNumber(type.dtype);
    const types = { dtype: typeAttribute(dtype) };
    const shape = shapeAttribute(type.shape);
    const feed = graph.add({ name: `load/${i}`, op: "Placeholder", attributes: { ...types, shape } });
    feeds[slot(i)] = { node: feed, output: 0, dtype, shape: type.shape };
    const inputs = [handle, feeds[slot(i)]!];
    assigned.push(graph.add({ name: `load/assign_${i}`, op: "AssignVariableOp", inputs, attributes: types }));
    const read = graph.add({ name: `save/${i}`, op: "ReadVariableOp", inputs: [handle], attributes: types });
    values[slot(i)] = { node: read, output: 0, dtype, shape: type.shape };
  });
  const done = graph.constant("load/done", { values: Int32Array.of(1), shape: [], dtype: 3 });
  const all = graph.add({
    name: "load/all",
    op: "Identity",
    inputs: [done],
    after: assigned,
    attributes: { T: typeAttribute(3) },
  });
  graph.signatures.set(loadStep, { inputs: feeds, outputs: { done: { ...done, node: all } } });
  graph.signatures.set(saveStep, { inputs: {}, outputs: values });
}

function checkName(step: string, feeds: string[]): void {
  for (const name of [step, ...feeds]) {
    if (/^[A-Za-z]\w*$/.test(name)) continue;
    throw new Error(`compile: "${name}" cannot name a step or a feed in a graph. Use letters, digits and _.`);
  }
}
