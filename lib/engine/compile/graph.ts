/**
 * A TensorFlow graph under construction, and its SavedModel file. Field numbers are those of TensorFlow's own
 * .proto files: graph, node_def, attr_value, tensor, tensor_shape, meta_graph and saved_model.
 */
import type { HostValues, OpAttribute } from "./backend";
import { dataTypes } from "./backend";
import {
  type Bytes,
  bytesField,
  concat,
  floatField,
  integerField,
  mapEntry,
  packedFloats,
  packedIntegers,
} from "./protobuf";

/** One output of one node; what another node takes as its input. */
export interface Port {
  node: string;
  output: number;
  /** TensorFlow's number for the type. */
  dtype: number;
  shape: readonly number[];
}

export interface NodeSpec {
  name: string;
  op: string;
  inputs?: Port[];
  /** Nodes that must have run before this one. */
  after?: string[];
  /** AttrValue messages by name. */
  attributes?: Record<string, Bytes>;
}

export interface Signature {
  inputs: Record<string, Port>;
  outputs: Record<string, Port>;
}

/** The graph version of TensorFlow 2.21: older readers would apply rules for graphs of 2015. */
const producerVersion = 2474;

export class GraphBuilder {
  private readonly nodes: Bytes[] = [];
  private readonly names = new Set<string>();
  readonly signatures = new Map<string, Signature>();

  /** How many nodes the graph has. */
  get size(): number {
    return this.nodes.length;
  }

  /** Adds a node and returns its name. */
  add({ name, op, inputs = [], after = [], attributes = {} }: NodeSpec): string {
    if (this.names.has(name)) throw new Error(`compile: two nodes of the graph are called ${name}.`);
    this.names.add(name);
    const sources = inputs.map((port) => (port.output === 0 ? port.node : `${port.node}:${port.output}`));
    this.nodes.push(
      concat([
        bytesField(1, name),
        bytesField(2, op),
        ...sources.map((source) => bytesField(3, source)),
        ...[...new Set(after)].map((node) => bytesField(3, `^${node}`)),
        ...Object.entries(attributes).map(([key, value]) => mapEntry(5, key, value)),
      ]),
    );
    return name;
  }

  /** Adds a constant. A tensor whose numbers are all the same is stored as one number. */
  constant(name: string, { values, shape, dtype }: ConstantSpec): Port {
    const tensor = concat([
      integerField(1, dtype),
      bytesField(2, shapeMessage(shape)),
      content(values, dtype),
    ]);
    this.add({
      name,
      op: "Const",
      attributes: { dtype: typeAttribute(dtype), value: bytesField(8, tensor) },
    });
    return { node: name, output: 0, dtype, shape };
  }

  /** The bytes of saved_model.pb: one meta graph with the tag "serve", no stored variables. */
  savedModel(): Bytes {
    const versions = bytesField(4, integerField(1, producerVersion));
    const graph = concat([...this.nodes.map((node) => bytesField(1, node)), versions]);
    const meta = concat([
      bytesField(1, bytesField(4, "serve")),
      bytesField(2, graph),
      ...[...this.signatures].map(([name, signature]) => mapEntry(5, name, signatureMessage(signature))),
    ]);
    return concat([integerField(1, 1), bytesField(2, meta)]);
  }
}

export interface ConstantSpec {
  values: HostValues;
  shape: readonly number[];
  dtype: number;
}

export const typeAttribute = (dtype: number): Bytes => integerField(6, dtype);
export const shapeAttribute = (shape: readonly number[]): Bytes => bytesField(7, shapeMessage(shape));
export const stringAttribute = (text: string): Bytes => bytesField(2, text);

/** An AttrValue message from an attribute in tfjs-node's form. */
export function attributeMessage({ name, type, value }: OpAttribute): Bytes {
  if (Array.isArray(value)) {
    const numbers = value.map(Number);
    if (type === 1) return bytesField(1, packedIntegers(3, numbers));
    if (type === 2) return bytesField(1, packedFloats(4, numbers));
    if (type === 3) return bytesField(1, packedIntegers(5, numbers));
    if (type === 5) return shapeAttribute(numbers);
  }
  if (type === 0) return stringAttribute(String(value));
  if (type === 1) return integerField(3, Number(value));
  if (type === 2) return floatField(4, Number(value));
  if (type === 3) return integerField(5, Number(value));
  if (type === 4) return typeAttribute(Number(value));
  throw new Error(`compile: attribute ${name} has type ${type}, which has no rule here.`);
}

/** True where every element is the same, NaN included. */
function isUniform(values: ArrayLike<number>): boolean {
  for (let i = 1; i < values.length; i++) if (!Object.is(values[i], values[0])) return false;
  return true;
}

function content(values: HostValues, dtype: number): Bytes {
  if (values.length > 1 && isUniform(values)) return oneValue(values[0]!, dtype);
  return bytesField(4, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

function oneValue(value: number, dtype: number): Bytes {
  if (dtype === dataTypes.float32) return packedFloats(5, [value]);
  if (dtype === dataTypes.int32) return packedIntegers(7, [value]);
  return packedIntegers(11, [value]);
}

function shapeMessage(shape: readonly number[]): Bytes {
  return concat(shape.map((size) => bytesField(2, integerField(1, size))));
}

function signatureMessage({ inputs, outputs }: Signature): Bytes {
  const entries = (field: number, ports: Record<string, Port>) =>
    Object.entries(ports).map(([name, port]) => mapEntry(field, name, tensorInfo(port)));
  return concat([...entries(1, inputs), ...entries(2, outputs), bytesField(3, "tensorflow/serving/predict")]);
}

function tensorInfo({ node, output, dtype, shape }: Port): Bytes {
  return concat([
    bytesField(1, `${node}:${output}`),
    integerField(2, dtype),
    bytesField(3, shapeMessage(shape)),
  ]);
}
