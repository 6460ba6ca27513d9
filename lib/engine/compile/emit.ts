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
  /** bfloat16 twins of float32 ports, by node and output. */
  private readonly twins = new Map<string, Port>();
  /** The last node that read or changed each variable: the next change waits for it. */
  private readonly lastUse = new Map<string, string[]>();

  constructor(
    private readonly name: string,
    private readonly recording: Recording,
    private readonly options: EmitOptions,
  ) {}

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
    const half = rule.bfloat16 === true && this.options.precision === "bfloat16" && isFloat(recorded);
    const inputs = recorded.inputs.map((source) => this.port(source));
    const name = this.options.graph.add({
      name: `${this.name}/${recorded.op}_${index}`,
      op: recorded.op,
      inputs: half ? inputs.map((port) => this.toBfloat16(port)) : inputs,
      attributes: attributesOf(recorded, rule, half),
    });
    return recorded.outputs.map(({ dtype, shape }, output) => {
      const port: Port = { node: name, output, dtype: dataTypeNumber(dtype), shape };
      return half ? this.toFloat32({ ...port, dtype: dataTypes.bfloat16 }) : port;
    });
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
      attributes: attributesOf(recorded, {}, false),
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

  private toBfloat16(port: Port): Port {
    if (port.dtype !== dataTypes.float32) return port;
    const key = `${port.node}:${port.output}`;
    const twin = this.twins.get(key) ?? this.cast(port, dataTypes.bfloat16);
    this.twins.set(key, twin);
    return twin;
  }

  private toFloat32(port: Port): Port {
    const wide = this.cast(port, dataTypes.float32);
    this.twins.set(`${wide.node}:0`, port); // the next product takes the short form as it is
    return wide;
  }

  private cast(port: Port, dtype: number): Port {
    const node = this.options.graph.add({
      name: `${port.node.startsWith(this.name) ? "" : `${this.name}/`}${port.node}/as_${dtype}_${port.output}`,
      op: "Cast",
      inputs: [port],
      attributes: { SrcT: typeAttribute(port.dtype), DstT: typeAttribute(dtype) },
    });
    return { node, output: 0, dtype, shape: port.shape };
  }
}

function isFloat({ outputs }: RecordedOp): boolean {
  return outputs.every(({ dtype }) => dtype === "float32");
}

function attributesOf(
  recorded: RecordedOp,
  { inferred = [] }: OpRule,
  half: boolean,
): Record<string, Uint8Array> {
  const given = recorded.attributes.map((attribute) => {
    const isType = half && attribute.name === "T";
    return [
      attribute.name,
      isType ? typeAttribute(dataTypes.bfloat16) : attributeMessage(attribute),
    ] as const;
  });
  const added = inferred.map(
    (name) => [name, typeAttribute(dataTypeNumber(recorded.inputTypes[0]!.dtype))] as const,
  );
  return Object.fromEntries([...added, ...given]);
}
