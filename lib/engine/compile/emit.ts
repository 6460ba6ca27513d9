/** Writes a recording into a graph: placeholders, reads of variables, the ops, assignments, outputs. */
import { dataTypeNumber, dataTypes } from "./backend";
import {
  type GraphBuilder,
  type Port,
  attributeMessage,
  shapeAttribute,
  stringAttribute,
  typeAttribute,
} from "./graph";
import { Halves } from "./halves";
import { type OpRule, ruleFor } from "./op-rules";
import { type RecordedOp, type Recording, type Source, type TensorType, showType } from "./recording";

export type Precision = "float32" | "bfloat16";

/** The variables of a graph: their handles are shared by all its signatures. */
export class GraphVariables {
  readonly handles = new Map<string, { handle: Port; type: TensorType }>();

  constructor(private readonly graph: GraphBuilder) {}

  /** The handle of a variable, made at its first use. */
  handle(name: string, type: TensorType): Port {
    const known = this.handles.get(name);
    if (known) {
      if (showType(known.type) !== showType(type)) {
        throw new Error(
          `compile: variable "${name}" is ${showType(known.type)} in one step and ${showType(type)} in another.`,
        );
      }
      return known.handle;
    }
    const node = this.graph.add({
      name: `variable_${this.handles.size}`,
      op: "VarHandleOp",
      attributes: {
        dtype: typeAttribute(dataTypeNumber(type.dtype)),
        shape: shapeAttribute(type.shape),
        shared_name: stringAttribute(name),
      },
    });
    const handle: Port = { node, output: 0, dtype: dataTypes.resource, shape: [] };
    this.handles.set(name, { handle, type });
    return handle;
  }
}

/** Adds the signature `name` to the graph: inputs are the recording's feeds, outputs its outputs. */
export function emit(name: string, recording: Recording, options: EmitOptions): void {
  new Emitter(name, recording, options).run();
}

export interface EmitOptions {
  graph: GraphBuilder;
  variables: GraphVariables;
  precision: Precision;
}

class Emitter {
  private readonly feeds = new Map<string, Port>();
  private readonly reads = new Map<string, Port>();
  private readonly constants = new Map<number, Port>();
  private readonly results: Port[][] = [];
  private readonly halves: Halves;
  /** The last node that read or changed each variable: the next change waits for it. */
  private readonly lastUse = new Map<string, string[]>();

  constructor(
    private readonly name: string,
    private readonly recording: Recording,
    private readonly options: EmitOptions,
  ) {
    this.halves = new Halves(options.graph, name);
  }

  run(): void {
    const { graph } = this.options;
    for (const [feed, type] of Object.entries(this.recording.feeds)) {
      const port = this.node({ label: `feed/${feed}`, op: "Placeholder", type });
      this.feeds.set(feed, port);
    }
    this.recording.ops.forEach((op, index) => this.results.push(this.op(op, index)));
    const assigned = this.assignments();
    const outputs = Object.entries(this.recording.outputs).map(([output, { source }]) => {
      const value = this.port(source);
      const node = graph.add({
        name: `${this.name}/output/${output}`,
        op: "Identity",
        inputs: [value],
        after: assigned,
        attributes: { T: typeAttribute(value.dtype) },
      });
      return [output, { ...value, node, output: 0 }];
    });
    graph.signatures.set(this.name, {
      inputs: Object.fromEntries(this.feeds),
      outputs: Object.fromEntries(outputs) as Record<string, Port>,
    });
  }

  private node({ label, op, type }: { label: string; op: string; type: TensorType }): Port {
    const dtype = dataTypeNumber(type.dtype);
    const attributes = { dtype: typeAttribute(dtype), shape: shapeAttribute(type.shape) };
    const node = this.options.graph.add({ name: `${this.name}/${label}`, op, attributes });
    return { node, output: 0, dtype, shape: type.shape };
  }

  private port(source: Source): Port {
    switch (source.kind) {
      case "feed":
        return this.feeds.get(source.name)!;
      case "variable":
        return this.read(source.name);
      case "constant":
        return this.constant(source.index);
      case "op":
        return this.results[source.index]![source.output]!;
    }
  }

  private constant(index: number): Port {
    const known = this.constants.get(index);
    if (known) return known;
    const { values, shape, dtype } = this.recording.constants[index]!;
    const spec = { values, shape, dtype: dataTypeNumber(dtype) };
    const port = this.options.graph.constant(`${this.name}/constant/${index}`, spec);
    this.constants.set(index, port);
    return port;
  }

  private read(variable: string): Port {
    const known = this.reads.get(variable);
    if (known) return known;
    const port = this.readNode(variable, `read/${this.reads.size}`);
    this.reads.set(variable, port);
    return port;
  }

  private readNode(variable: string, label: string, after: string[] = []): Port {
    const type = this.recording.variables.get(variable)!;
    const dtype = dataTypeNumber(type.dtype);
    const node = this.options.graph.add({
      name: `${this.name}/${label}`,
      op: "ReadVariableOp",
      inputs: [this.options.variables.handle(variable, type)],
      after,
      attributes: { dtype: typeAttribute(dtype) },
    });
    this.lastUse.set(variable, [...(this.lastUse.get(variable) ?? []), node]);
    return { node, output: 0, dtype, shape: type.shape };
  }

  private op(recorded: RecordedOp, index: number): Port[] {
    const rule = ruleFor(recorded.op, recorded.where);
    if (rule.updatesVariables) return this.update(recorded, index);
    const inputs = recorded.inputs.map((source) => this.port(source));
    if (this.options.precision === "bfloat16") {
      if (this.halves.takes(rule, recorded, inputs)) return this.short({ recorded, index, rule, inputs });
      if (this.halves.isMask(recorded, inputs)) return this.bothWidths({ recorded, index, rule, inputs });
    }
    return this.compute({ recorded, index, rule, inputs });
  }

  private compute({ recorded, index, rule, inputs }: EmittedOp): Port[] {
    const node = this.options.graph.add({
      name: `${this.name}/${recorded.op}_${index}`,
      op: recorded.op,
      inputs,
      attributes: attributesOf(recorded, rule),
    });
    return recorded.outputs.map(({ dtype, shape }, output) => ({
      node,
      output,
      dtype: dataTypeNumber(dtype),
      shape,
    }));
  }

  /** In bfloat16, but for the inputs and outputs that the op wants in float32. */
  private short({ recorded, index, rule, inputs }: EmittedOp): Port[] {
    const { wideInputs = [], wideOutputs = [] } = rule;
    const node = this.options.graph.add({
      name: `${this.name}/${recorded.op}_${index}`,
      op: recorded.op,
      inputs: inputs.map((port, i) => (wideInputs.includes(i) ? port : this.halves.short(port))),
      attributes: attributesOf(recorded, rule, "T"),
    });
    return recorded.outputs.map(({ shape }, output) => {
      const port = { node, output, shape };
      return wideOutputs.includes(output)
        ? { ...port, dtype: dataTypes.float32 }
        : this.halves.wide({ ...port, dtype: dataTypes.bfloat16 });
    });
  }

  /** TensorFlow leaves out the one that nobody uses. */
  private bothWidths(emitted: EmittedOp): Port[] {
    const { recorded, index, rule, inputs } = emitted;
    const wide = this.compute(emitted);
    const node = this.options.graph.add({
      name: `${this.name}/${recorded.op}_${index}_short`,
      op: recorded.op,
      inputs: inputs.map((port) => this.halves.short(port)),
      attributes: attributesOf(recorded, rule, recorded.op === "Cast" ? "DstT" : "T"),
    });
    this.halves.pair(wide[0]!, { ...wide[0]!, node, dtype: dataTypes.bfloat16 });
    return wide;
  }

  /** An op that changes variables through their handles; its results are reads that come after it. */
  private update(recorded: RecordedOp, index: number): Port[] {
    const types = recorded.updates.map((name) => this.recording.variables.get(name)!);
    const handles = recorded.updates.map((name, i) => this.options.variables.handle(name, types[i]!));
    const name = this.options.graph.add({
      name: `${this.name}/${recorded.op}_${index}`,
      op: recorded.op,
      inputs: [...handles, ...recorded.inputs.map((source) => this.port(source))],
      after: recorded.updates.flatMap((variable) => this.lastUse.get(variable) ?? []),
      attributes: attributesOf(recorded, {}),
    });
    recorded.updates.forEach((variable) => this.lastUse.set(variable, [name]));
    return recorded.updates.map((variable, i) => this.readNode(variable, `updated/${index}_${i}`, [name]));
  }

  /** Assigns what the step assigned; returns the nodes that the outputs must wait for. */
  private assignments(): string[] {
    const done: string[] = [];
    let count = 0;
    for (const [variable, source] of this.recording.writes) {
      if (this.isUpdateOf(variable, source)) {
        done.push(...this.lastUse.get(variable)!);
        continue;
      }
      const value = this.port(source);
      const node = this.options.graph.add({
        name: `${this.name}/assign/${count++}`,
        op: "AssignVariableOp",
        inputs: [this.options.variables.handle(variable, this.recording.variables.get(variable)!), value],
        after: this.lastUse.get(variable) ?? [],
        attributes: { dtype: typeAttribute(value.dtype) },
      });
      done.push(node);
    }
    return done;
  }

  private isUpdateOf(variable: string, source: Source): boolean {
    return source.kind === "op" && this.recording.ops[source.index]!.updates[source.output] === variable;
  }
}

interface EmittedOp {
  recorded: RecordedOp;
  index: number;
  rule: OpRule;
  inputs: Port[];
}

/** @param short The type attribute that is to be bfloat16. */
function attributesOf(
  recorded: RecordedOp,
  { inferred = [] }: OpRule,
  short?: "T" | "DstT",
): Record<string, Uint8Array> {
  const given = recorded.attributes.map((attribute) => {
    const isShort = attribute.name === short;
    return [
      attribute.name,
      isShort ? typeAttribute(dataTypes.bfloat16) : attributeMessage(attribute),
    ] as const;
  });
  const added = inferred.map(
    (name) => [name, typeAttribute(dataTypeNumber(recorded.inputTypes[0]!.dtype))] as const,
  );
  return Object.fromEntries([...added, ...given]);
}
