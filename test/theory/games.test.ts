/** Game dynamics: factors and eigenvalues against closed forms, fields against the gradients of the library's losses. */
import { beforeAll, describe, expect, it } from "vitest";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";
import { nonSaturating } from "../../lib/losses/non-saturating";
import { saturating } from "../../lib/losses/saturating";
import { diracEigenvalues, diracField } from "../../lib/theory/dirac-gan";
import {
  alternatingPlay,
  bilinearField,
  eigenvalues,
  extraGradientPlay,
  jacobian,
  type Matrix2,
  playOut,
  type PlayStep,
  type Point,
  simultaneousPlay,
} from "../../lib/theory/games";

beforeAll(() => useEngine("cpu"));

const field = bilinearField();
const squared = ([x, y]: Point) => x * x + y * y;
/** The matrix of a linear step, from what it does to the two unit vectors. */
const matrixOf = (step: PlayStep, rate: number): Matrix2 => {
  const [[a, c], [b, d]] = [step(field, [1, 0], rate), step(field, [0, 1], rate)];
  return [[a, b], [c, d]]; // prettier-ignore
};
const determinant = ([[a, b], [c, d]]: Matrix2) => a * d - b * c;

describe("f(x, y) = x y", () => {
  const starts: Point[] = [[1, 0], [0.3, -2], [-1, 1]]; // prettier-ignore

  it.each([0.1, 0.5, 1])("simultaneous steps of %f: squared norm times 1 + rate^2, from anywhere", (rate) => {
    for (const start of starts) {
      const ratio = squared(simultaneousPlay(field, start, rate)) / squared(start);
      expect(ratio).toBeCloseTo(1 + rate ** 2, 12);
    }
  });

  it.each([0.1, 0.5, 1])("extra-gradient steps of %f: squared norm times 1 - rate^2 + rate^4", (rate) => {
    for (const start of starts) {
      const ratio = squared(extraGradientPlay(field, start, rate)) / squared(start);
      expect(ratio).toBeCloseTo(1 - rate ** 2 + rate ** 4, 12);
    }
  });

  it.each([0.1, 0.5, 1])("alternating steps of %f: determinant 1, and x^2 + y^2 - rate x y stays", (rate) => {
    expect(determinant(matrixOf(alternatingPlay, rate))).toBeCloseTo(1, 14);
    const kept = ([x, y]: Point) => x * x + y * y - rate * x * y;
    const path = playOut(alternatingPlay, field, { start: [1, 0.5], rate, steps: 500 });
    for (const state of path) expect(kept(state)).toBeCloseTo(kept([1, 0.5]), 9);
  });

  it("alternating steps leave the circle although they do not grow; beyond rate 2 they fly away", () => {
    const norms = (rate: number, steps: number) =>
      playOut(alternatingPlay, field, { start: [1, 0], rate, steps }).map(squared);
    const wobble = norms(0.5, 200);
    expect(Math.max(...wobble) / Math.min(...wobble)).toBeCloseTo((1 + 0.25) / (1 - 0.25), 1);
    expect(norms(2.1, 60).at(-1)).toBeGreaterThan(1e6);
  });

  it("extra-gradient is fastest at rate^2 = 1/2 and grows beyond 1", () => {
    const factor = (rate: number) => squared(extraGradientPlay(field, [1, 0], rate));
    expect(factor(Math.SQRT1_2)).toBeCloseTo(0.75, 12);
    for (const rate of [0.6, 0.8]) expect(factor(rate)).toBeGreaterThan(0.75);
    expect(factor(1.1)).toBeGreaterThan(1);
  });

  it("turns by the field's strength: eigenvalues +-i strength", () => {
    expect(eigenvalues(jacobian(bilinearField(3), [0.2, -1]))[0].im).toBeCloseTo(3, 8);
  });
});

describe("eigenvalues of two by two", () => {
  it("are those of matrices whose eigenvalues are known", () => {
    expect(eigenvalues([[2, 0], [0, -3]])).toEqual([{ re: 2, im: 0 }, { re: -3, im: 0 }]); // prettier-ignore
    expect(eigenvalues([[1, -2], [2, 1]])).toEqual([{ re: 1, im: 2 }, { re: 1, im: -2 }]); // prettier-ignore
    expect(
      eigenvalues([
        [4, 1],
        [2, 3],
      ]).map(({ re }) => re),
    ).toEqual([5, 2]);
  });
});

describe("the Dirac-GAN", () => {
  /** The direction of play from the library's losses on the logits psi * x, by TensorFlow.js. */
  function byGradients([theta, psi]: Point, gamma: number, loss: typeof saturating): Point {
    return tf.tidy(() => {
      const logit = (slope: tf.Tensor, x: tf.Tensor) => tf.mul(slope, x).reshape<tf.Tensor2D>([1, 1]);
      const slopeOfG = tf.grad((t) => loss.generator(logit(tf.scalar(psi), t)))(tf.scalar(theta));
      const slopeOfD = tf.grad((s) => {
        const own = loss.discriminator(logit(s, tf.scalar(0)), logit(s, tf.scalar(theta)));
        return tf.add(own, tf.mul(gamma / 2, tf.square(s))); // the slope of psi x by x is psi
      })(tf.scalar(psi));
      return [-slopeOfG.dataSync()[0]!, -slopeOfD.dataSync()[0]!];
    });
  }

  const states: Point[] = [[0, 0], [1, 0], [0.5, -1.5], [-2, 1], [3, 3]]; // prettier-ignore

  it.each([0, 0.5, 2])("follows the gradients of the library's losses, gamma = %f", (gamma) => {
    for (const [loss, generatorLoss] of [
      [saturating, "saturating"],
      [nonSaturating, "non-saturating"],
    ] as const) {
      // prettier-ignore
      for (const state of states) {
        const expected = byGradients(state, gamma, loss);
        diracField({ gamma, generatorLoss })(state).forEach((v, i) => expect(v).toBeCloseTo(expected[i]!, 5));
      }
    }
  });

  it.each([0, 0.3, 0.9, 1.1, 2])("has the eigenvalues of the closed form, gamma = %f", (gamma) => {
    for (const generatorLoss of ["saturating", "non-saturating"] as const) {
      const found = eigenvalues(jacobian(diracField({ gamma, generatorLoss }), [0, 0]));
      diracEigenvalues(gamma).forEach(({ re, im }, i) => {
        expect(found[i]!.re).toBeCloseTo(re, 7);
        expect(found[i]!.im).toBeCloseTo(im, 7);
      });
    }
  });

  it("without penalty has +-i/2; at gamma = 1 both roots meet at -1/2; beyond, one comes back towards 0", () => {
    expect(diracEigenvalues(0).map(({ im }) => im)).toEqual([0.5, -0.5]);
    expect(diracEigenvalues(0).map(({ re }) => re + 0)).toEqual([0, 0]);
    expect(diracEigenvalues(1).map(({ re, im }) => [re, im])).toEqual([[-0.5, 0], [-0.5, 0]]); // prettier-ignore
    expect(diracEigenvalues(4)[0].re).toBeGreaterThan(-0.15);
    for (const gamma of [0.1, 1, 7]) for (const { re } of diracEigenvalues(gamma)) expect(re).toBeLessThan(0);
  });

  it("played in tiny steps: circles without penalty, slow decay if non-saturating, e^(-gamma t / 2) with R1", () => {
    const norm = (options: Parameters<typeof diracField>[0], time: number, start: Point) =>
      Math.sqrt(squared(playOut(alternatingPlay, diracField(options), { start, rate: 2e-3, steps: time / 2e-3 }).at(-1)!)); // prettier-ignore
    expect(norm({}, 50, [1, 1])).toBeCloseTo(Math.SQRT2, 2);
    const slow = norm({ generatorLoss: "non-saturating" }, 50, [1, 1]);
    expect(slow).toBeLessThan(0.9 * Math.SQRT2);
    expect(slow).toBeGreaterThan(0.1);
    // One whole turn apart, so that only the decay is left: the turn takes 2 pi over the imaginary part.
    const gamma = 0.6;
    const turn = (2 * Math.PI) / diracEigenvalues(gamma)[0].im;
    const measured = Math.log(norm({ gamma }, 2 * turn, [0.01, 0]) / norm({ gamma }, turn, [0.01, 0])) / turn;
    expect(measured).toBeCloseTo(-gamma / 2, 2);
  });
});
