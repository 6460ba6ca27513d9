/**
 * Spectral normalisation: a weight matrix is divided by its largest singular value, so that the layer can stretch no
 * input by more than 1.
 */
import type { Rng } from "../engine/rng";
import { tf } from "../engine/tf";

/** Keeps the division finite for a matrix of zeros. */
const TINY = 1e-12;

/** One turn of the power iteration, from u [1, columns]; both results are rows of length 1 and owned by the caller. */
export function powerIteration(matrix: tf.Tensor2D, u: tf.Tensor2D): { u: tf.Tensor2D; v: tf.Tensor2D } {
  return tf.tidy(() => {
    const v = unit(tf.matMul<tf.Tensor2D>(u, matrix, false, true)); // [1, rows]
    return { v, u: unit(tf.matMul<tf.Tensor2D>(v, matrix)) };
  });
}

/**
 * The largest singular value of a matrix, by power iteration from a random start:
 *
 *     v <- W u / |W u|,   u <- W^T v / |W^T v|,   sigma = v^T W u
 *
 * It comes from below; the error falls with the square of (second / first singular value) each turn.
 *
 * @param matrix [rows, columns], not disposed.
 * @see Golub and Van Loan (2013), Matrix computations, section 7.3.
 */
export function spectralNorm(matrix: tf.Tensor2D, options: { random: Rng; iterations?: number }): number {
  const { random, iterations = 100 } = options;
  return tf.tidy(() => {
    let u = unit(random.normalTensor(1, matrix.shape[1]));
    let v = u;
    for (let turn = 0; turn < iterations; turn++) ({ u, v } = powerIteration(matrix, u));
    return rayleigh(matrix, { u, v }).dataSync()[0]!;
  });
}

/** v W u^T, a scalar: the largest singular value, once u and v have found its vectors. */
export function rayleigh(matrix: tf.Tensor2D, { u, v }: { u: tf.Tensor2D; v: tf.Tensor2D }): tf.Scalar {
  return tf.tidy(() => tf.sum<tf.Scalar>(tf.mul(tf.matMul(v, matrix), u)));
}

export interface ConvolutionPlace {
  /** Height and width of the pictures that the layer gets. */
  size: [height: number, width: number];
  strides?: number;
  padding?: "same" | "valid";
}

/**
 * The most by which a convolution can stretch a picture: the largest singular value of the linear map x -> conv(x),
 * by power iteration with the convolution and its transpose.
 *
 * It is not the largest singular value of the kernel reshaped to a matrix [height * width * in, out]. That one is what
 * spectral normalisation divides by, and it is the norm of the map from one patch to one place of the output. Patches overlap:
 * where each input point is part of p patches at most, p = ceil(k / stride)^2, the true norm lies between sigma and sqrt(p) sigma (the
 * lower end where one whole patch fits into the picture).
 *
 * @param kernel [height, width, in, out], not disposed.
 * @see Miyato et al. (2018), arXiv:1802.05957 (the reshaped matrix); Sedghi, Gupta and Long (2019), The singular values
 *   of convolutional layers, arXiv:1805.10408 (the map itself).
 */
export function convolutionNorm(
  kernel: tf.Tensor4D,
  {
    size,
    strides = 1,
    padding = "same",
    random,
    iterations = 100,
  }: ConvolutionPlace & { random: Rng; iterations?: number },
): number {
  const shape: [number, number, number, number] = [1, ...size, kernel.shape[2]];
  return tf.tidy(() => {
    let x = tf.reshape<tf.Rank.R4>(unit(random.normalTensor(1, tf.util.sizeFromShape(shape))), shape);
    let length = tf.scalar(0);
    for (let turn = 0; turn < iterations; turn++) {
      ({ x, length } = tf.tidy(() => {
        const y = tf.conv2d(x, kernel, strides, padding);
        const back = tf.conv2dTranspose(y, kernel, shape, strides, padding);
        return { x: unit(back), length: tf.norm(y) as tf.Scalar };
      }));
    }
    return length.dataSync()[0]!;
  });
}

/** The kernel of a convolution as the matrix [height * width * in, out] that spectral normalisation looks at. */
export function asMatrix(kernel: tf.Tensor): tf.Tensor2D {
  return tf.reshape<tf.Rank.R2>(kernel, [-1, kernel.shape[kernel.rank - 1]!]);
}

function unit<T extends tf.Tensor>(x: T): T {
  return tf.tidy(() => tf.div<T>(x, tf.add(tf.sqrt(tf.sum(tf.mul(x, x))), TINY)));
}
