/** What the kernels of this folder need of the backend "wasm": a new tensor, and a view of a tensor's numbers. */
import { tf } from "../tf";

interface WasmBackend {
  makeOutput(shape: number[], dtype: "float32"): tf.TensorInfo;
  typedArrayFromHeap(tensor: tf.TensorInfo): Float32Array | Int32Array;
}

/** A tensor of float32 in the heap of WebAssembly; its numbers are whatever was there before. */
export function makeWasmTensor<R extends tf.Rank>(shape: tf.ShapeMap[R]): tf.Tensor<R> {
  const info = (tf.backend() as unknown as WasmBackend).makeOutput(shape, "float32");
  return tf.engine().makeTensorFromTensorInfo(info) as tf.Tensor<R>;
}

/** The numbers themselves, not a copy. Making another tensor may move the heap and empty this view. */
export function wasmNumbers(tensor: tf.TensorInfo): Float32Array {
  return (tf.backend() as unknown as WasmBackend).typedArrayFromHeap(tensor) as Float32Array;
}
