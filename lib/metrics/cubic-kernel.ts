/**
 * Sums of the cubic kernel k(x, y) = (x . y / d + 1)^3 over two sets of samples, in float64, in one of two ways.
 *
 * By pairs: every k(x_i, y_j), at a cost of m n d. By moments: with x' = (x / sqrt(d), 1) the kernel is (x' . y')^3,
 * an inner product of all products x'_a x'_b x'_c; so the sum over j of k(x_i, y_j) needs only the sums of those
 * products over y. That costs (m + n) (d + 1)(d + 2)(d + 3) / 6: for 64 features and 10,000 samples it is nine times
 * less. Both give the same numbers but for rounding.
 */
import type { Matrix } from "./matrix";

/** For each sample its kernels, summed over the others of its set and over the other set. */
export interface KernelSums {
  withinX: Float64Array;
  crossX: Float64Array;
  withinY: Float64Array;
  crossY: Float64Array;
}

/**
 * Sums of (x . y / d + 1)^3 for each sample; a sample is never paired with itself.
 *
 * @param x Samples [m, d].
 * @param y Samples [n, d].
 * @param method Which of the two ways; the cheaper one when left out.
 */
export function cubicKernelSums(x: Matrix, y: Matrix, method = cheaperMethod(x, y)): KernelSums {
  const [left, right] = [augment(x), augment(y)];
  const against = method === "moments" ? sumsByMoments : sumsByPairs;
  const [ofX, ofY] = [against(left), against(right)];
  const own = (samples: Augmented, sums: Float64Array) =>
    sums.map((sum, i) => sum - cubeWithItself(samples, i));
  return {
    withinX: own(left, ofX(left)),
    crossX: ofY(left),
    withinY: own(right, ofY(right)),
    crossY: ofX(right),
  };
}

function cheaperMethod(x: Matrix, y: Matrix): "moments" | "pairs" {
  const [samples, d] = [x.rows + y.rows, x.columns];
  const moments = (3 * samples * (d + 1) * (d + 2) * (d + 3)) / 6;
  return moments < samples * samples * d ? "moments" : "pairs";
}

/** Samples x' = (x / sqrt(d), 1, zeros), so that k(x, y) = (x' . y')^3; rows are padded to whole groups of four. */
interface Augmented {
  rows: number;
  width: number;
  /** Group g holds the samples 4g .. 4g + 3, one feature after the other: [rows / 4][width][4]. */
  groups: Float64Array;
}

function augment({ rows, columns, data }: Matrix): Augmented {
  const width = columns + 1;
  const groups = new Float64Array(Math.ceil(rows / 4) * width * 4);
  const scale = 1 / Math.sqrt(columns);
  for (let row = 0; row < rows; row++) {
    const start = (row >> 2) * width * 4 + (row & 3);
    for (let column = 0; column < columns; column++) {
      groups[start + column * 4] = data[row * columns + column]! * scale;
    }
    groups[start + columns * 4] = 1;
  }
  return { rows, width, groups };
}

function cubeWithItself({ width, groups }: Augmented, row: number): number {
  const start = (row >> 2) * width * 4 + (row & 3);
  let square = 0;
  for (let a = 0; a < width; a++) square += groups[start + a * 4]! ** 2;
  return square ** 3;
}

/** Gives a function: samples x' -> for each, the sum over y' of (x' . y')^3. */
function sumsByPairs(y: Augmented): (x: Augmented) => Float64Array {
  return (x) => {
    const sums = new Float64Array(x.rows);
    for (let i = 0; i < x.rows; i++) sums[i] = sumOfCubes(x, i, y);
    return sums;
  };
}

/** Four samples of y at a time; padding has x' . 0 = 0 and adds nothing. */
function sumOfCubes(x: Augmented, row: number, y: Augmented): number {
  const { width, groups } = y;
  const start = (row >> 2) * width * 4 + (row & 3);
  const sample = Float64Array.from({ length: width }, (_, a) => x.groups[start + a * 4]!);
  let sum = 0;
  for (let at = 0; at < groups.length;) {
    let [p, q, r, s] = [0, 0, 0, 0];
    for (let a = 0; a < width; a++, at += 4) {
      const value = sample[a]!;
      p += value * groups[at]!;
      q += value * groups[at + 1]!;
      r += value * groups[at + 2]!;
      s += value * groups[at + 3]!;
    }
    sum += p * p * p + q * q * q + r * r * r + s * s * s;
  }
  return sum;
}

/** As sumsByPairs, through the sums over y' of y'_a y'_b y'_c for a <= b <= c. */
function sumsByMoments(y: Augmented): (x: Augmented) => Float64Array {
  const moments = thirdMoments(y);
  return (x) => evaluateCubic(moments, x);
}

/** For a <= b <= c in order: how often the product occurs in the cube (1, 3 or 6) times its sum over the samples. */
function thirdMoments({ width, groups }: Augmented): Float64Array {
  const moments = new Float64Array((width * (width + 1) * (width + 2)) / 6);
  for (let start = 0; start < groups.length; start += width * 4)
    addProducts(moments, groups, { start, width });
  let place = 0;
  for (let a = 0; a < width; a++) {
    for (let b = a; b < width; b++) {
      for (let c = b; c < width; c++)
        moments[place++]! *= a === b && b === c ? 1 : a === b || b === c ? 3 : 6;
    }
  }
  return moments;
}

/** Adds all products of three features of the four samples that begin at `start`. */
function addProducts(
  moments: Float64Array,
  groups: Float64Array,
  at: { start: number; width: number },
): void {
  const { start, width } = at;
  const end = start + width * 4;
  let place = 0;
  for (let a = start; a < end; a += 4) {
    for (let b = a; b < end; b += 4) {
      const p = groups[a]! * groups[b]!;
      const q = groups[a + 1]! * groups[b + 1]!;
      const r = groups[a + 2]! * groups[b + 2]!;
      const s = groups[a + 3]! * groups[b + 3]!;
      for (let c = b; c < end; c += 4) {
        moments[place++]! += p * groups[c]! + q * groups[c + 1]! + r * groups[c + 2]! + s * groups[c + 3]!;
      }
    }
  }
}

/** For each sample the cubic form: sum over a <= b <= c of moments[a, b, c] x'_a x'_b x'_c. */
function evaluateCubic(moments: Float64Array, { rows, width, groups }: Augmented): Float64Array {
  const values = new Float64Array(Math.ceil(rows / 4) * 4);
  for (let group = 0; group * 4 < rows; group++) {
    const start = group * width * 4;
    evaluateFour(moments, groups, { start, width, values, first: group * 4 });
  }
  return values.subarray(0, rows);
}

interface EvaluateFour {
  start: number;
  width: number;
  values: Float64Array;
  first: number;
}

function evaluateFour(
  moments: Float64Array,
  groups: Float64Array,
  { start, width, values, first }: EvaluateFour,
): void {
  const end = start + width * 4;
  let place = 0;
  let [p, q, r, s] = [0, 0, 0, 0];
  for (let a = start; a < end; a += 4) {
    let [pa, qa, ra, sa] = [0, 0, 0, 0];
    for (let b = a; b < end; b += 4) {
      let [pb, qb, rb, sb] = [0, 0, 0, 0];
      for (let c = b; c < end; c += 4) {
        const moment = moments[place++]!;
        pb += moment * groups[c]!;
        qb += moment * groups[c + 1]!;
        rb += moment * groups[c + 2]!;
        sb += moment * groups[c + 3]!;
      }
      pa += pb * groups[b]!;
      qa += qb * groups[b + 1]!;
      ra += rb * groups[b + 2]!;
      sa += sb * groups[b + 3]!;
    }
    p += pa * groups[a]!;
    q += qa * groups[a + 1]!;
    r += ra * groups[a + 2]!;
    s += sa * groups[a + 3]!;
  }
  values.set([p, q, r, s], first);
}
