/**
 * The gradients of a convolution on "wasm", as matrix products.
 *
 * The backend has no Conv2DBackpropFilter, so nothing with a convolution trains on it; its Conv2DBackpropInput, which
 * is also the transposed convolution of every generator, is a plain loop. Both become one product with the matrix of
 * patches ("im2col"; Chellapilla, Puri and Simard, 2006), for which the backend has a fast routine:
 *
 *     patches  [pixels of y, filter height * filter width * channels of x], row p = what the filter saw for pixel p
 *     y      = patches W           W  = the filter as [filter height * filter width * channels of x, channels of y]
 *     dW     = patches^T dy
 *     dx     = sum of the rows of dy W^T, each added where its patch was taken
 */
import { tf } from "../tf";
import { makeWasmTensor, wasmNumbers } from "./wasm-heap";

type Geometry = tf.backend_util.Conv2DInfo;

/** Patches of a batch are made for so many numbers at a time: 16 MB. */
const MOST_PATCH_NUMBERS = 4 * 2 ** 20;

export function installConvolutionKernels(): void {
  tf.unregisterKernel("Conv2DBackpropInput", "wasm");
  tf.registerKernel({ kernelName: "Conv2DBackpropInput", backendName: "wasm", kernelFunc: backpropInput });
  tf.registerKernel({ kernelName: "Conv2DBackpropFilter", backendName: "wasm", kernelFunc: backpropFilter });
}

const backpropFilter: tf.KernelFunc = ({ inputs, attrs }) => {
  const x = inputs.x as tf.Tensor4D;
  const dy = inputs.dy as tf.Tensor4D;
  const { filterShape, ...rest } = attrs as unknown as tf.Conv2DBackpropFilterAttrs;
  const geometry = geometryOf("Conv2DBackpropFilter", { inputShape: x.shape, filterShape }, rest);
  return tf.tidy(() => {
    const [, height, width, channels] = dy.shape;
    let sum: tf.Tensor2D | undefined;
    for (const [first, count] of chunks(geometry)) {
      const rows = tf.reshape<tf.Rank.R2>(part(dy, first, count), [count * height * width, channels]);
      // Transposed by hand, and the small one of the two: the backend is fast only at products of plain matrices.
      const product = tf.tidy(() => product2d(tf.transpose(rows), patches(part(x, first, count), geometry)));
      const total: tf.Tensor2D = sum ? tf.add(sum, product) : product;
      if (sum) tf.dispose([sum, product]);
      sum = total;
    }
    return tf.reshape(tf.transpose(sum!), geometry.filterShape);
  });
};

const backpropInput: tf.KernelFunc = ({ inputs, attrs }) => {
  const dy = inputs.dy as tf.Tensor4D;
  const filter = inputs.filter as tf.Tensor4D;
  const { inputShape, ...rest } = attrs as unknown as tf.Conv2DBackpropInputAttrs;
  const geometry = geometryOf("Conv2DBackpropInput", { inputShape, filterShape: filter.shape }, rest);
  return tf.tidy(() => {
    const [, height, width, channels] = dy.shape;
    const weights = tf.transpose(tf.reshape<tf.Rank.R2>(filter, [-1, channels])); // [channels of y, patch]
    const dx = makeWasmTensor<tf.Rank.R4>(geometry.inShape);
    wasmNumbers(dx).fill(0);
    for (const [first, count] of chunks(geometry)) {
      tf.tidy(() => {
        const rows = tf.reshape<tf.Rank.R2>(part(dy, first, count), [count * height * width, channels]);
        addPatches(product2d(rows, weights), { dx, first }, { ...geometry, batchSize: count });
      });
    }
    return dx;
  });
};

/** The patches of a batch of pictures, zero where the filter looks over the edge. */
function patches(x: tf.Tensor4D, geometry: Geometry): tf.Tensor2D {
  const { outHeight, outWidth, filterHeight, filterWidth, inChannels } = geometry;
  const count = x.shape[0];
  const result = makeWasmTensor<tf.Rank.R2>([
    count * outHeight * outWidth,
    filterHeight * filterWidth * inChannels,
  ]);
  const from = wasmNumbers(x);
  const to = wasmNumbers(result).fill(0);
  forEachRun({ ...geometry, batchSize: count }, (inPicture, inPatch, length) => {
    to.set(from.subarray(inPicture, inPicture + length), inPatch);
  });
  return result;
}

/** Adds each patch to the pictures, where it was taken; the first of them is picture number `first` of `dx`. */
function addPatches(
  columns: tf.Tensor2D,
  { dx, first }: { dx: tf.Tensor4D; first: number },
  geometry: Geometry,
): void {
  const from = wasmNumbers(columns);
  const to = wasmNumbers(dx);
  const offset = first * geometry.inHeight * geometry.inWidth * geometry.inChannels;
  forEachRun(geometry, (inPicture, inPatch, length) => {
    for (let i = 0; i < length; i++) to[offset + inPicture + i]! += from[inPatch + i]!;
  });
}

/** A patch and its picture share runs of neighbouring numbers: one for each row of the filter. */
function forEachRun(g: Geometry, visit: (inPicture: number, inPatch: number, length: number) => void): void {
  const { top, left } = g.padInfo;
  let patch = 0;
  for (let picture = 0; picture < g.batchSize; picture++) {
    for (let y = 0; y < g.outHeight; y++) {
      for (let x = 0; x < g.outWidth; x++, patch++) {
        const column = x * g.strideWidth - left;
        const start = Math.max(0, -column);
        const length = (Math.min(g.filterWidth, g.inWidth - column) - start) * g.inChannels;
        for (let filterRow = 0; filterRow < g.filterHeight; filterRow++) {
          const row = y * g.strideHeight - top + filterRow;
          if (row < 0 || row >= g.inHeight || length <= 0) continue;
          const inPicture = ((picture * g.inHeight + row) * g.inWidth + column + start) * g.inChannels;
          visit(
            inPicture,
            ((patch * g.filterHeight + filterRow) * g.filterWidth + start) * g.inChannels,
            length,
          );
        }
      }
    }
  }
}

function product2d(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  return tf.matMul<tf.Tensor2D>(a, b);
}

/** First picture and number of pictures of each part of the batch. */
function chunks(g: Geometry): [first: number, count: number][] {
  const numbersOfOne = g.outHeight * g.outWidth * g.filterHeight * g.filterWidth * g.inChannels;
  const most = Math.max(1, Math.floor(MOST_PATCH_NUMBERS / numbersOfOne));
  const parts: [number, number][] = [];
  for (let first = 0; first < g.batchSize; first += most) {
    parts.push([first, Math.min(most, g.batchSize - first)]);
  }
  return parts;
}

function part(batch: tf.Tensor4D, first: number, count: number): tf.Tensor4D {
  return count === batch.shape[0] ? batch : tf.slice(batch, [first, 0, 0, 0], [count, -1, -1, -1]);
}

function geometryOf(
  kernel: string,
  { inputShape, filterShape }: Record<"inputShape" | "filterShape", [number, number, number, number]>,
  attributes: Pick<tf.Conv2DBackpropFilterAttrs, "strides" | "pad" | "dataFormat" | "dimRoundingMode">,
): Geometry {
  const { strides, pad, dataFormat, dimRoundingMode } = attributes;
  if (dataFormat !== "NHWC") {
    throw new RangeError(`${kernel} on "wasm": dataFormat is "${dataFormat}". Give pictures as NHWC.`);
  }
  return tf.backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad, dimRoundingMode);
}
