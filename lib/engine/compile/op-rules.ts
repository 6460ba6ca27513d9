/**
 * Which TensorFlow ops a compiled step may hold. tfjs-node passes eager ops nearly every attribute that a graph
 * needs; a rule says what is missing, and which inputs and outputs may be bfloat16. An op stands here when the
 * test has compiled it and compared it with eager.
 */

export interface OpRule {
  /** Names of type attributes to add, all of the first input's type: eager TensorFlow infers them, a graph does not. */
  inferred?: string[];
  /**
   * Where precision is bfloat16. "product": the op multiplies matrices and always runs in it. "follows": it does when
   * its first input was computed in bfloat16 and the others are short too, or small. "follows with small": only a small
   * second input, such as a bias; a sum of slopes stays float32.
   */
  bfloat16?: "product" | "follows" | "follows with small";
  /** Inputs and outputs that are float32 even then. */
  wideInputs?: number[];
  wideOutputs?: number[];
  /** The first inputs are handles of variables that the op changes. */
  updatesVariables?: true;
}

const plain: OpRule = {};
const product: OpRule = { bfloat16: "product" };
const follower: OpRule = { bfloat16: "follows" };

const elementwise = `Abs Acos Acosh Add AddN Asin Asinh Atan Atan2 Atanh Cast Ceil Cos Cosh Elu EluGrad
  Equal Erf Exp Expm1 Floor FloorDiv FloorMod Greater GreaterEqual IsFinite IsInf IsNan LeakyRelu LeakyReluGrad Less
  LessEqual Log Log1p LogicalAnd LogicalNot LogicalOr Maximum Minimum Mul Neg NotEqual OnesLike Pow RealDiv Reciprocal
  Relu Relu6 ReluGrad Round Rsqrt RsqrtGrad Select Selu Sigmoid SigmoidGrad Sign Sin Sinh Softplus SoftplusGrad Sqrt
  Square SquaredDifference Sub Tan Tanh TanhGrad ZerosLike`;

const shapes = `BatchToSpaceND BroadcastTo ConcatV2 DepthToSpace ExpandDims Fill GatherNd GatherV2 Identity
  LinSpace MirrorPad OneHot Pack PadV2 Range Reshape ReverseV2 ScatterNd Slice SpaceToBatchND SplitV StopGradient
  StridedSlice TensorScatterUpdate Tile Transpose Unpack`;

const reductions = `All Any ArgMax ArgMin BiasAdd BiasAddGrad Cumprod Cumsum L2Loss Max Mean Min Prod Softmax
  Sum TopKV2 UnsortedSegmentSum`;

const pictures = `AvgPool AvgPoolGrad MaxPool MaxPoolGrad ResizeBilinear ResizeBilinearGrad ResizeNearestNeighbor
  ResizeNearestNeighborGrad FusedBatchNorm FusedBatchNormV3 FusedBatchNormGradV3 DepthwiseConv2dNative
  DepthwiseConv2dNativeBackpropFilter DepthwiseConv2dNativeBackpropInput Conv3D Conv3DBackpropFilterV2
  Conv3DBackpropInputV2`;

/** Ops that draw random numbers from a seed that is an input. */
const random = `StatelessRandomNormal StatelessRandomUniform StatelessTruncatedNormal`;

/** They do the same to each number, or only move numbers. */
const followers = `DepthToSpace Identity LeakyRelu LeakyReluGrad Mul Relu ReluGrad Reshape`;

const products = `BatchMatMulV2 Conv2D Conv2DBackpropFilter Conv2DBackpropInput MatMul`;

const words = (text: string) => text.split(/\s+/);

const rules = new Map<string, OpRule>([
  ...[elementwise, shapes, reductions, pictures, random].flatMap(words).map((op) => [op, plain] as const),
  ...words(products).map((op) => [op, product] as const),
  ...words(followers).map((op) => [op, follower] as const),
  ["Add", { bfloat16: "follows with small" }],
  ["FusedBatchNormV3", { inferred: ["U"], bfloat16: "follows", wideInputs: [1, 2, 3, 4], wideOutputs: [1, 2, 3, 4, 5] }], // prettier-ignore
  ["FusedBatchNormGradV3", { inferred: ["U"], bfloat16: "follows", wideInputs: [2, 3, 4, 5], wideOutputs: [1, 2, 3, 4] }], // prettier-ignore
  ["ExpandDims", { inferred: ["T"] }],
  ["ResourceApplyAdam", { updatesVariables: true }],
]);

/**
 * @param where The line of the caller's code, for the message.
 * @throws Error when the op has no rule.
 */
export function ruleFor(op: string, where: () => string): OpRule {
  const rule = rules.get(op);
  if (rule) return rule;
  throw new Error(
    `compile: the step uses the op ${op} at ${where()}, and there is no rule for it. Replace it by other ops, ` +
      `or add and test a rule in lib/engine/compile/op-rules.ts.`,
  );
}

/** Every op that has a rule. */
export function knownOps(): string[] {
  return [...rules.keys()].sort();
}
