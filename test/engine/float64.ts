/** Independent oracles in float64: central differences, and convolutions written as their definition says. */

/** d2f/dx2, by central differences of a function of one number. */
export function secondDifference(f: (x: number) => number, x: number): number {
  const h = 1e-4;
  return (f(x + h) - 2 * f(x) + f(x - h)) / (h * h);
}

/** df/dx_i for all i, by central differences of a function of many numbers. */
export function gradient(f: (x: Float64Array) => number, x: ArrayLike<number>): Float64Array {
  const h = 1e-5;
  const moved = Float64Array.from(x);
  return Float64Array.from(x, (value, i) => {
    moved[i] = value + h;
    const above = f(moved);
    moved[i] = value - h;
    const below = f(moved);
    moved[i] = value;
    return (above - below) / (2 * h);
  });
}

export interface ConvolutionShape {
  batch: number;
  height: number;
  width: number;
  channels: number;
  filterHeight: number;
  filterWidth: number;
  filters: number;
  stride: number;
  outHeight: number;
  outWidth: number;
  top: number;
  left: number;
}

/** Visits each product x[...] * filter[...] of the convolution that adds to y[...], by places in the flat arrays. */
export function forEachProduct(
  s: ConvolutionShape,
  visit: (x: number, filter: number, y: number) => void,
): void {
  for (let n = 0; n < s.batch; n++)
    for (let i = 0; i < s.outHeight; i++)
      for (let j = 0; j < s.outWidth; j++)
        for (let a = 0; a < s.filterHeight; a++)
          for (let b = 0; b < s.filterWidth; b++) {
            const row = i * s.stride - s.top + a;
            const column = j * s.stride - s.left + b;
            if (row < 0 || row >= s.height || column < 0 || column >= s.width) continue;
            for (let c = 0; c < s.channels; c++)
              for (let k = 0; k < s.filters; k++)
                visit(
                  ((n * s.height + row) * s.width + column) * s.channels + c,
                  ((a * s.filterWidth + b) * s.channels + c) * s.filters + k,
                  ((n * s.outHeight + i) * s.outWidth + j) * s.filters + k,
                );
          }
}

/** The largest |a - b|, as a share of the largest |b|. */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`Expected ${b.length} numbers, found ${a.length}.`);
  let difference = 0;
  let size = 0;
  for (let i = 0; i < b.length; i++) {
    if (Number.isNaN(a[i])) return Infinity;
    difference = Math.max(difference, Math.abs(a[i]! - b[i]!));
    size = Math.max(size, Math.abs(b[i]!));
  }
  return size === 0 ? difference : difference / size;
}
