/** The chessboard that transposed convolutions leave, as a number. */
import { tf } from "../engine/tf";

/**
 * Mean square of the pictures at the four kinds of points: even or odd row, even or odd column, in the order even-even,
 * even-odd, odd-even, odd-odd. Four equal numbers mean no chessboard of two by two points.
 *
 * A border of 4 points is left out, because padding changes it.
 *
 * @param pictures [batch, height, width, channels], height and width even and over 8; not disposed.
 * @see Odena, Dumoulin and Olah (2016), Deconvolution and checkerboard artifacts, Distill, doi:10.23915/distill.00003.
 */
export function phaseStrength(pictures: tf.Tensor4D): [number, number, number, number] {
  const [, height, width] = pictures.shape;
  if (height <= 8 || width <= 8 || height % 2 !== 0 || width % 2 !== 0) {
    throw new RangeError(`phaseStrength: pictures are ${height}x${width}. Give even sizes over 8.`);
  }
  const mean = (row: number, column: number) =>
    tf.tidy(() => {
      const phase = tf.stridedSlice(
        pictures.square(),
        [0, 4 + row, 4 + column, 0],
        endOf(pictures),
        [1, 2, 2, 1],
      );
      return phase.mean().dataSync<"float32">()[0]!;
    });
  return [mean(0, 0), mean(0, 1), mean(1, 0), mean(1, 1)];
}

function endOf({ shape: [count, height, width, channels] }: tf.Tensor4D): [number, number, number, number] {
  return [count, height - 4, width - 4, channels];
}
