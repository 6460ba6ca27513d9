/**
 * Precision and recall of generated samples: how many of them lie where real ones lie, and how much of where real ones
 * lie they reach.
 */
import { tf } from "../engine/tf";
import { toMatrix, type Matrix } from "./matrix";
import { euclidean, nearestRows } from "./nearest-rows";

export interface PrecisionRecall {
  /** Share of the generated samples that lie in the manifold of the real ones, 0 to 1. */
  precision: number;
  /** Share of the real samples that lie in the manifold of the generated ones, 0 to 1. */
  recall: number;
}

export interface ManifoldOptions {
  /** Each ball reaches to the centre's neighbour of this number. 3, as in the paper, unless given. */
  neighbours?: number;
}

/** Queries that are compared at once. */
const chunkSize = 1000;

/** Share of the squared lengths below which float32 cannot tell inside from outside. */
const float32Doubt = 1e-5;

/**
 * Improved precision and recall.
 *
 *     precision = mean over generated g of f(g, real),   recall = mean over real r of f(r, generated),
 *
 * where f(q, X) = 1 if |q - x| <= |x - NN_k(x)| for some x in X, else 0, and NN_k(x) is the k-th nearest neighbour of x
 * among the other samples of X.
 *
 * Both depend on the number of samples, on k, and on the extractor; a single odd sample far away has a large ball, and so
 * raises what falls into it. Compare only values of equal numbers, with a control beside them.
 *
 * @param real Samples [m, d], m > k; tensors stay the caller's.
 * @param generated Samples [n, d], n > k.
 * @throws RangeError when the widths differ, a set is too small, or a number is not finite.
 * @see Kynkäänniemi, Karras, Laine, Lehtinen and Aila (2019), Improved precision and recall metric for assessing
 *   generative models, arXiv:1904.06991, equations 1 and 2.
 */
export async function precisionRecall(
  real: tf.Tensor2D | Matrix,
  generated: tf.Tensor2D | Matrix,
  options: ManifoldOptions = {},
): Promise<PrecisionRecall> {
  const [ofReal, ofGenerated] = [toMatrix(real), toMatrix(generated)];
  return {
    precision: shareOf(await insideManifold(ofGenerated, ofReal, options)),
    recall: shareOf(await insideManifold(ofReal, ofGenerated, options)),
  };
}

/**
 * Whether each query lies in the manifold that the samples span: in the ball of at least one sample, which reaches to
 * that sample's k-th nearest neighbour.
 *
 * float32 decides where the margin leaves no doubt; the other queries are measured against every sample in float64.
 *
 * @param queries [m, d]
 * @param samples [n, d], n > k
 */
export async function insideManifold(
  queries: tf.Tensor2D | Matrix,
  samples: tf.Tensor2D | Matrix,
  { neighbours = 3 }: ManifoldOptions = {},
): Promise<boolean[]> {
  const [points, centres] = [toMatrix(queries), toMatrix(samples)];
  assertFits(points, centres, neighbours);
  const [asked, known] = [asTensor(points), asTensor(centres)];
  const radii = await radiiOf(known, neighbours);
  const inside: boolean[] = [];
  await inChunks(asked, (chunk) => void inside.push(...insideBalls(chunk, known, radii)));
  tf.dispose([asked, known]);
  return inside;
}

/** Distance of each sample to its k-th neighbour; the sample itself is the nearest of all. */
async function radiiOf(samples: tf.Tensor2D, neighbours: number): Promise<Float64Array> {
  const radii: number[] = [];
  await inChunks(samples, (chunk) => {
    for (const list of nearestRows(chunk, samples, neighbours + 1)) radii.push(list[neighbours]!.distance);
  });
  return Float64Array.from(radii);
}

/** The largest of r_i^2 - |q - c_i|^2 decides: 0 or more is inside. */
function insideBalls(queries: tf.Tensor2D, centres: tf.Tensor2D, radii: Float64Array): boolean[] {
  const { margins, doubts } = tf.tidy(() => {
    const reach = tf.square(tf.tensor1d(Float32Array.from(radii)));
    const [lengths, own] = [tf.square(centres).sum(1), tf.square(queries).sum(1)];
    const closeness = tf.matMul(queries, centres, false, true).mul(2).sub(lengths).add(reach);
    const scale = tf.add(own, tf.maximum(lengths.max(), reach.max())).mul(float32Doubt);
    return { margins: closeness.max(1).sub(own).dataSync(), doubts: scale.dataSync() };
  });
  const [values, width] = [queries.dataSync(), queries.shape[1]];
  return Array.from(margins, (margin, i) =>
    Math.abs(margin) > doubts[i]!
      ? margin > 0
      : isInside(values.subarray(i * width, (i + 1) * width), centres, radii),
  );
}

function isInside(query: ArrayLike<number>, centres: tf.Tensor2D, radii: Float64Array): boolean {
  const [values, width] = [centres.dataSync(), centres.shape[1]];
  return radii.some((radius, i) => euclidean(query, values.subarray(i * width, (i + 1) * width)) <= radius);
}

/** Some rows at a time; between two groups the event loop gets a turn. */
async function inChunks(rows: tf.Tensor2D, use: (chunk: tf.Tensor2D) => void): Promise<void> {
  for (let from = 0; from < rows.shape[0]; from += chunkSize) {
    const chunk = rows.slice([from, 0], [Math.min(chunkSize, rows.shape[0] - from), -1]);
    use(chunk);
    chunk.dispose();
    await new Promise(setImmediate);
  }
}

function asTensor({ rows, columns, data }: Matrix): tf.Tensor2D {
  return tf.tensor2d(Float32Array.from(data), [rows, columns]);
}

const shareOf = (inside: boolean[]) => inside.filter(Boolean).length / inside.length;

function assertFits(queries: Matrix, samples: Matrix, neighbours: number): void {
  if (queries.columns !== samples.columns) {
    throw new RangeError(
      `insideManifold: ${queries.columns} features a query but ${samples.columns} a sample. Use one extractor for both.`,
    );
  }
  if (!Number.isInteger(neighbours) || neighbours < 1 || neighbours >= samples.rows || queries.rows < 1) {
    throw new RangeError(
      `insideManifold: neighbours is ${neighbours}, with ${samples.rows} samples and ${queries.rows} queries. ` +
        "Give a whole number, 1 or more, smaller than the number of samples, and at least one query.",
    );
  }
}
