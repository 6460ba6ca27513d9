/** Convolution on small tables, against TensorFlow's. */
import { beforeAll, describe, expect, it } from "vitest";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";
import { convolutionSize, convolve, padForSame, stamp, transposedSize } from "../../lib/theory/convolution";
import { asKernel, asPicture, asRows, expectRows, randomRows } from "./rows";

beforeAll(() => useEngine());

describe("convolution by hand", () => {
  it.each([1, 2, 3])("is TensorFlow's, padding valid, stride %i", (stride) => {
    const [picture, kernel] = [randomRows(8, "picture"), randomRows(3, "kernel")];
    const theirs = tf.conv2d(asPicture(picture), asKernel(kernel), stride, "valid");
    expectRows(convolve(picture, kernel, stride), asRows(theirs));
  });

  it.each([
    [6, 3, 1],
    [6, 3, 2],
    [8, 5, 2],
    [7, 4, 2],
  ])("is TensorFlow's, padding same: %i rows, kernel %i, stride %i", (rows, kernelSize, stride) => {
    const [picture, kernel] = [randomRows(rows, "picture"), randomRows(kernelSize, "kernel")];
    const { padded, border } = padForSame(picture, { kernelSize, stride });
    const theirs = tf.conv2d(asPicture(picture), asKernel(kernel), stride, "same");
    expectRows(convolve(padded, kernel, stride), asRows(theirs));
    expect(padded.length).toBe(rows + border.top + border.bottom);
  });

  it("has the size of the formula, for many sizes", () => {
    for (const [n, k, s] of [
      [32, 5, 2],
      [32, 5, 1],
      [16, 5, 2],
      [7, 3, 2],
      [9, 4, 3],
    ] as const) {
      // prettier-ignore
      for (const padding of ["same", "valid"] as const) {
        const made = tf.conv2d(tf.zeros<tf.Rank.R4>([1, n, n, 1]), tf.zeros<tf.Rank.R4>([k, k, 1, 1]), s, padding);
        expect(convolutionSize(n, { kernelSize: k, stride: s, padding }), `${n} ${k} ${s} ${padding}`).toBe(made.shape[1]);
      }
    }
  });
});

describe("transposed convolution", () => {
  it("is stamping: TensorFlow's gradient of a convolution with the same kernel", () => {
    const [input, kernel] = [randomRows(4, "input"), randomRows(5, "kernel")];
    const side = (4 - 1) * 2 + 5;
    const theirs = tf.conv2dTranspose(asPicture(input), asKernel(kernel), [1, side, side, 1], 2, "valid");
    expectRows(stamp(input, kernel, 2), asRows(theirs));
    expect(stamp([[1, 2], [3, 4]], [[1, 1, 1], [1, 1, 1], [1, 1, 1]], 2)[2]![2]).toBe(10); // prettier-ignore
  });

  it("has the size of the formula", () => {
    for (const [n, k, s] of [
      [8, 5, 1],
      [8, 5, 2],
      [16, 5, 2],
      [2, 3, 2],
      [3, 2, 3],
    ] as const) {
      // prettier-ignore
      for (const padding of ["same", "valid"] as const) {
        const layer = tf.layers.conv2dTranspose({ filters: 1, kernelSize: k, strides: s, padding });
        const made = (layer.computeOutputShape([1, n, n, 1]) as number[])[1];
        expect(transposedSize(n, { kernelSize: k, stride: s, padding }), `${n} ${k} ${s} ${padding}`).toBe(made);
      }
    }
  });
});
