import { describe, expect, it } from "vitest";
import { rng } from "../../lib/engine/rng";
import { tf } from "../../lib/engine/tf";

/** Chi-square of counts that should be equal, and its normal approximation: about N(0, 1) for many cells. */
function chiSquareScore(counts: ArrayLike<number>): number {
  const total = Array.from(counts).reduce((sum, count) => sum + count, 0);
  const wanted = total / counts.length;
  const chiSquare = Array.from(counts).reduce((sum, count) => sum + (count - wanted) ** 2 / wanted, 0);
  const freedom = counts.length - 1;
  return (chiSquare - freedom) / Math.sqrt(2 * freedom);
}

function draw(size: number, next: () => number): Float64Array {
  return Float64Array.from({ length: size }, next);
}

function mean(values: Float64Array, of: (value: number, i: number) => number = (value) => value): number {
  return values.reduce((sum, value, i) => sum + of(value, i), 0) / values.length;
}

describe("the generator", () => {
  // Made by a Python program that writes MurmurHash3's finaliser and PractRand's sfc32 anew, on unbounded integers.
  it.each([
    [[0], [1143322392, 866733069, 2834982664, 3826087280, 2977774425]],
    [[7], [2692628993, 1819507790, 295354207, 2631626657, 3755431166]],
    [[4294967295], [2179976473, 1343652627, 990859542, 3674012838, 3972122744]],
    [
      [7, "noise", 12],
      [1332584086, 3871067032, 3122367693, 2667261663, 683122250],
    ],
    [
      [7, "noise", "12"],
      [1117563844, 2929482519, 3495432809, 580827151, 292072676],
    ],
    [
      [1, "é", -3],
      [2348133569, 2125390359, 2563206151, 4116261517, 3222476545],
    ],
  ] as [[number, ...(string | number)[]], number[]][])("gives sfc32 of the path %j", (path, wanted) => {
    const [seed, ...names] = path;
    const stream = names.length > 0 ? rng(seed).stream(...names) : rng(seed);
    expect(wanted.map(() => stream.uint32())).toEqual(wanted);
  });

  it.each([-1, 0.5, 2 ** 32, NaN, Infinity])("refuses the seed %d", (seed) => {
    expect(() => rng(seed)).toThrow(RangeError);
  });

  it("has streams that do not depend on what was drawn, nor on how the path was walked", () => {
    const used = rng(7);
    for (let i = 0; i < 100; i++) used.normal();
    const wanted = rng(7).stream("noise").stream(12).uint32();
    expect(used.stream("noise", 12).uint32()).toBe(wanted);
  });
});

describe("the distributions", () => {
  const SIZE = 200_000;

  it("uniform: mean 1/2, variance 1/12, equal counts in 100 cells", () => {
    const values = draw(SIZE, rng(1).uniform);
    expect(Math.abs(mean(values) - 0.5)).toBeLessThan(4 / Math.sqrt(12 * SIZE));
    expect(Math.abs(mean(values, (v) => (v - 0.5) ** 2) - 1 / 12)).toBeLessThan(
      4 * Math.sqrt(1 / 180 / SIZE),
    );
    const counts = new Uint32Array(100);
    values.forEach((value) => counts[Math.floor(value * 100)]!++);
    expect(Math.abs(chiSquareScore(counts))).toBeLessThan(4);
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
  });

  it("uint32: each of the 32 bits is set half of the time", () => {
    const { uint32 } = rng(2);
    const ones = new Float64Array(32);
    for (let i = 0; i < SIZE; i++) {
      const word = uint32();
      for (let bit = 0; bit < 32; bit++) ones[bit]! += (word >>> bit) & 1;
    }
    for (const count of ones) expect(Math.abs(count - SIZE / 2)).toBeLessThan(4.5 * Math.sqrt(SIZE / 4));
  });

  it("normal: moments 0, 1, 0, 3 and equal counts between the deciles", () => {
    const values = draw(SIZE, rng(3).normal);
    const moments = [1, 2, 3, 4].map((k) => mean(values, (v) => v ** k));
    const spread = [1, 2, 15, 96].map((variance) => 4 * Math.sqrt(variance / SIZE)); // of v^k for N(0, 1)
    [0, 1, 0, 3].forEach((wanted, i) => expect(Math.abs(moments[i]! - wanted)).toBeLessThan(spread[i]!));
    const deciles = [
      -1.2815516, -0.8416212, -0.5244005, -0.2533471, 0, 0.2533471, 0.5244005, 0.8416212, 1.2815516,
    ];
    const counts = new Uint32Array(10);
    values.forEach((value) => counts[deciles.filter((decile) => value > decile).length]!++);
    expect(Math.abs(chiSquareScore(counts))).toBeLessThan(4);
  });

  it("normal: neighbours are independent, the two of one pair as well", () => {
    const values = draw(SIZE, rng(4).normal);
    for (const lag of [1, 2, 3]) {
      const products = mean(values.subarray(lag), (value, i) => value * values[i]!);
      const squares = mean(values.subarray(lag), (value, i) => (value ** 2 - 1) * (values[i]! ** 2 - 1));
      expect(Math.abs(products)).toBeLessThan(4 / Math.sqrt(SIZE));
      expect(Math.abs(squares)).toBeLessThan(8 / Math.sqrt(SIZE)); // (v^2 - 1)(w^2 - 1) has variance 4
    }
  });

  it("integer: equal counts, never the limit", () => {
    const { integer } = rng(5);
    const counts = new Uint32Array(7);
    for (let i = 0; i < SIZE; i++) counts[integer(7)]!++;
    expect(counts.length).toBe(7);
    expect(Math.abs(chiSquareScore(counts))).toBeLessThan(4);
  });

  it("permutation: each number once, each order of four equally often", () => {
    const { permutation } = rng(6);
    expect([...permutation(1000)].sort((a, b) => a - b)).toEqual([...Array(1000).keys()]);
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const order = permutation(4).join();
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    expect(Math.abs(chiSquareScore([...counts.values()]))).toBeLessThan(4);
  });

  it("normalTensor: the numbers of normal, owned by the caller", () => {
    const before = tf.memory().numTensors;
    const tensor = rng(9).normalTensor(2, 3);
    const { normal } = rng(9);
    expect(tensor.shape).toEqual([2, 3]);
    expect([...tensor.dataSync()]).toEqual(Array.from({ length: 6 }, () => Math.fround(normal())));
    tensor.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it("seedPair: two int32 numbers of either sign", () => {
    const numbers = Array.from({ length: 100 }, () => rng(10).stream("pair").seedPair()).flat();
    expect(numbers.every((value) => value === (value | 0))).toBe(true);
    const stream = rng(10);
    const many = Array.from({ length: 100 }, () => stream.seedPair()).flat();
    expect(many.some((value) => value < 0) && many.some((value) => value > 0)).toBe(true);
    expect(new Set(many).size).toBe(200);
  });
});

describe("streams", () => {
  const neighbours = [
    ["seeds", (i: number) => rng(i)],
    ["steps", (i: number) => rng(1).stream("step", i)],
    ["names", (i: number) => rng(1).stream(`layer-${i}`)],
  ] as const;

  it.each(neighbours)("of neighbouring %s: their first numbers are uniform", (_, make) => {
    const counts = new Uint32Array(64);
    for (let i = 0; i < 20_000; i++) counts[Math.floor(make(i).uniform() * 64)]!++;
    expect(Math.abs(chiSquareScore(counts))).toBeLessThan(4);
  });

  it.each(neighbours)("of neighbouring %s: first numbers are not correlated", (_, make) => {
    const size = 20_000;
    const first = draw(
      size,
      (
        (i) => () =>
          make(i++).normal()
      )(0),
    );
    for (const lag of [1, 2, 16]) {
      const products = mean(first.subarray(lag), (value, i) => value * first[i]!);
      expect(Math.abs(products)).toBeLessThan(4 / Math.sqrt(size));
    }
  });

  it("20,000 of them differ in their first number as often as random words do", () => {
    const words = new Set(Array.from({ length: 20_000 }, (_, i) => rng(1).stream("step", i).uint32()));
    expect(words.size).toBeGreaterThan(20_000 - 4); // 0.05 collisions are expected
  });
});
