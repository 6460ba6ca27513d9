import { beforeAll, expect, it } from "vitest";
import { randomMask, randomNormal, randomUniform } from "../../lib/engine/random";
import type { SeedPair } from "../../lib/engine/random";
import { rng } from "../../lib/engine/rng";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";
import { describeEngines } from "./graphics-card";

const SIZE = 100_000;

function numbers(tensor: tf.Tensor): Float32Array {
  const values = tensor.dataSync() as Float32Array;
  tensor.dispose();
  return values;
}

function moments(values: Float32Array): [mean: number, variance: number] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return [mean, values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length];
}

describeEngines(["tensorflow", "webgpu", "wasm", "cpu"], "on %s", (engine) => {
  beforeAll(() => useEngine(engine));

  it.each([
    ["randomUniform", randomUniform],
    ["randomNormal", randomNormal],
  ])("%s: the same seeds give the same bits, other seeds others", (_, random) => {
    const before = tf.memory().numTensors;
    const seeds: SeedPair[] = [[1, 2], [2, 1], [1, 3], [0, 2], [-1, 2]]; // prettier-ignore
    const drawn = seeds.map((seed) => numbers(random([50], seed)).join());
    const again = seeds.map((seed) => numbers(random([50], seed)).join());
    expect(again).toEqual(drawn);
    expect(new Set(drawn).size).toBe(seeds.length);
    expect(tf.memory().numTensors).toBe(before);
  });

  it("shapes: a scalar, an empty one, four axes", () => {
    const tensors = [
      randomUniform([], [1, 1]),
      randomNormal([0, 3], [1, 1]),
      randomNormal([2, 3, 4, 5], [1, 1]),
    ];
    expect(tensors.map((tensor) => [tensor.shape, tensor.dtype])).toEqual([
      [[], "float32"],
      [[0, 3], "float32"],
      [[2, 3, 4, 5], "float32"],
    ]);
    tf.dispose(tensors);
  });

  it("randomUniform: in [0, 1), mean 1/2, variance 1/12", () => {
    const values = numbers(randomUniform([SIZE], [3, 4]));
    const [mean, variance] = moments(values);
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 / Math.sqrt(12 * SIZE));
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(4 * Math.sqrt(1 / 180 / SIZE));
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
  });

  it("randomNormal: mean 0, variance 1", () => {
    const [mean, variance] = moments(numbers(randomNormal([SIZE], [5, 6])));
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(SIZE));
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / SIZE));
  });

  it.each([0.3, 0.5, 0.9])("randomMask: %f of it dropped, and no element tells of another", (dropped) => {
    const mask = numbers(randomMask([2, SIZE / 2], [7, 8], dropped));
    expect(new Set(mask)).toEqual(new Set([0, 1]));
    const kept = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const error = 4 * Math.sqrt((dropped * (1 - dropped)) / (SIZE / 2));
    const [first, second] = [mask.subarray(0, SIZE / 2), mask.subarray(SIZE / 2)];
    for (const half of [first, second]) expect(Math.abs(kept(half) - (1 - dropped))).toBeLessThan(error);
    // One number decides both at i and at i + SIZE / 2: the share where both are kept is the square all the same.
    const both = kept(first.map((value, i) => value * second[i]!));
    expect(Math.abs(both - (1 - dropped) ** 2)).toBeLessThan(error);
  });

  it("randomMask: an odd number of elements, and none dropped", () => {
    expect(new Set(numbers(randomMask([7, 9], [1, 1], 0.5)))).toEqual(new Set([0, 1]));
    expect(new Set(numbers(randomMask([8], [1, 1], 0)))).toEqual(new Set([1]));
  });

  it("neighbouring steps: their draws are not correlated", () => {
    const draw = (step: number) => numbers(randomNormal([SIZE], rng(1).stream("step", step).seedPair()));
    const [one, two] = [draw(1), draw(2)];
    const correlation = one.reduce((sum, value, i) => sum + value * two[i]!, 0) / SIZE;
    expect(Math.abs(correlation)).toBeLessThan(4 / Math.sqrt(SIZE));
  });
});
