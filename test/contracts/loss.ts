/** What every GAN loss must do, whatever its formula. */
import { beforeAll, describe, expect, it } from "vitest";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";
import type { GanLoss } from "../../lib/losses/types";

/** Values computed by hand, or by a calculator, from the formula in the paper. */
export interface LossCase {
  real: number[];
  fake: number[];
  dLoss: number;
  gLoss: number;
}

export function testLoss(loss: GanLoss, cases: LossCase[]): void {
  describe(`loss ${loss.name}`, () => {
    beforeAll(async () => {
      await useEngine();
    });

    it.each(cases)(
      "has the values computed by hand for real $real, fake $fake",
      ({ real, fake, dLoss, gLoss }) => {
        expect(dValue(loss, real, fake)).toBeCloseTo(dLoss, 5);
        expect(gValue(loss, fake)).toBeCloseTo(gLoss, 5);
      },
    );

    it("is a mean: a batch that is repeated has the same loss", () => {
      const [real, fake] = [
        [0.3, -1.2, 2.5],
        [0.7, -0.1, -3],
      ];
      expect(dValue(loss, [...real, ...real], [...fake, ...fake])).toBeCloseTo(dValue(loss, real, fake), 5);
      expect(gValue(loss, [...fake, ...fake])).toBeCloseTo(gValue(loss, fake), 5);
    });

    it.each([
      [1000, 1000],
      [1000, -1000],
      [-1000, 1000],
      [-1000, -1000],
    ])("is finite at logits %d (real) and %d (fake), and so are its gradients", (real, fake) => {
      const numbers = [
        dValue(loss, [real], [fake]),
        gValue(loss, [fake]),
        ...dGradients(loss, [real], [fake]).flat(),
        ...gGradient(loss, [fake]),
      ];
      expect(numbers.filter((value) => !Number.isFinite(value))).toEqual([]);
    });

    // Least squares draws fakes to 0, so at 0 itself it has nothing more to ask of them.
    it("at logits 0, falls for the discriminator when it believes more in real pictures, not when in fakes", () => {
      const [real, fake] = dGradients(loss, [0, 0], [0, 0]);
      for (const slope of real!) expect(slope).toBeLessThan(0);
      for (const slope of fake!) expect(slope).toBeGreaterThanOrEqual(0);
    });

    it("at logits 0.5, falls for the discriminator when it believes less in fakes", () => {
      const [real, fake] = dGradients(loss, [0.5, 0.5], [0.5, 0.5]);
      for (const slope of real!) expect(slope).toBeLessThan(0);
      for (const slope of fake!) expect(slope).toBeGreaterThan(0);
    });

    it("at logits 0 and 0.5, falls for the generator when the discriminator believes more in fakes", () => {
      for (const slope of gGradient(loss, [0, 0.5])) expect(slope).toBeLessThan(0);
    });

    it("has the gradients that finite differences give", () => {
      const [real, fake] = [
        [-2.3, -0.4, 0.3, 2.2],
        [1.7, 0.6, -0.2, -2.4],
      ];
      const [slopesReal, slopesFake] = dGradients(loss, real, fake);
      const numericReal = differences((x) => dValue(loss, x, fake), real);
      const numericFake = differences((x) => dValue(loss, real, x), fake);
      expectClose(slopesReal!, numericReal);
      expectClose(slopesFake!, numericFake);
      expectClose(
        gGradient(loss, fake),
        differences((x) => gValue(loss, x), fake),
      );
    });

    it("leaves its arguments alone and no tensor behind but the scalar it gives", () => {
      const before = tf.memory().numTensors;
      const [real, fake] = [column([1, 2]), column([3, -4])];
      const results = [loss.discriminator(real, fake), loss.generator(fake)];
      expect(results.map((result) => result.shape)).toEqual([[], []]);
      expect(tf.memory().numTensors - before).toBe(4);
      expect([...real.dataSync(), ...fake.dataSync()]).toEqual([1, 2, 3, -4]);
      tf.dispose([real, fake, ...results]);
    });
  });
}

function column(logits: number[]): tf.Tensor2D {
  return tf.tensor2d(logits, [logits.length, 1]);
}

function dValue(loss: GanLoss, real: number[], fake: number[]): number {
  return tf.tidy(() => loss.discriminator(column(real), column(fake)).dataSync()[0]!);
}

function gValue(loss: GanLoss, fake: number[]): number {
  return tf.tidy(() => loss.generator(column(fake)).dataSync()[0]!);
}

function dGradients(loss: GanLoss, real: number[], fake: number[]): number[][] {
  return tf.tidy(() =>
    tf
      .grads((r: tf.Tensor, f: tf.Tensor) => loss.discriminator(r as tf.Tensor2D, f as tf.Tensor2D))([
        column(real),
        column(fake),
      ])
      .map((slopes) => [...slopes.dataSync()]),
  );
}

function gGradient(loss: GanLoss, fake: number[]): number[] {
  return tf.tidy(() => [
    ...tf
      .grad((f: tf.Tensor) => loss.generator(f as tf.Tensor2D))(column(fake))
      .dataSync(),
  ]);
}

/** Central differences in each place. The step is large because values are float32. */
function differences(value: (x: number[]) => number, x: number[], step = 0.02): number[] {
  return x.map((_, place) => {
    const moved = (by: number) => value(x.map((xi, k) => (k === place ? xi + by : xi)));
    return (moved(step) - moved(-step)) / (2 * step);
  });
}

function expectClose(found: number[], expected: number[]): void {
  expect(found.length).toBe(expected.length);
  found.forEach((value, k) => expect(value).toBeCloseTo(expected[k]!, 3));
}
