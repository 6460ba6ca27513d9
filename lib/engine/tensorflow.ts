/** Engine "tensorflow": TensorFlow's own kernels, called through tfjs-node. The normal case, and the fastest. */
import { availableParallelism } from "node:os";
import util from "node:util";
import type { Engine } from "./engine";
import { withoutGreetings } from "./quiet-start";
import { tf } from "./tf";

/** One attribute of a TensorFlow operation: its name, a `TF_ATTR_*` number of the addon, and its value. */
export interface OpAttribute {
  name: string;
  type: number;
  value: unknown;
}

/** The part of tfjs-node's backend that runs any TensorFlow operation by its name. */
export interface TensorFlowBackend extends tf.KernelBackend {
  /** The addon: numbers of types (`TF_FLOAT`), of attribute kinds (`TF_ATTR_TYPE`), and `TF_Version`. */
  readonly binding: Record<string, number> & { readonly TF_Version: string };
  readonly isUsingGpuDevice: boolean;
  executeSingleOutput(operation: string, attributes: OpAttribute[], inputs: tf.Tensor[]): tf.Tensor;
  executeMultipleOutputs(
    operation: string,
    attributes: OpAttribute[],
    inputs: tf.Tensor[],
    outputs: number,
  ): tf.Tensor[];
}

export const tensorflow: Engine = {
  name: "tensorflow",
  mend: "Run `npm start` again: set-up builds this engine and says what it misses.",
  async load() {
    prepareProcess();
    await withoutGreetings(async () => {
      await import("@tensorflow/tfjs-node"); // registers its backend and its kernels with tf
      if (!(await tf.setBackend("tensorflow"))) throw new Error("TensorFlow did not start.");
    });
    const backend = tensorflowBackend();
    return {
      version: `TensorFlow ${backend.binding.TF_Version}`,
      device: backend.isUsingGpuDevice ? "GPU" : "CPU",
      threads: Number(process.env.TF_NUM_INTRAOP_THREADS) || availableParallelism(),
    };
  },
};

/**
 * The backend, for operations that TensorFlow has and TensorFlow.js does not offer.
 *
 * @throws Error when another engine is in use.
 */
export function tensorflowBackend(): TensorFlowBackend {
  if (tf.getBackend() !== "tensorflow") {
    throw new Error(
      `Expected the engine "tensorflow", found "${tf.getBackend()}". Call useEngine("tensorflow") first.`,
    );
  }
  return tf.backend() as TensorFlowBackend;
}

/** The environment has to be set before TensorFlow's library is loaded; later it is not read again. */
function prepareProcess(): void {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "2"; // errors only; 0 shows everything
  // TensorFlow leaves oneDNN off on CPUs without AVX-512; with it a training step takes a quarter less.
  process.env.TF_ENABLE_ONEDNN_OPTS ??= "1";
  process.env.TF_FORCE_GPU_ALLOW_GROWTH ??= "true"; // else TensorFlow takes the whole card at once
  // tfjs-node 4.22 calls what Node 23 removed, and what Node 22 and 24 warn about.
  const old = util as { isNullOrUndefined?: (value: unknown) => boolean; isArray?: typeof Array.isArray };
  old.isNullOrUndefined = (value) => value === null || value === undefined;
  old.isArray = Array.isArray;
}
