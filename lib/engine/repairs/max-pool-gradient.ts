/**
 * MaxPoolGrad on "wasm". The backend's own gives the gradient of a window without positive numbers to its first number,
 * whichever is the largest: silently wrong unless a ReLU stands before the pool. Of equal maxima it takes the last, where
 * the other engines take the first.
 */
import { tf } from "../tf";
import { makeWasmTensor, wasmNumbers } from "./wasm-heap";

type Geometry = tf.backend_util.Conv2DInfo;

export function installMaxPoolGradient(): void {
  tf.unregisterKernel("MaxPoolGrad", "wasm");
  tf.registerKernel({ kernelName: "MaxPoolGrad", backendName: "wasm", kernelFunc: maxPoolGradient });
}

/** Each dy goes to the largest number of its window. */
const maxPoolGradient: tf.KernelFunc = ({ inputs, attrs }) => {
  const shape = inputs.input!.shape as [number, number, number, number];
  const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as tf.MaxPoolGradAttrs;
  const geometry = tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
  const result = makeWasmTensor<tf.Rank.R4>(shape);
  const x = wasmNumbers(inputs.input!);
  const dy = wasmNumbers(inputs.dy!);
  const dx = wasmNumbers(result).fill(0);
  let place = 0;
  for (let picture = 0; picture < geometry.batchSize; picture++) {
    for (let row = 0; row < geometry.outHeight; row++) {
      for (let column = 0; column < geometry.outWidth; column++) {
        for (let channel = 0; channel < geometry.inChannels; channel++) {
          dx[firstMaximum(x, geometry, [picture, row, column, channel])]! += dy[place++]!;
        }
      }
    }
  }
  return result;
};

/** Where the largest number of a window stands in x. */
function firstMaximum(
  x: Float32Array,
  g: Geometry,
  [picture, row, column, channel]: [picture: number, row: number, column: number, channel: number],
): number {
  const top = row * g.strideHeight - g.padInfo.top;
  const left = column * g.strideWidth - g.padInfo.left;
  let best = -1;
  for (let y = Math.max(0, top); y < Math.min(g.inHeight, top + g.filterHeight); y++) {
    for (let z = Math.max(0, left); z < Math.min(g.inWidth, left + g.filterWidth); z++) {
      const here = ((picture * g.inHeight + y) * g.inWidth + z) * g.inChannels + channel;
      if (best < 0 || x[here]! > x[best]!) best = here;
    }
  }
  return best;
}
