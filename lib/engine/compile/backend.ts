/** What the compiler uses of tfjs-node's backend, with types; tfjs publishes none for it. */
import { tf } from "../tf";

/** One attribute of a TensorFlow op as tfjs-node passes it to its addon. */
export interface OpAttribute {
  name: string;
  /** TF_ATTR_STRING 0, INT 1, FLOAT 2, BOOL 3, TYPE 4, SHAPE 5. */
  type: number;
  value: string | number | boolean | number[] | boolean[];
}

export type HostValues = Float32Array | Int32Array | Uint8Array;

/** What the backend holds for one data id. `values` is set until an op first needs the tensor. */
export interface TensorRecord {
  shape: number[];
  /** TensorFlow's number for the type: 1 float32, 3 int32, 10 bool. */
  dtype: number;
  values: HostValues | Uint8Array[] | null;
  id: number;
}

export interface Binding {
  executeOp(name: string, attributes: OpAttribute[], inputs: number[], outputs: number): unknown;
  tensorDataSync(id: number): HostValues;
}

export type OpCall = [op: string, attributes: OpAttribute[], inputs: tf.Tensor[]];

export interface NodeBackend {
  binding: Binding;
  readonly isUsingGpuDevice: boolean;
  tensorMap: { get(dataId: object): TensorRecord };
  executeSingleOutput: (...call: OpCall) => tf.Tensor;
  executeMultipleOutputs: (...call: [...call: OpCall, outputs: number]) => tf.Tensor[];
  refCount(dataId: object): number;
  readSync: (dataId: object) => HostValues;
  read: (dataId: object) => Promise<HostValues>;
  write: (values: unknown, shape: number[], dtype: string) => object;
  loadSavedModelMetaGraph(path: string, tags: string): number;
  runSavedModel(
    session: number,
    inputs: tf.Tensor[],
    infos: { name: string; tfDtype: string }[],
    outputs: string[],
  ): tf.Tensor[];
  deleteSavedModel(session: number): void;
}

/**
 * The native TensorFlow backend.
 *
 * @throws Error when another engine is in use: only TensorFlow can run a graph.
 */
export function nodeBackend(): NodeBackend {
  const name = tf.getBackend();
  if (name !== "tensorflow") {
    throw new Error(
      `compile: the engine is "${name}". A compiled step needs TensorFlow itself: ` +
        `call await useEngine("tensorflow") first, or train without compile.`,
    );
  }
  return tf.backend() as unknown as NodeBackend;
}

/** TensorFlow's numbers for the types that tensors of this course have. */
export const dataTypes = { float32: 1, int32: 3, bool: 10, bfloat16: 14, resource: 20 } as const;

/**
 * @throws Error for a type that a graph of ours cannot carry (string, complex64).
 */
export function dataTypeNumber(dtype: string): number {
  if (dtype === "float32" || dtype === "int32" || dtype === "bool") return dataTypes[dtype];
  throw new Error(`compile: a tensor of type ${dtype}. Use float32, int32 or bool inside a compiled step.`);
}
