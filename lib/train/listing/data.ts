/** How the listing gets its pictures, and what it draws with NumPy. */
import type { Dataset } from "../../datasets/types";
import { rng } from "../../engine/rng";
import type { Rng } from "../../engine/rng";
import { tf } from "../../engine/tf";
import type { Repairs } from "./defects";
import type { ListingSettings } from "./options";

/** The pictures at these places, [batch, height, width, channels] or rows [batch, numbers]; the caller disposes. */
export type PicturesAt = (indices: Uint32Array) => tf.Tensor;

/**
 * The article's `load_data()`, reshape and `astype`.
 *
 * @throws RangeError when the rows should have another number of numbers than the pictures, as NumPy's ValueError.
 */
export function picturesOf(
  dataset: Dataset,
  { repaired, latentSize }: Pick<ListingSettings, "repaired" | "latentSize">,
): PicturesAt {
  const [height, width, channels] = dataset.imageShape;
  const numbers = height * width * channels;
  const columns = repaired.has("impossible-reshape") ? numbers : latentSize;
  if (columns !== numbers) {
    throw new RangeError(
      `reshape: ${dataset.size} pictures of ${numbers} numbers are ${dataset.size * numbers} numbers. ` +
        `They cannot become ${dataset.size} rows of ${columns}.`,
    );
  }
  const shape = (count: number) =>
    repaired.has("flat-pictures") ? [count, ...dataset.imageShape] : [count, columns];
  return (indices) =>
    tf.tidy(() => {
      const bytes = tf.tensor(Float32Array.from(dataset.bytes(indices)), shape(indices.length));
      return repaired.has("byte-range") ? tf.sub(tf.div(bytes, 127.5), 1) : bytes;
    });
}

/** The places of the pictures of one round of the loop, batch by batch. */
export function* batchesOfEpoch(
  size: number,
  { repaired, batchSize, seed }: Pick<ListingSettings, "repaired" | "batchSize" | "seed">,
  epoch: number,
): Generator<Uint32Array> {
  const random = rng(seed).stream("epoch", epoch);
  if (!repaired.has("one-batch-epochs")) {
    yield numpy(repaired, random).integers(size, batchSize);
    return;
  }
  const order = random.permutation(size);
  for (let from = 0; from + batchSize <= size; from += batchSize) yield order.slice(from, from + batchSize);
}

/** How many batches a round of the loop has. */
export function batchesInEpoch(
  size: number,
  { repaired, batchSize }: Pick<ListingSettings, "repaired" | "batchSize">,
): number {
  return repaired.has("one-batch-epochs") ? Math.floor(size / batchSize) : 1;
}

/** What the listing takes from NumPy. */
export interface NumPy {
  /** Whole numbers from 0 up to, not including, `limit`; one may come twice. */
  integers(limit: number, count: number): Uint32Array;
  /** [rows, columns], normal(0, 1); the caller disposes. */
  normal(rows: number, columns: number): tf.Tensor2D;
}

/**
 * `np`. Where nobody imported it, the name can be written down and the program starts: it fails when the line is reached
 * that uses the name first, in Python with a NameError, in JavaScript with a ReferenceError.
 */
export function numpy(repaired: Repairs, random: Rng): NumPy {
  if (!repaired.has("numpy-missing")) return new Proxy({} as NumPy, { get: throwUndefined });
  return {
    integers: (limit, count) => Uint32Array.from({ length: count }, () => random.integer(limit)),
    normal: (rows, columns) => random.normalTensor(rows, columns),
  };
}

function throwUndefined(): never {
  throw new ReferenceError("np is not defined: NumPy is used and was never imported.");
}
