/**
 * The gradients of a convolution on "wasm", as convolutions.
 *
 * The backend has no Conv2DBackpropFilter, so nothing with a convolution trains on it; its Conv2DBackpropInput, which
 * is also the transposed convolution of every generator, is a plain loop. Its Conv2D is fast, and does both:
 *
 *     dW   Each number of dW is a product of x with dy, moved against each other: a convolution of x with dy as the
 *          filter, in which channels are pictures and pictures are channels, and dy is spread by the stride.
 *     dx   Rows y of dx with the same (y + padding) mod stride meet the same rows of the filter. So for a stride s, dx
 *          falls apart into s * s smaller pictures, each a convolution of dy with its share of the turned filter, and
 *          their pixels take turns in dx ("sub-pixel" convolution; Shi et al., 2016, arXiv:1609.07009).
 */
import { tf } from "../tf";
import { makeWasmTensor, wasmNumbers } from "./wasm-heap";

type Geometry = tf.backend_util.Conv2DInfo;
type Pair = [number, number];

export function installConvolutionKernels(): void {
  tf.unregisterKernel("Conv2DBackpropInput", "wasm");
  tf.registerKernel({ kernelName: "Conv2DBackpropInput", backendName: "wasm", kernelFunc: backpropInput });
  tf.registerKernel({ kernelName: "Conv2DBackpropFilter", backendName: "wasm", kernelFunc: backpropFilter });
}

const backpropFilter: tf.KernelFunc = ({ inputs, attrs }) => {
  const x = inputs.x as tf.Tensor4D;
  const dy = inputs.dy as tf.Tensor4D;
  const { filterShape, ...rest } = attrs as unknown as tf.Conv2DBackpropFilterAttrs;
  const g = geometryOf("Conv2DBackpropFilter", { inputShape: x.shape, filterShape }, rest);
  return tf.tidy(() => {
    const turned = tf.transpose(x, [3, 1, 2, 0]); // [channels of x, height, width, batch]
    const filter = tf.transpose(dy, [1, 2, 0, 3]); // [height of y, width of y, batch, channels of y]
    // What x must be padded with, so that the outcome is as large as the filter.
    const below = g.filterHeight + (g.outHeight - 1) * g.strideHeight - g.inHeight - g.padInfo.top;
    const right = g.filterWidth + (g.outWidth - 1) * g.strideWidth - g.inWidth - g.padInfo.left;
    const padding: [Pair, Pair] = [
      [g.padInfo.top, below],
      [g.padInfo.left, right],
    ];
    const dilations: Pair = [g.strideHeight, g.strideWidth];
    return tf.transpose(convolve(turned, filter, { padding, dilations }), [1, 2, 0, 3]);
  });
};

const backpropInput: tf.KernelFunc = ({ inputs, attrs }) => {
  const dy = inputs.dy as tf.Tensor4D;
  const filter = inputs.filter as tf.Tensor4D;
  const { inputShape, ...rest } = attrs as unknown as tf.Conv2DBackpropInputAttrs;
  const g = geometryOf("Conv2DBackpropInput", { inputShape, filterShape: filter.shape }, rest);
  const rows = phases({ size: g.inHeight, filter: g.filterHeight, outcome: g.outHeight, stride: g.strideHeight, before: g.padInfo.top }); // prettier-ignore
  const columns = phases({ size: g.inWidth, filter: g.filterWidth, outcome: g.outWidth, stride: g.strideWidth, before: g.padInfo.left }); // prettier-ignore
  return tf.tidy(() => {
    const dx = makeWasmTensor<tf.Rank.R4>(g.inShape);
    wasmNumbers(dx).fill(0); // some phase may have no tap
    for (const row of rows) {
      for (const column of columns) {
        tf.tidy(() => {
          const taps = turnedShare(filter, { row, column }, g);
          const part = convolve(dy, taps, { padding: [row.padding, column.padding] });
          spread({ part, dx }, { row, column }, g);
        });
      }
    }
    return dx;
  });
};

/** The rows (or columns) first, first + stride, ... of dx: those that meet the same taps of the filter. */
interface Phase {
  first: number;
  count: number;
  /** The taps tap, tap + stride, ... */
  tap: number;
  taps: number;
  /** What dy is padded with before and after; below 0: cropped. */
  padding: Pair;
}

interface Axis {
  /** Of dx, of the filter and of dy, along one axis. */
  size: number;
  filter: number;
  outcome: number;
  stride: number;
  /** Padding of the forward convolution before the first row. */
  before: number;
}

/** Row y of dx meets tap a of row (y + before - a) / stride of dy, where that is a whole number. */
function phases({ size, filter, outcome, stride, before }: Axis): Phase[] {
  return Array.from({ length: Math.min(stride, filter) }, (_, tap) => {
    const first = (((tap - before) % stride) + stride) % stride;
    const count = Math.ceil((size - first) / stride);
    const taps = Math.ceil((filter - tap) / stride);
    const firstOfDy = (first + before - tap) / stride; // that tap `tap` meets
    const padding: Pair = [taps - 1 - firstOfDy, firstOfDy + count - outcome];
    return { first, count, tap, taps, padding };
  }).filter(({ count }) => count > 0);
}

/** A phase's taps in reverse order, with the channels of x and y exchanged: [taps, taps, channels of y, channels of x]. */
function turnedShare(
  filter: tf.Tensor4D,
  { row, column }: { row: Phase; column: Phase },
  { strideHeight, strideWidth }: Geometry,
): tf.Tensor4D {
  const [, width, channelsX, channelsY] = filter.shape;
  const result = makeWasmTensor<tf.Rank.R4>([row.taps, column.taps, channelsY, channelsX]);
  const from = wasmNumbers(filter);
  const to = wasmNumbers(result);
  const size = channelsX * channelsY;
  for (let i = 0; i < row.taps; i++) {
    for (let j = 0; j < column.taps; j++) {
      const y = row.tap + (row.taps - 1 - i) * strideHeight;
      const x = column.tap + (column.taps - 1 - j) * strideWidth;
      const [start, end] = [(y * width + x) * size, (i * column.taps + j) * size];
      for (let a = 0; a < channelsX; a++) {
        for (let b = 0; b < channelsY; b++) to[end + b * channelsX + a] = from[start + a * channelsY + b]!;
      }
    }
  }
  return result;
}

/** Puts the pixels of a phase in their places in dx. */
function spread(
  { part, dx }: { part: tf.Tensor4D; dx: tf.Tensor4D },
  { row, column }: { row: Phase; column: Phase },
  g: Geometry,
): void {
  const from = wasmNumbers(part);
  const to = wasmNumbers(dx);
  const { inChannels: channels, strideWidth } = g;
  let place = 0;
  for (let picture = 0; picture < g.batchSize; picture++) {
    for (let i = 0; i < row.count; i++) {
      const y = picture * g.inHeight + row.first + i * g.strideHeight;
      let target = (y * g.inWidth + column.first) * channels;
      if (strideWidth === 1) {
        to.set(from.subarray(place, place + column.count * channels), target);
        place += column.count * channels;
        continue;
      }
      for (let j = 0; j < column.count; j++, target += strideWidth * channels) {
        for (let c = 0; c < channels; c++) to[target + c] = from[place++]!;
      }
    }
  }
}

/** A convolution of stride 1, padded as told; where that is below 0, x is cropped. */
function convolve(
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  { padding: [rows, columns], dilations = [1, 1] }: { padding: [Pair, Pair]; dilations?: Pair },
): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const crop = (value: number) => Math.max(0, -value);
  const pad = ([before, after]: Pair): Pair => [Math.max(0, before), Math.max(0, after)];
  const start: [number, number, number, number] = [0, crop(rows[0]), crop(columns[0]), 0];
  const size: [number, number, number, number] = [
    batch,
    height - start[1] - crop(rows[1]),
    width - start[2] - crop(columns[1]),
    channels,
  ];
  const part = size[1] === height && size[2] === width ? x : tf.slice(x, start, size);
  return tf.conv2d(part, filter, 1, [[0, 0], pad(rows), pad(columns), [0, 0]], "NHWC", dilations);
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
