/** What all data sets share: bytes become tensors, and pictures become an endless stream of shuffled batches. */
import { rng } from "../engine/rng";
import { tf } from "../engine/tf";
import type { Batch, BatchOptions, Dataset, ImageShape } from "./types";

/** The part of a data set that is its own; `makeDataset` adds the rest. */
export interface PictureSource {
  name: string;
  imageShape: ImageShape;
  size: number;
  classes: string[];
  labels: Uint8Array;
  note: string;
  /** Writes picture `index` to `target` from `offset` on, as [height, width, channels] bytes. */
  write(index: number, target: Uint8Array, offset: number): void;
}

/** The whole interface of a data set over one that can only write a picture. */
export function makeDataset(source: PictureSource): Dataset {
  const { name, imageShape, size, classes, labels, note } = source;
  const pictureSize = imageShape[0] * imageShape[1] * imageShape[2];

  const bytes = (indices: ArrayLike<number>) => {
    checkIndices(indices, source);
    const out = new Uint8Array(indices.length * pictureSize);
    for (let k = 0; k < indices.length; k++) source.write(indices[k]!, out, k * pictureSize);
    return out;
  };
  const images = (indices: ArrayLike<number>) => bytesToImages(bytes(indices), imageShape);
  const batches = (options: BatchOptions) => makeBatches({ size, labels, images }, options);

  return { name, imageShape, size, classes, labels, note, bytes, images, batches };
}

/** x / 127.5 - 1 for each byte x, so that 0 becomes exactly -1 and 255 exactly 1. */
const fromByte = Float32Array.from({ length: 256 }, (_, x) => x / 127.5 - 1);

/**
 * Pictures as a network wants them: v = x / 127.5 - 1.
 * @param bytes [n, height, width, channels], 0 to 255.
 * @returns [n, height, width, channels], float32 in [-1, 1]; the caller disposes.
 */
export function bytesToImages(bytes: Uint8Array, imageShape: ImageShape): tf.Tensor4D {
  const values = new Float32Array(bytes.length);
  for (let k = 0; k < bytes.length; k++) values[k] = fromByte[bytes[k]!]!;
  const count = bytes.length / (imageShape[0] * imageShape[1] * imageShape[2]);
  return tf.tensor4d(values, [count, ...imageShape]);
}

/** @throws RangeError unless every one of `indices` is the place of a picture. */
export function checkIndices(
  indices: ArrayLike<number>,
  { name, size }: Pick<Dataset, "name" | "size">,
): void {
  for (let k = 0; k < indices.length; k++) {
    const index = indices[k]!;
    if (!Number.isInteger(index) || index < 0 || index >= size) {
      throw new RangeError(
        `${name}: there is no picture ${index}. Give whole numbers from 0 to ${size - 1}.`,
      );
    }
  }
}

/** Checks the options at once, not when the first batch is asked for. */
function makeBatches(
  source: Pick<Dataset, "size" | "labels" | "images">,
  { batchSize, seed, from = 0, lastBatch = "keep" }: BatchOptions,
): IterableIterator<Batch> {
  checkPositive("batchSize", batchSize);
  if (!Number.isInteger(from) || from < 0) {
    throw new RangeError(`batches: from is ${from}. Give the number of batches to skip, 0 or more.`);
  }
  if (lastBatch !== "keep" && lastBatch !== "drop") {
    throw new RangeError(`batches: lastBatch is ${String(lastBatch)}. Give "keep" or "drop".`);
  }
  if (lastBatch === "drop" && batchSize > source.size) {
    throw new RangeError(
      `batches: batchSize is ${batchSize}, but there are ${source.size} pictures, so no batch would ever be full. ` +
        `Give a smaller batchSize, or lastBatch: "keep".`,
    );
  }
  const perEpoch =
    lastBatch === "keep" ? Math.ceil(source.size / batchSize) : Math.floor(source.size / batchSize);
  return streamBatches(source, { batchSize, perEpoch, from, order: rng(seed) });
}

function* streamBatches(
  { size, labels, images }: Pick<Dataset, "size" | "labels" | "images">,
  {
    batchSize,
    perEpoch,
    from,
    order,
  }: { batchSize: number; perEpoch: number; from: number; order: ReturnType<typeof rng> },
): IterableIterator<Batch> {
  let first = from % perEpoch;
  for (let epoch = Math.floor(from / perEpoch); ; epoch++) {
    const permutation = order.stream("epoch", epoch).permutation(size);
    for (let k = first; k < perEpoch; k++) {
      const indices = permutation.slice(k * batchSize, (k + 1) * batchSize);
      yield { images: images(indices), labels: Uint8Array.from(indices, (i) => labels[i]!), indices, epoch };
    }
    first = 0;
  }
}

/** @throws RangeError unless `value` is a whole number, 1 or more. */
export function checkPositive(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(`${name} is ${value}. Give a whole number, 1 or more.`);
  }
}
