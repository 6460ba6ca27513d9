/** One use or more of every op that has a rule: what each gives compiled must be what it gives eagerly. */
import { rng } from "../../../lib/engine/rng";
import { type OpAttribute, nodeBackend } from "../../../lib/engine/compile/backend";
import { tf } from "../../../lib/engine/tf";

/** Feeds of the examples; drawn anew, they show that nothing was frozen. */
export function exampleFeeds(seed: number) {
  const stream = rng(seed).stream("examples");
  const draw = (shape: number[], from: number, to: number) => {
    const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => {
      return from + (to - from) * stream.uniform();
    });
    return tf.tensor(values, shape);
  };
  return {
    a: draw([3, 4], -2, 2) as tf.Tensor2D,
    b: draw([3, 4], -2, 2) as tf.Tensor2D,
    positive: draw([3, 4], 1.1, 2) as tf.Tensor2D,
    unit: draw([3, 4], -0.9, 0.9) as tf.Tensor2D,
    picture: draw([2, 6, 6, 4], -1, 1) as tf.Tensor4D,
    filter: draw([3, 3, 4, 5], -1, 1) as tf.Tensor4D,
    volume: draw([1, 4, 4, 4, 2], -1, 1) as tf.Tensor5D,
    volumeFilter: draw([2, 2, 2, 2, 3], -1, 1) as tf.Tensor5D,
    indices: tf.tensor1d([stream.integer(3), stream.integer(3), stream.integer(3)], "int32"),
    seed: tf.tensor1d([stream.integer(1000), stream.integer(1000)], "int32"),
    flags: tf.tensor2d(
      Array.from({ length: 12 }, () => stream.integer(2)),
      [3, 4],
      "bool",
    ),
  };
}

export type ExampleFeeds = ReturnType<typeof exampleFeeds>;
type Example = (feeds: ExampleFeeds) => tf.Tensor | tf.Tensor[];

const T: OpAttribute = { name: "T", type: 4, value: 1 };
const float = (name: string, value: number): OpAttribute => ({ name, type: 2, value });
const text = (name: string, value: string): OpAttribute => ({ name, type: 0, value });

function byName(op: string, inputs: tf.Tensor[], attributes: OpAttribute[] = [T]): tf.Tensor {
  return nodeBackend().executeSingleOutput(op, attributes, inputs);
}

function stateless(op: string, seed: tf.Tensor): tf.Tensor {
  const type = (name: string, value: number): OpAttribute => ({ name, type: 4, value });
  return byName(op, [tf.tensor1d([3, 2], "int32"), seed], [type("dtype", 1), type("T", 3), type("Tseed", 3)]);
}

function batchNorm({ picture }: ExampleFeeds): tf.Tensor[] {
  const attributes = [
    T,
    float("epsilon", 1e-3),
    text("data_format", "NHWC"),
    { name: "is_training", type: 3, value: true },
  ];
  const channels = [tf.ones([4]), tf.zeros([4])];
  const inputs = [picture, ...channels, tf.zeros([4]), tf.ones([4])];
  const backend = nodeBackend();
  const outputs = backend.executeMultipleOutputs("FusedBatchNormV3", attributes, inputs, 6);
  const [, , , a, b, c] = outputs;
  const back = [tf.mul(picture, 2), picture, channels[0]!, a!, b!, c!];
  return [
    ...outputs.slice(0, 3),
    ...backend.executeMultipleOutputs("FusedBatchNormGradV3", attributes, back, 5).slice(0, 3),
  ];
}

/** d/dx of the sum of f(x)^2. */
const gradOf =
  <T extends tf.Tensor>(f: (x: T) => tf.Tensor) =>
  (x: T): tf.Tensor =>
    tf.grad((y) => tf.sum(tf.square(f(y as T))))(x);

/** Each of these is an op of its own, applied to one argument. */
const ofAny = [tf.abs, tf.asinh, tf.atan, tf.ceil, tf.cos, tf.cosh, tf.elu, tf.erf, tf.exp, tf.expm1, tf.floor, tf.isFinite,
  tf.isInf, tf.isNaN, tf.neg, tf.onesLike, tf.reciprocal, tf.relu, tf.relu6, tf.round, tf.selu, tf.sigmoid, tf.sign, tf.sin,
  tf.sinh, tf.softplus, tf.square, tf.tan, tf.tanh, tf.zerosLike, tf.step, tf.logSigmoid]; // prettier-ignore
const ofPositive = [tf.acosh, tf.log, tf.log1p, tf.rsqrt, tf.sqrt];
const ofUnit = [tf.acos, tf.asin, tf.atanh];
const ofTwo = [tf.add, tf.atan2, tf.div, tf.divNoNan, tf.equal, tf.floorDiv, tf.greater, tf.greaterEqual, tf.less,
  tf.lessEqual, tf.maximum, tf.minimum, tf.mod, tf.mul, tf.notEqual, tf.squaredDifference, tf.sub]; // prettier-ignore

export const examples: Record<string, Example> = {
  unary: ({ a }) => ofAny.map((op) => op(a)),
  unaryPositive: ({ positive }) => ofPositive.map((op) => op(positive)),
  unaryUnit: ({ unit }) => ofUnit.map((op) => op(unit)),
  binary: ({ a, b }) => ofTwo.map((op) => op(a, b)),
  powers: ({ positive, b }) => [tf.pow(positive, b), tf.addN([positive, b, b]), tf.prelu(b, positive)],
  logic: ({ flags, a }) => {
    const other = tf.greater(a, 0);
    return [tf.logicalAnd(flags, other), tf.logicalOr(flags, other), tf.logicalNot(flags), tf.where(flags, a, tf.neg(a)),
      tf.all(flags, 1), tf.any(flags, 1), tf.cast(flags, "float32"), tf.cast(a, "int32")]; // prettier-ignore
  },
  gradients: ({ a, b }) => [
    ...["ReluGrad", "SoftplusGrad"].map((op) => byName(op, [a, b])),
    ...["SigmoidGrad", "TanhGrad", "RsqrtGrad"].map((op) => byName(op, [a, b])),
    byName("LeakyReluGrad", [a, b], [T, float("alpha", 0.3)]),
    gradOf((x: tf.Tensor2D) => tf.elu(x))(a),
  ],
  leaky: ({ a }) => tf.leakyRelu(a, 0.3),
  shapes: ({ a, picture, indices }) => [
    tf.concat([a, a], 1), tf.stack([a, a]), ...tf.unstack(a), ...tf.split(a, 2, 1), tf.reshape(a, [2, 6]), tf.expandDims(a, 1),
    tf.transpose(a), tf.tile(a, [2, 1]), tf.reverse(a, 1), tf.slice(a, [1, 0], [2, 2]), tf.stridedSlice(a, [0, 0], [3, 4], [2, 2]),
    tf.pad(a, [[1, 1], [0, 2]]), tf.mirrorPad(a, [[1, 1], [0, 2]], "reflect"), tf.gather(a, indices),
    tf.gatherND(a, tf.reshape(indices, [3, 1])), tf.scatterND(tf.tensor2d([[0], [2]], [2, 1], "int32"), tf.slice(a, [0, 0], [2, 4]), [4, 4]),
    tf.tensorScatterUpdate(a, tf.tensor2d([[1]], [1, 1], "int32"), tf.slice(a, [0, 0], [1, 4])),
    tf.oneHot(indices, 4), tf.fill([2, 2], 3), tf.linspace(0, 1, 5), tf.range(0, 5, 1, "int32"), tf.depthToSpace(picture, 2),
    tf.batchToSpaceND(tf.spaceToBatchND(picture, [2, 2], [[0, 0], [0, 0]]), [2, 2], [[0, 0], [0, 0]]),
    byName("BroadcastTo", [tf.slice(a, [0, 0], [1, 4]), tf.tensor1d([3, 4], "int32")], [T, { name: "Tidx", type: 4, value: 3 }]),
    byName("StopGradient", [a]), byName("Identity", [a]),
  ], // prettier-ignore
  reductions: ({ a, indices }) => [
    tf.sum(a, 1), tf.mean(a, 0), tf.max(a, 1), tf.min(a, 1), tf.prod(a, 1), tf.argMax(a, 1), tf.argMin(a, 1), tf.cumsum(a, 1),
    tf.cumprod(a, 1), tf.softmax(a), tf.topk(a, 2).values, tf.unsortedSegmentSum(a, indices, 3), byName("L2Loss", [a]),
    byName("BiasAdd", [a, tf.tensor1d([1, 2, 3, 4])]), byName("BiasAddGrad", [a]), tf.logSumExp(a, 1),
    tf.moments(a, 0).variance,
  ], // prettier-ignore
  products: ({ a, b }) => [tf.matMul(a, b, false, true), tf.dot(a, tf.transpose(b)), tf.matMul(a, b, true, false),
    byName("MatMul", [a, tf.transpose(b)])], // prettier-ignore
  convolutions: ({ picture, filter }) => [
    tf.conv2d(picture, filter, 2, "same"),
    tf.conv2d(picture, filter, 1, "valid"),
    gradOf((x: tf.Tensor4D) => tf.conv2d(x, filter, 2, "same"))(picture),
    gradOf((w: tf.Tensor4D) => tf.conv2d(picture, w, 2, "same"))(filter),
    tf.conv2dTranspose(picture, tf.transpose(filter, [0, 1, 3, 2]), [2, 12, 12, 5], 2, "same"),
  ],
  depthwise: ({ picture, filter }) => [
    tf.depthwiseConv2d(picture, tf.slice(filter, [0, 0, 0, 0], [3, 3, 4, 1]), 1, "same"),
    gradOf((x: tf.Tensor4D) =>
      tf.depthwiseConv2d(x, tf.slice(filter, [0, 0, 0, 0], [3, 3, 4, 1]), 1, "same"),
    )(picture),
    gradOf((w: tf.Tensor4D) => tf.depthwiseConv2d(picture, w, 1, "same"))(
      tf.slice(filter, [0, 0, 0, 0], [3, 3, 4, 1]),
    ),
  ],
  volumes: ({ volume, volumeFilter }) => [
    tf.conv3d(volume, volumeFilter, 1, "same"),
    gradOf((x: tf.Tensor5D) => tf.conv3d(x, volumeFilter, 1, "same"))(volume),
    gradOf((w: tf.Tensor5D) => tf.conv3d(volume, w, 1, "same"))(volumeFilter),
  ],
  pooling: ({ picture }) => [
    tf.avgPool(picture, 2, 2, "same"), tf.maxPool(picture, 2, 2, "same"),
    gradOf((x: tf.Tensor4D) => tf.avgPool(x, 2, 2, "same"))(picture), gradOf((x: tf.Tensor4D) => tf.maxPool(x, 2, 2, "same"))(picture),
  ], // prettier-ignore
  resizing: ({ picture }) => [
    tf.image.resizeBilinear(picture, [9, 9]), tf.image.resizeNearestNeighbor(picture, [9, 9]),
    gradOf((x: tf.Tensor4D) => tf.image.resizeBilinear(x, [9, 9]))(picture), gradOf((x: tf.Tensor4D) => tf.image.resizeNearestNeighbor(x, [9, 9]))(picture),
  ], // prettier-ignore
  batchNorm,
  batchNormInference: ({ picture }) =>
    tf.batchNorm(picture, tf.zeros([4]), tf.ones([4]), tf.zeros([4]), tf.ones([4]), 1e-3),
  random: ({ seed }) => [stateless("StatelessRandomUniform", seed), stateless("StatelessRandomNormal", seed),
    stateless("StatelessTruncatedNormal", seed)], // prettier-ignore
};
