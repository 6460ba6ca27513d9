/**
 * Kernels of "webgpu" that give another result than the engines on the processor.
 *
 * MaxPoolGrad takes the last of equal maxima of a window, where the others take the first.
 *
 * UnsortedSegmentSum, the gradient of `gather` and so of every embedding, wraps an id that is no segment round to one that
 * is, and adds in the order in which the card's threads come, so that two runs differ in their last bits.
 *
 * Here each number of the result is one thread's, which adds in a fixed order.
 *
 * A product whose sums are long and whose result is small is cut into pieces of those sums, which are added as they come
 * ("split K"): again other last bits in each run. Here such products take the backend's program for small results.
 */
import { tf } from "../tf";
import { runShader } from "../webgpu-shader";
import type { Shader } from "../webgpu-shader";

type Shape4D = [number, number, number, number];

export function installWebGpuKernels(): void {
  replace("MaxPoolGrad", maxPoolGradient);
  replace("UnsortedSegmentSum", unsortedSegmentSum);
  for (const kernelName of ["BatchMatMul", "_FusedMatMul"]) {
    const { kernelFunc } = tf.getKernel(kernelName, "webgpu");
    if (!ordered.has(kernelFunc)) replace(kernelName, inOrder(kernelFunc));
  }
}

function replace(kernelName: string, kernelFunc: tf.KernelFunc): void {
  if (tf.getKernel(kernelName, "webgpu").kernelFunc === kernelFunc) return;
  tf.unregisterKernel(kernelName, "webgpu");
  tf.registerKernel({ kernelName, backendName: "webgpu", kernelFunc });
}

/** Products that have been wrapped. */
const ordered = new WeakSet<tf.KernelFunc>();

/** Of sums this long the backend makes pieces, when the result is no larger than so many tiles of 32 by 32. */
const LONG_SUM = 2000;
const FEW_TILES = 32;

const PROGRAM = "WEBGPU_MATMUL_PROGRAM_TYPE";
const FOR_SMALL_RESULTS = 2;

function inOrder(product: tf.KernelFunc): tf.KernelFunc {
  const wrapped: tf.KernelFunc = (call) => {
    const { transposeA, transposeB } = call.attrs as unknown as tf.BatchMatMulAttrs;
    const [rows, sum] = lastTwo(call.inputs.a!, transposeA);
    const [, columns] = lastTwo(call.inputs.b!, transposeB);
    const tiles = Math.ceil(rows / 32) * Math.ceil(columns / 32);
    if (sum < LONG_SUM || tiles > FEW_TILES) return product(call);
    const before = tf.env().getNumber(PROGRAM);
    tf.env().set(PROGRAM, FOR_SMALL_RESULTS);
    try {
      return product(call);
    } finally {
      tf.env().set(PROGRAM, before);
    }
  };
  ordered.add(wrapped);
  return wrapped;
}

function lastTwo({ shape }: tf.TensorInfo, isTransposed: boolean): [number, number] {
  const [a, b] = shape.slice(-2) as [number, number];
  return isTransposed ? [b, a] : [a, b];
}

/** Each thread has one number of dx: it adds the dy of those windows whose first maximum it is. */
const maxPoolShader: Shader = {
  name: "ganbookMaxPoolGrad",
  variables: ["x", "dy"],
  uniforms: "window : vec2<i32>, strides : vec2<i32>, pads : vec2<i32>,",
  code: `
    fn firstMaximum(batch : i32, corner : vec2<i32>, channel : i32) -> vec2<i32> {
      let begin = max(corner, vec2<i32>(0));
      let end = min(corner + uniforms.window, uniforms.xShape.yz);
      var place = begin;
      var best = getX(batch, begin.x, begin.y, channel);
      for (var row = begin.x; row < end.x; row++) {
        for (var column = begin.y; column < end.y; column++) {
          let value = getX(batch, row, column, channel);
          if (value > best) {
            best = value;
            place = vec2<i32>(row, column);
          }
        }
      }
      return place;
    }

    fn main(index : i32) {
      if (index >= uniforms.size) { return; }
      let at = getCoordsFromIndex(index);
      let here = at.yz;
      // Windows [first, last] hold this place, in both directions.
      let first = max(here + uniforms.pads - uniforms.window + uniforms.strides, vec2<i32>(0)) / uniforms.strides;
      let last = min((here + uniforms.pads) / uniforms.strides, uniforms.dyShape.yz - 1);
      var sum = 0.0;
      for (var row = first.x; row <= last.x; row++) {
        for (var column = first.y; column <= last.y; column++) {
          let corner = vec2<i32>(row, column) * uniforms.strides - uniforms.pads;
          if (all(firstMaximum(at.x, corner, at.w) == here)) {
            sum += getDy(at.x, row, column, at.w);
          }
        }
      }
      setOutputAtIndex(index, sum);
    }`,
};

const maxPoolGradient: tf.KernelFunc = ({ inputs, attrs }) => {
  const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as tf.MaxPoolGradAttrs;
  const shape = inputs.input!.shape as Shape4D;
  const g = tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
  const uniforms = [
    [g.filterHeight, g.filterWidth],
    [g.strideHeight, g.strideWidth],
    [g.padInfo.top, g.padInfo.left],
  ];
  return runShader(maxPoolShader, [inputs.input!, inputs.dy!], { shape, uniforms });
};

const segmentSumShader: Shader = {
  name: "ganbookSegmentSum",
  variables: ["x", "ids"],
  code: `
    fn main(index : i32) {
      if (index >= uniforms.size) { return; }
      let at = getCoordsFromIndex(index);
      var sum = 0.0;
      for (var i = 0; i < uniforms.xShape.x; i++) {
        if (i32(getIds(i)) == at.x) { sum += getX(i, at.y); }
      }
      setOutputAtIndex(index, sum);
    }`,
};

/** result[s] = sum of x[i] over all i with segmentIds[i] = s; an id outside the segments is left out. */
const unsortedSegmentSum: tf.KernelFunc = ({ inputs, attrs }) => {
  const x = inputs.x as tf.Tensor;
  const ids = inputs.segmentIds as tf.Tensor;
  const { numSegments } = attrs as unknown as tf.UnsortedSegmentSumAttrs;
  if (x.dtype !== "float32") {
    throw new TypeError(`UnsortedSegmentSum on "webgpu": x is ${x.dtype}. Cast it to float32.`);
  }
  const rowShape = x.shape.slice(ids.rank);
  return tf.tidy(() => {
    const rows = tf.reshape(x, [ids.size, tf.util.sizeFromShape(rowShape)]);
    const sums = runShader(segmentSumShader, [rows, tf.reshape(ids, [ids.size])], {
      shape: [numSegments, rows.shape[1]!],
    });
    return tf.reshape(sums, [numSegments, ...rowShape]);
  });
};
