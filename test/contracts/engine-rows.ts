/** One row for each kernel that training uses: an op that runs it, and the arguments that are differentiated. */
import type { EngineName } from "../../lib/engine/engine";
import { rng } from "../../lib/engine/rng";
import { tf } from "../../lib/engine/tf";
import { gradOf } from "../engine/grad-of";

export interface Row {
  /** Name of the kernel, as `tf.profile` gives it. */
  kernel: string;
  /** Makes a float32 tensor of the arguments. */
  op: (...xs: tf.Tensor[]) => tf.Tensor;
  shapes: number[][];
  /** Where the arguments lie; away from the kinks of the op. */
  domain: Domain;
  /** How many times the op can be differentiated. */
  order: 0 | 1 | 2;
  /** The engine that has the kernel, where the others get the same result by other ones. */
  only?: EngineName;
}

type Domain = "any" | "positive";

interface RowOptions {
  domain?: Domain;
  order?: 0 | 1 | 2;
  only?: EngineName;
}

function row(kernel: string, op: Row["op"], shapes: number[][], options: RowOptions = {}): Row {
  return { kernel, op, shapes, domain: "any", order: 2, ...options };
}

const as4d = (x: tf.Tensor | undefined) => x as tf.Tensor4D;
const as2d = (x: tf.Tensor | undefined) => x as tf.Tensor2D;
const as1d = (x: tf.Tensor | undefined) => x as tf.Tensor1D;
const bool = (x: tf.Tensor) => tf.greater(x, 0);
const flag = (x: tf.Tensor) => tf.cast(x, "float32");
const matrix = [[3, 4]];
const pair = [[3, 4], [3, 4]]; // prettier-ignore
const spread = [[3, 4], [4]]; // prettier-ignore
const picture = [2, 6, 6, 3];
const convolution = [picture, [5, 5, 3, 4]];

const elementwise: Row[] = [
  row("Abs", tf.abs, matrix),
  row("Ceil", tf.ceil, matrix),
  row("ClipByValue", (x) => tf.clipByValue(x, -0.5, 0.5), matrix),
  row("Elu", tf.elu, matrix),
  row("Exp", tf.exp, matrix),
  row("Expm1", tf.expm1, matrix),
  row("Floor", tf.floor, matrix),
  row("IsNan", (x) => flag(tf.isNaN(x)), matrix, { order: 0 }),
  row("LeakyRelu", (x) => tf.leakyRelu(x, 0.3), matrix),
  row("Log", tf.log, matrix, { domain: "positive" }),
  row("Log1p", tf.log1p, matrix, { domain: "positive" }),
  row("LogicalNot", (x) => flag(tf.logicalNot(bool(x))), matrix),
  row("Neg", tf.neg, matrix),
  row("OnesLike", tf.onesLike, matrix),
  row("Prelu", (x, alpha) => tf.prelu(x, alpha), spread),
  row("Reciprocal", tf.reciprocal, matrix, { domain: "positive" }),
  row("Relu", tf.relu, matrix),
  row("Relu6", tf.relu6, matrix),
  row("Rsqrt", tf.rsqrt, matrix, { domain: "positive" }),
  row("Selu", tf.selu, matrix),
  row("Sigmoid", tf.sigmoid, matrix),
  row("Sign", tf.sign, matrix),
  row("Softplus", tf.softplus, matrix),
  row("Sqrt", tf.sqrt, matrix, { domain: "positive" }),
  row("Square", tf.square, matrix),
  row("Step", (x) => tf.step(x, 0.2), matrix),
  row("Tanh", tf.tanh, matrix),
  row("ZerosLike", tf.zerosLike, matrix),
];

const ofTwo: Row[] = [
  row("Add", (a, b) => tf.add(a, b), spread),
  row("AddN", (...xs) => tf.addN(xs), pair),
  row("Equal", (a, b) => flag(tf.equal(a, b)), pair),
  row("Greater", (a, b) => flag(tf.greater(a, b)), spread),
  row("GreaterEqual", (a, b) => flag(tf.greaterEqual(a, b)), spread),
  row("Less", (a, b) => flag(tf.less(a, b)), spread),
  row("LessEqual", (a, b) => flag(tf.lessEqual(a, b)), spread),
  row("LogicalAnd", (a, b) => flag(tf.logicalAnd(bool(a), bool(b))), pair),
  row("LogicalOr", (a, b) => flag(tf.logicalOr(bool(a), bool(b))), pair),
  row("Maximum", (a, b) => tf.maximum(a, b), pair),
  row("Minimum", (a, b) => tf.minimum(a, b), pair),
  row("Multiply", (a, b) => tf.mul(a, b), spread),
  row("NotEqual", (a, b) => flag(tf.notEqual(a, b)), pair),
  row("Pow", (a, b) => tf.pow(a, b), spread, { domain: "positive" }),
  row("RealDiv", (a, b) => tf.div(a, b), spread, { domain: "positive" }),
  row("Select", (a, b) => tf.where(bool(tf.sub(a, 0.1)), a, b), pair),
  row("SquaredDifference", (a, b) => tf.squaredDifference(a, b), pair),
  row("Sub", (a, b) => tf.sub(a, b), spread),
];

const shapesAndSums: Row[] = [
  row("ArgMax", (x) => flag(tf.argMax(x, 1)), matrix, { order: 0 }),
  row("Cast", (x) => flag(tf.cast(bool(x), "float32")), matrix),
  row("DepthToSpace", (x) => tf.depthToSpace(as4d(x), 2), [[2, 3, 3, 8]], { order: 0 }),
  row("Concat", (a, b) => tf.concat([a, b], 1), pair),
  row("ExpandDims", (x) => tf.expandDims(x, 1), matrix),
  row("Fill", (x) => tf.mul(x, tf.fill([3, 4], 0.5)), matrix),
  row("GatherV2", (x) => tf.gather(x, tf.tensor1d([2, 0, 2], "int32")), matrix),
  row("Identity", (x) => tf.clone(x), matrix),
  row("Max", (x) => tf.max(x, 1), matrix),
  row("Mean", (x) => tf.mean(x, 0), matrix),
  row("Min", (x) => tf.min(x, 1), matrix),
  row("OneHot", (x) => tf.mul(x, flag(tf.oneHot(tf.tensor1d([1, 0, 3], "int32"), 4))), matrix),
  row("Pack", (a, b) => tf.stack([a, b], 1), pair),
  row("PadV2", (x) => tf.pad(x, [[1, 0], [0, 2]]), matrix), // prettier-ignore
  row("Reshape", (x) => tf.reshape(x, [2, 6]), matrix),
  row("Reverse", (x) => tf.reverse(x, 1), matrix),
  row("Slice", (x) => tf.slice(x, [1, 0], [2, 3]), matrix),
  row("Softmax", (x) => tf.softmax(x), matrix),
  row("SplitV", (x) => tf.split(x, [1, 3], 1)[1]!, matrix),
  row("Sum", (x) => tf.sum(x, 1, true), matrix),
  row("Tile", (x) => tf.tile(x, [2, 1]), matrix),
  row("Transpose", (x) => tf.transpose(x), matrix),
  row("Unpack", (x) => tf.unstack(x, 1)[2]!, matrix),
  row("UnsortedSegmentSum", (x) => tf.unsortedSegmentSum(x, tf.tensor1d([1, 0, 1], "int32"), 2), matrix),
];

const layers: Row[] = [
  row("_FusedMatMul", (a, b, bias) => tf.fused.matMul({ a: as2d(a), b: as2d(b), bias: bias }), [[3, 4], [4, 2], [2]]), // prettier-ignore
  row("BatchMatMul", (a, b) => tf.matMul(a, b, true, true), [[2, 4, 3], [2, 5, 4]]), // prettier-ignore
  row("Conv2D", (x, w) => tf.conv2d(as4d(x), as4d(w), 2, "same"), convolution),
  row("Conv2DBackpropInput", (y, w) => tf.conv2dTranspose(as4d(y), as4d(w), [2, 6, 6, 3], 2, "same"), [
    [2, 3, 3, 4],
    [5, 5, 3, 4],
  ]),
  row("Conv2DBackpropFilter", (x, w) => filterGradient(as4d(x), as4d(w)), convolution),
  row(
    "DepthwiseConv2dNative",
    (x, w) => tf.depthwiseConv2d(as4d(x), as4d(w), 1, "same"),
    [picture, [3, 3, 3, 2]],
    {
      order: 1,
    },
  ),
  row("EluGrad", (x, dy) => gradOf((at: tf.Tensor) => tf.elu(at))(x, dy), pair),
  row("FusedBatchNorm", (x, ...rest) => batchNorm(as4d(x), rest), [picture, [3], [3], [3], [3]], {
    domain: "positive",
  }),
  row("FusedConv2D", (x, filter, bias) => fusedConvolution(as4d(x), as4d(filter), as1d(bias)), [
    ...convolution,
    [4],
  ]),
];

const pooling: Row[] = [
  row("MaxPool", (x) => maxPool(as4d(x)), [picture], { order: 1 }),
  row("MaxPoolGrad", (x, dy) => gradOf(maxPool)(as4d(x), dy), [picture, [2, 3, 3, 3]], { order: 0 }),
];

/** Ops of TensorFlow that stand for several kernels of the other engines; see lib/engine/fast. */
const fast: Row[] = [
  row("LeakyReluGrad", (x, dy) => gradOf((at: tf.Tensor) => tf.leakyRelu(at, 0.3))(x, dy), pair, {
    only: "tensorflow",
  }),
  row("FusedBatchNormV3", (x) => batchNormLayer(x), [picture], { only: "tensorflow" }),
  row("FusedBatchNormGradV3", (x, dy) => gradOf(batchNormLayer)(x, dy), [picture, picture], {
    only: "tensorflow",
    order: 1,
  }),
];

export const rows: readonly Row[] = [
  ...fast,
  ...elementwise,
  ...ofTwo,
  ...shapesAndSums,
  ...layers,
  ...pooling,
];

function filterGradient(x: tf.Tensor4D, filter: tf.Tensor4D): tf.Tensor {
  return gradOf((w: tf.Tensor4D) => tf.sum(tf.square(tf.conv2d(x, w, 2, "same"))))(filter);
}

function maxPool(x: tf.Tensor4D): tf.Tensor4D {
  return tf.maxPool(x, 2, 2, "valid");
}

function batchNorm(x: tf.Tensor4D, [mean, variance, offset, scale]: tf.Tensor[]): tf.Tensor {
  return tf.batchNorm4d(x, as1d(mean), as1d(variance), as1d(offset), as1d(scale), 1e-3);
}

/** As in training, with the statistics of x. */
function batchNormLayer(x: tf.Tensor): tf.Tensor {
  const layer = tf.layers.batchNormalization({ betaInitializer: "ones" });
  const y = layer.apply(x, { training: true }) as tf.Tensor;
  layer.dispose();
  return y;
}

function fusedConvolution(x: tf.Tensor4D, filter: tf.Tensor4D, bias: tf.Tensor1D): tf.Tensor {
  return tf.fused.conv2d({ x, filter, strides: 2, pad: "same", bias });
}

/** The arguments of a row and a dy of its result, the same numbers on every engine. */
export function argumentsOf({ kernel, shapes, domain }: Row): tf.Tensor[] {
  const stream = rng(21).stream(kernel);
  const next = domain === "positive" ? () => 0.5 + stream.uniform() : stream.normal;
  return shapes.map((shape) =>
    tf.tensor(Float32Array.from({ length: tf.util.sizeFromShape(shape) }, next), shape),
  );
}
