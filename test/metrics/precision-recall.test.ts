import { beforeAll, describe, expect, test } from "vitest";
import { rng } from "../../lib/engine/rng";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";
import type { Matrix } from "../../lib/metrics/matrix";
import { insideManifold, precisionRecall } from "../../lib/metrics/precision-recall";

beforeAll(() => useEngine());

const matrix = (rows: number[][]): Matrix => ({
  rows: rows.length,
  columns: rows[0]!.length,
  data: Float32Array.from(rows.flat()),
});

/** Clouds around the given centres, one after the other. */
function clouds(centres: number[][], each: number, { spread = 0.1, seed = 1 } = {}): number[][] {
  const stream = rng(seed).stream("clouds");
  return centres.flatMap((centre) =>
    Array.from({ length: each }, () => centre.map((value) => Math.fround(value + spread * stream.normal()))),
  );
}

const distance = (a: number[], b: number[]) => Math.sqrt(a.reduce((sum, v, i) => sum + (v - b[i]!) ** 2, 0));

/** The definition, pair by pair. */
function bruteForce(queries: number[][], samples: number[][], k: number): boolean[] {
  const radii = samples.map(
    (a, i) =>
      samples.filter((_, j) => j !== i).map((b) => distance(a, b)).sort((p, q) => p - q)[k - 1]!, // prettier-ignore
  );
  return queries.map((query) => samples.some((sample, i) => distance(query, sample) <= radii[i]!));
}

describe("insideManifold", () => {
  test.each([1, 3, 5])("is the definition, pair by pair, for k = %i", async (k) => {
    for (const [dimensions, seed] of [
      [2, 1],
      [8, 2],
      [40, 3],
    ] as const) {
      const [origin, aside] = [
        new Array<number>(dimensions).fill(0),
        new Array<number>(dimensions).fill(0.4),
      ];
      const [x, y] = [
        clouds([origin], 150, { spread: 1, seed }),
        clouds([aside], 120, { spread: 1.1, seed: seed + 9 }),
      ];
      const found = await insideManifold(matrix(y), matrix(x), { neighbours: k });
      expect(found).toEqual(bruteForce(y, x, k));
      if (k === 3) expect(new Set(found).size).toBe(2); // both answers occur, or the case shows nothing
    }
  });

  test("a sphere's edge is inside, a hair further is outside, and far from 0 as well", async () => {
    for (const offset of [0, 1000]) {
      // Neighbours at distance 1 on a line; with k = 1 each ball reaches to its neighbour.
      const line = matrix([0, 1, 2, 3].map((v) => [v + offset]));
      const queries = [4, 4.0001, -1, -1.0001, 1.5].map((v) => [Math.fround(v + offset)]);
      expect(await insideManifold(matrix(queries), line, { neighbours: 1 })).toEqual([
        true,
        false,
        true,
        false,
        true,
      ]);
    }
  });

  test("copies are inside, even where all balls have shrunk to points", async () => {
    const same = new Array<number[]>(6).fill([0.3, -2, 5]);
    const queries = [[0.3, -2, 5], [0.3, -2, 5.001]]; // prettier-ignore
    expect(await insideManifold(matrix(queries), matrix(same))).toEqual([true, false]);
  });

  test("names what does not fit", async () => {
    const x = matrix(clouds([[0, 0]], 5));
    await expect(insideManifold(matrix([[1]]), x)).rejects.toThrow(/1 features .* 2/);
    await expect(insideManifold(x, x, { neighbours: 5 })).rejects.toThrow(/neighbours is 5, with 5 samples/);
    await expect(insideManifold(x, x, { neighbours: 0 })).rejects.toThrow(/neighbours is 0/);
  });
});

describe("precisionRecall", () => {
  const modes = [[0, 0], [10, 0], [0, 10], [10, 10]]; // prettier-ignore

  test("modes dropped: precision stays, recall is the share of the modes that are left", async () => {
    const real = matrix(clouds(modes, 100, { seed: 1 }));
    const two = matrix(clouds(modes.slice(0, 2), 200, { seed: 2 }));
    const { precision, recall } = await precisionRecall(real, two);
    expect(precision).toBeGreaterThan(0.9);
    expect(recall).toBeGreaterThan(0.45);
    expect(recall).toBeLessThanOrEqual(0.5);
  });

  test("modes invented: recall stays, precision is the share of the modes that are real", async () => {
    const real = matrix(clouds(modes.slice(0, 2), 200, { seed: 1 }));
    const four = matrix(clouds(modes, 100, { seed: 2 }));
    const { precision, recall } = await precisionRecall(real, four);
    expect(recall).toBeGreaterThan(0.9);
    expect(precision).toBeGreaterThan(0.45);
    expect(precision).toBeLessThanOrEqual(0.5);
  });

  test("the same points: 1 and 1; points elsewhere: 0 and 0", async () => {
    const [here, there] = [matrix(clouds([[0, 0]], 60)), matrix(clouds([[9, 9]], 60, { seed: 2 }))];
    expect(await precisionRecall(here, here)).toEqual({ precision: 1, recall: 1 });
    expect(await precisionRecall(here, there)).toEqual({ precision: 0, recall: 0 });
  });

  test("takes tensors, leaves them alive and leaves no others", async () => {
    const [x, y] = [tf.randomNormal<tf.Rank.R2>([50, 3], 0, 1, "float32", 1), tf.zeros<tf.Rank.R2>([9, 3])];
    const before = tf.memory().numTensors;
    await precisionRecall(x, y);
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose([x, y]);
  });
});
