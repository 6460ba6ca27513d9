/** What every data set of the course offers. */
import type { tf } from "../engine/tf";

/** Height, width and channels of one picture. */
export type ImageShape = [height: number, width: number, channels: number];

export interface Batch {
  /** Pictures [batch, height, width, channels], float32 in [-1, 1]; the caller disposes. */
  images: tf.Tensor4D;
  /** Class of each picture, 0 .. classes - 1. */
  labels: Uint8Array;
  /** Place of each picture in the data set. */
  indices: Uint32Array;
  /** Which pass over the data this is, from 0. */
  epoch: number;
}

export interface BatchOptions {
  batchSize: number;
  seed: number;
  /** Number of batches to skip, so that a resumed run goes on where it stopped. */
  from?: number;
  /** What to do with a last batch that is not full: give it short ("keep", the default) or leave it out ("drop"). */
  lastBatch?: "keep" | "drop";
}

export interface Dataset {
  readonly name: string;
  readonly imageShape: ImageShape;
  readonly size: number;
  /** Names of the classes; a label is a place in this list. */
  readonly classes: string[];
  readonly labels: Uint8Array;
  /** One sentence that a reader should see, such as where the files came from; empty when there is nothing to say. */
  readonly note: string;
  /** The pictures at these places as bytes, [n, height, width, channels], 0 to 255. */
  bytes(indices: ArrayLike<number>): Uint8Array;
  /** The pictures at these places, [n, height, width, channels], float32 in [-1, 1]; the caller disposes. */
  images(indices: ArrayLike<number>): tf.Tensor4D;
  /**
   * Batches without end. Each epoch is a new order, drawn from (seed, epoch), and holds each picture at most once;
   * batch number k depends on nothing but (seed, batchSize, k).
   */
  batches(options: BatchOptions): IterableIterator<Batch>;
}
