/** UnsortedSegmentSum on "wasm", which lacks it: the gradient of `gather`, and so of every embedding. */
import { tf } from "../tf";
import { makeWasmTensor, wasmNumbers } from "./wasm-heap";

export function installSegmentSum(): void {
  tf.registerKernel({
    kernelName: "UnsortedSegmentSum",
    backendName: "wasm",
    kernelFunc: unsortedSegmentSum,
  });
}

/** result[s] = sum of x[i] over all i with segmentIds[i] = s; an id outside the segments is left out. */
const unsortedSegmentSum: tf.KernelFunc = ({ inputs, attrs }) => {
  const x = inputs.x as tf.Tensor;
  const segmentIds = inputs.segmentIds as tf.Tensor;
  const { numSegments } = attrs as unknown as tf.UnsortedSegmentSumAttrs;
  if (x.dtype !== "float32") {
    throw new TypeError(`UnsortedSegmentSum on "wasm": x is ${x.dtype}. Cast it to float32.`);
  }
  const rowShape = x.shape.slice(segmentIds.rank);
  const rowSize = tf.util.sizeFromShape(rowShape);
  const result = makeWasmTensor([numSegments, ...rowShape]);
  const ids = wasmNumbers(segmentIds);
  const from = wasmNumbers(x);
  const to = wasmNumbers(result).fill(0);
  ids.forEach((id, i) => {
    if (id < 0 || id >= numSegments) return;
    for (let j = 0; j < rowSize; j++) to[id * rowSize + j]! += from[i * rowSize + j]!;
  });
  return result;
};
