/**
 * The gradients of a depthwise convolution on "wasm", which lacks them: each channel of x has filters of its own,
 *
 *     y[n, i, j, c * multiplier + m] = sum over (a, b) of x[n, i * stride + a, j * stride + b, c] * filter[a, b, c, m]
 *
 * Both gradients walk over the same products. Dilated ones have no gradient in TensorFlow.js on any engine.
 */
import { tf } from "../tf";
import { makeWasmTensor, wasmNumbers } from "./wasm-heap";

type Geometry = tf.backend_util.Conv2DInfo;
type Shape4D = [number, number, number, number];
type Attributes = Pick<tf.DepthwiseConv2dNativeBackpropFilterAttrs, "strides" | "pad" | "dimRoundingMode">;

export function installDepthwiseKernels(): void {
  tf.registerKernel({
    kernelName: "DepthwiseConv2dNativeBackpropFilter",
    backendName: "wasm",
    kernelFunc: backpropFilter,
  });
  tf.registerKernel({
    kernelName: "DepthwiseConv2dNativeBackpropInput",
    backendName: "wasm",
    kernelFunc: backpropInput,
  });
}

const backpropFilter: tf.KernelFunc = ({ inputs, attrs }) => {
  const { filterShape, ...rest } = attrs as unknown as tf.DepthwiseConv2dNativeBackpropFilterAttrs;
  const geometry = geometryOf(inputs.x!.shape as Shape4D, filterShape, rest);
  const result = makeWasmTensor<tf.Rank.R4>(filterShape);
  const x = wasmNumbers(inputs.x!);
  const dy = wasmNumbers(inputs.dy!);
  const dFilter = wasmNumbers(result).fill(0);
  forEachProduct(geometry, (inX, inFilter, inY) => {
    dFilter[inFilter]! += x[inX]! * dy[inY]!;
  });
  return result;
};

const backpropInput: tf.KernelFunc = ({ inputs, attrs }) => {
  const { inputShape, ...rest } = attrs as unknown as tf.DepthwiseConv2dNativeBackpropInputAttrs;
  const geometry = geometryOf(inputShape, inputs.filter!.shape as Shape4D, rest);
  const result = makeWasmTensor<tf.Rank.R4>(inputShape);
  const filter = wasmNumbers(inputs.filter!);
  const dy = wasmNumbers(inputs.dy!);
  const dx = wasmNumbers(result).fill(0);
  forEachProduct(geometry, (inX, inFilter, inY) => {
    dx[inX]! += filter[inFilter]! * dy[inY]!;
  });
  return result;
};

/** Visits each product of the sum above, by the places of x, filter and y. */
function forEachProduct(g: Geometry, visit: (inX: number, inFilter: number, inY: number) => void): void {
  let pixel = 0;
  for (let picture = 0; picture < g.batchSize; picture++) {
    for (let y = 0; y < g.outHeight; y++) {
      for (let x = 0; x < g.outWidth; x++, pixel++) {
        for (let a = 0; a < g.filterHeight; a++) {
          const row = y * g.strideHeight - g.padInfo.top + a;
          if (row < 0 || row >= g.inHeight) continue;
          for (let b = 0; b < g.filterWidth; b++) {
            const column = x * g.strideWidth - g.padInfo.left + b;
            if (column < 0 || column >= g.inWidth) continue;
            const inPicture = ((picture * g.inHeight + row) * g.inWidth + column) * g.inChannels;
            const inFilter = (a * g.filterWidth + b) * g.outChannels;
            forEachChannel(g, (channel, output) => {
              visit(inPicture + channel, inFilter + output, pixel * g.outChannels + output);
            });
          }
        }
      }
    }
  }
}

function forEachChannel(g: Geometry, visit: (channel: number, output: number) => void): void {
  const multiplier = g.outChannels / g.inChannels;
  for (let channel = 0; channel < g.inChannels; channel++) {
    for (let m = 0; m < multiplier; m++) visit(channel, channel * multiplier + m);
  }
}

function geometryOf(inputShape: Shape4D, filterShape: Shape4D, attributes: Attributes): Geometry {
  const { strides, pad, dimRoundingMode } = attributes;
  return tf.backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad, dimRoundingMode, true);
}
