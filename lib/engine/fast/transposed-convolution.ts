/**
 * A transposed convolution with few channels out, such as a generator's last layer, and the discriminator's slope with
 * respect to its pictures, which is the same operation. TensorFlow's kernel is slow at few channels.
 *
 * With stride s, pixels in the same place of each s by s block meet the same share of the filter. So one convolution
 * makes all s * s pixels of a block as channels, and DepthToSpace lays them out ("sub-pixel" convolution; Shi et al.,
 * 2016, arXiv:1609.07009). It multiplies a few zeros more, and takes less than half the time.
 */
import { tensorflowBackend } from "../tensorflow";
import { tf } from "../tf";
import { hasFastOp, tryFastOp } from "./fast-ops";

const KERNEL = "Conv2DBackpropInput";
/** More channels than these and TensorFlow's own kernel is as fast; measured for 64 channels in. */
const MOST_CHANNELS = 4;

/** Along one axis: how many rows of the input each block sees, and the zeros before and after the filter's rows. */
interface Taps {
  count: number;
  before: number;
  after: number;
}

export function installTransposedConvolution(): void {
  if (isInstalled) return;
  isInstalled = true;
  const original = tf.getKernel(KERNEL, "tensorflow");
  tf.unregisterKernel(KERNEL, "tensorflow");
  tf.registerKernel({
    ...original,
    kernelFunc: (args) => {
      const [dy, filter] = [args.inputs.dy as tf.Tensor4D, args.inputs.filter as tf.Tensor4D];
      const taps = hasFastOp("DepthToSpace") ? tapsOf(filter.shape, args.attrs as never) : undefined;
      return taps === undefined ? original.kernelFunc(args) : subPixel(dy, filter, taps);
    },
  });
  if (tensorflowBackend().isUsingGpuDevice) return; // its own kernels do well there
  tryFastOp("DepthToSpace", () => {
    const [dy, filter] = [ramp([1, 2, 2, 2]), ramp([3, 3, 1, 2])];
    const wide = tf.pad(filter, [[1, 1], [1, 1], [0, 0], [0, 0]]); // prettier-ignore
    const attributes: tf.Conv2DBackpropInputAttrs = {
      strides: 2,
      pad: "same",
      dataFormat: "NHWC",
      inputShape: [1, 4, 4, 1],
    };
    const inputs = { dy, filter: wide };
    const plain = original.kernelFunc({ inputs, attrs: { ...attributes }, backend: tf.backend() });
    return { fast: [subPixel(dy, wide, tapsOf(wide.shape, attributes)!)], plain: [plain as tf.Tensor] };
  });
}

let isInstalled = false;

function ramp(shape: [number, number, number, number]): tf.Tensor4D {
  return tf.reshape(tf.sin(tf.range(1, 1 + tf.util.sizeFromShape(shape))), shape);
}

/** The taps of rows and columns, which are alike; undefined where the shapes do not suit. */
function tapsOf(
  [height, width, channels]: tf.Tensor4D["shape"],
  { strides, pad, dataFormat, inputShape }: tf.Conv2DBackpropInputAttrs,
): (Taps & { stride: number }) | undefined {
  const [stride, across] = Array.isArray(strides) ? strides : [strides, strides];
  const isSquare = height === width && stride === across && dataFormat === "NHWC" && pad === "same";
  const isWhole = inputShape[1] % stride === 0 && inputShape[2] % stride === 0;
  if (!isSquare || !isWhole || stride < 2 || channels > MOST_CHANNELS) return undefined;
  // Row s j + t - top of the picture gets row j of the input times row t of the filter.
  const top = Math.floor((height - stride) / 2);
  const above = Math.floor((top + stride - 1) / stride);
  const below = Math.floor((height - 1 - top) / stride);
  if (top < 0 || above !== below) return undefined; // "same" padding would not be even
  const count = above + 1 + below;
  const before = above * stride - top;
  return { stride: stride, count, before, after: count * stride - height - before };
}

/** dy [batch, h, w, in], filter [k, k, out, in] -> [batch, s h, s w, out] */
function subPixel(
  dy: tf.Tensor4D,
  filter: tf.Tensor4D,
  { stride, count, before, after }: Taps & { stride: number },
): tf.Tensor4D {
  return tf.tidy(() => {
    const [, , channels, inputs] = filter.shape;
    const padded = tf.pad(filter, [[before, after], [before, after], [0, 0], [0, 0]]); // prettier-ignore
    // Row t of the filter is row t % s of the block, of input row -(t / s): blocks in reverse order.
    const blocks = tf.reshape(padded, [count, stride, count, stride * channels * inputs]);
    const turned = tf.reshape(tf.reverse(blocks, [0, 2]), [count, stride, count, stride, channels, inputs]);
    const shares = tf.transpose(turned, [0, 2, 5, 1, 3, 4]);
    const taps = tf.reshape<tf.Rank.R4>(shares, [count, count, inputs, stride * stride * channels]);
    return tf.depthToSpace(tf.conv2d(dy, taps, 1, "same"), stride);
  });
}
