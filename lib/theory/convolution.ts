/**
 * Convolution and its transpose on small tables of numbers, in float64, as chapter 05 derives them: one channel, square
 * pictures and kernels. For training there is TensorFlow; these are for looking at.
 */

/** How many rows (or columns) stand around a picture. */
export interface Border {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

/**
 * Rows of the result of a convolution: floor((n - k) / s) + 1 without padding ("valid"), ceil(n / s) with
 * TensorFlow's "same".
 */
export function convolutionSize(
  rows: number,
  options: { kernelSize: number; stride: number; padding: "same" | "valid" },
): number {
  const { kernelSize, stride, padding } = options;
  return padding === "same" ? Math.ceil(rows / stride) : Math.floor((rows - kernelSize) / stride) + 1;
}

/** Rows of the result of a transposed convolution: (n - 1) s + max(k, s) ("valid"), n s ("same"). */
export function transposedSize(
  rows: number,
  options: { kernelSize: number; stride: number; padding: "same" | "valid" },
): number {
  const { kernelSize, stride, padding } = options;
  return padding === "same" ? rows * stride : (rows - 1) * stride + Math.max(kernelSize, stride);
}

/** The sum of products of the kernel with the picture below it, at each place where the kernel fits. */
export function convolve(picture: number[][], kernel: number[][], stride = 1): number[][] {
  const k = kernel.length;
  const places = Math.floor((picture.length - k) / stride) + 1;
  const sumAt = (top: number, left: number) => {
    let sum = 0;
    for (let i = 0; i < k; i++)
      for (let j = 0; j < k; j++) sum += kernel[i]![j]! * picture[top + i]![left + j]!;
    return sum;
  };
  return grid(places, (row, column) => sumAt(row * stride, column * stride));
}

/** Each number of the input stamps the kernel, times itself, onto the result; where stamps overlap, they add. */
export function stamp(input: number[][], kernel: number[][], stride: number): number[][] {
  const k = kernel.length;
  const result = grid((input.length - 1) * stride + k, () => 0);
  input.forEach((row, r) =>
    row.forEach((value, c) => {
      for (let i = 0; i < k; i++) {
        for (let j = 0; j < k; j++) result[r * stride + i]![c * stride + j]! += value * kernel[i]![j]!;
      }
    }),
  );
  return result;
}

/**
 * The picture with the zeros around it that TensorFlow's "same" adds: ceil(n / s) places must fit; an odd one stands at the
 * bottom and on the right.
 */
export function padForSame(
  picture: number[][],
  options: { kernelSize: number; stride: number },
): { padded: number[][]; border: Border } {
  const { kernelSize, stride } = options;
  const rows = picture.length;
  const total = Math.max((Math.ceil(rows / stride) - 1) * stride + kernelSize - rows, 0);
  const before = Math.floor(total / 2);
  const padded = grid(rows + total, (row, column) => picture[row - before]?.[column - before] ?? 0);
  return { padded, border: { top: before, left: before, bottom: total - before, right: total - before } };
}

function grid(side: number, value: (row: number, column: number) => number): number[][] {
  return Array.from({ length: side }, (_, row) =>
    Array.from({ length: side }, (_, column) => value(row, column)),
  );
}
