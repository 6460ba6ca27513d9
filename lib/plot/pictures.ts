/** Pictures as bytes, whatever they came as. */
import type { tf } from "../engine/tf";

/** Pictures as bytes 0 .. 255, one after the other, NHWC. */
export interface PictureBytes {
  bytes: Uint8Array;
  shape: [count: number, height: number, width: number, channels: number];
}

/** Either a tensor [n, height, width, channels] with values in [-1, 1], or bytes. Channels: 1 (grey) or 3 (RGB). */
export type Pictures = tf.Tensor4D | PictureBytes;

/**
 * The pictures as bytes: round((x + 1) * 127.5), cut off at 0 and 255. The tensor is not disposed.
 *
 * @throws RangeError when there are no pictures, the channels are neither 1 nor 3, or the bytes do not fill the shape.
 */
export async function pictureBytes(pictures: Pictures): Promise<PictureBytes> {
  const shape = pictures.shape;
  checkShape(shape);
  if (isBytes(pictures)) {
    const expected = shape[0] * shape[1] * shape[2] * shape[3];
    if (pictures.bytes.length !== expected) {
      throw new RangeError(
        `sampleGrid: the shape [${shape.join(", ")}] needs ${expected} bytes, but there are ${pictures.bytes.length}.`,
      );
    }
    return pictures;
  }
  const values = await pictures.data<"float32">();
  // The clamped array rounds and cuts off; it rounds halves to even, which no eye can see.
  return { bytes: new Uint8Array(Uint8ClampedArray.from(values, (x) => (x + 1) * 127.5).buffer), shape };
}

/** A tensor has a method of the same name, so the name alone tells nothing. */
function isBytes(pictures: Pictures): pictures is PictureBytes {
  return pictures.bytes instanceof Uint8Array;
}

function checkShape(shape: number[]): void {
  const [count, , , channels] = shape;
  if (shape.length !== 4 || !count || (channels !== 1 && channels !== 3)) {
    throw new RangeError(
      `sampleGrid: the pictures have shape [${shape.join(", ")}]. ` +
        "Give at least one, as [count, height, width, channels] with 1 or 3 channels.",
    );
  }
}
