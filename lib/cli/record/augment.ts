/** Small random changes of pictures that leave their class as it is. */
import type { Rng } from "../../engine/rng";
import { tf } from "../../engine/tf";
import type { ImageShape } from "../../datasets/types";

export interface AugmentOptions {
  shape: ImageShape;
  /** Largest move in pixels, up, down and sideways; what moves in is the mirrored edge. */
  shift: number;
  /** Whether each picture is mirrored left to right with probability 1/2. */
  mirror: boolean;
  stream: Rng;
}

/**
 * Moves and mirrors each picture by its own random amount.
 *
 * @param bytes Pictures [n, height, width, channels], 0 to 255.
 * @returns The pictures, [n, height, width, channels], float32 in [-1, 1]; the caller disposes.
 */
export function augment(bytes: Uint8Array, { shape, shift, mirror, stream }: AugmentOptions): tf.Tensor4D {
  const [height, width, channels] = shape;
  const size = height * width * channels;
  const values = new Float32Array(bytes.length);
  for (let start = 0; start < bytes.length; start += size) {
    const flip = mirror && stream.integer(2) === 1;
    const [down, right] = [stream.integer(2 * shift + 1) - shift, stream.integer(2 * shift + 1) - shift];
    let to = start;
    for (let y = 0; y < height; y++) {
      const row = start + reflect(y + down, height) * width * channels;
      for (let x = 0; x < width; x++) {
        const from = row + reflect((flip ? width - 1 - x : x) + right, width) * channels;
        for (let c = 0; c < channels; c++) values[to++] = bytes[from + c]! / 127.5 - 1;
      }
    }
  }
  return tf.tensor4d(values, [bytes.length / size, height, width, channels]);
}

/** A place outside 0 .. size - 1 becomes its mirror image inside. */
function reflect(place: number, size: number): number {
  if (place < 0) return -place;
  return place < size ? place : 2 * size - 2 - place;
}
