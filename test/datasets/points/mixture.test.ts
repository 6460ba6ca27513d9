import { beforeAll, describe, expect, it } from "vitest";
import { gridOfGaussians, ringOfGaussians } from "../../../lib/datasets/points/mixture";
import { rng } from "../../../lib/engine/rng";
import { tf } from "../../../lib/engine/tf";
import { useEngine } from "../../../lib/engine/use-engine";

beforeAll(async () => {
  await useEngine();
});

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe.each([
  ringOfGaussians(),
  ringOfGaussians({ modes: 3, radius: 1, sigma: 0.4 }),
  gridOfGaussians({ side: 3, sigma: 0.2 }),
])("$name", (data) => {
  it("has a density that integrates to 1", () => {
    const h = data.sigma / 4; // the sum over a grid is exact to e^(-2 pi^2 (sigma / h)^2)
    const reach = Math.max(...data.centres.flat().map(Math.abs)) + 7 * data.sigma;
    let sum = 0;
    for (let x = -reach; x <= reach; x += h)
      for (let y = -reach; y <= reach; y += h) sum += data.density([x, y]);
    expect(sum * h * h).toBeCloseTo(1, 9);
  });

  const radii = (points: number[][]) =>
    points.map(([x, y]) => Math.min(...data.centres.map(([cx, cy]) => Math.hypot(x! - cx, y! - cy))));

  it("draws on the host and on the engine from that density", () => {
    const n = 20_000;
    const host = data.points(n, rng(1));
    const tensor = data.batch(n, { which: [1, 2], where: [3, 4] });
    const engine = tensor.arraySync();
    tensor.dispose();
    // The mean of the density over its own points: an integral on a grid against the samples.
    const wanted = integral((at) => data.density(at) ** 2);
    for (const points of [host, engine]) {
      const found = points.map(([x, y]) => data.density([x!, y!]));
      const error = Math.sqrt(mean(found.map((value) => (value - wanted) ** 2)) / n);
      expect(Math.abs(mean(found) - wanted)).toBeLessThan(4 * error);
      expect(Math.abs(mean(points.map(([x]) => x!)))).toBeLessThan(0.06);
      expect(Math.abs(mean(points.map(([, y]) => y!)))).toBeLessThan(0.06);
      expect(mean(radii(points))).toBeLessThan(data.sigma * 1.26); // sqrt(pi / 2) sigma = 1.2533 sigma at most
    }
  });

  function integral(f: (at: [number, number]) => number): number {
    const h = data.sigma / 4;
    const reach = Math.max(...data.centres.flat().map(Math.abs)) + 7 * data.sigma;
    let sum = 0;
    for (let x = -reach; x <= reach; x += h) for (let y = -reach; y <= reach; y += h) sum += f([x, y]);
    return sum * h * h;
  }

  it("draws the same with the same seeds, others with others, and leaves no tensor but its result", () => {
    const before = tf.memory().numTensors;
    const [a, b, c] = [
      [5, 6],
      [5, 6],
      [5, 7],
    ].map((where) => data.batch(50, { which: [1, 1], where: where as [number, number] }));
    expect(tf.memory().numTensors - before).toBe(3);
    expect(a!.arraySync()).toEqual(b!.arraySync());
    expect(a!.arraySync()).not.toEqual(c!.arraySync());
    tf.dispose([a!, b!, c!]);
    expect(data.points(9, rng(3))).toEqual(data.points(9, rng(3)));
  });
});

describe("the two shapes", () => {
  it("put the centres where they say", () => {
    const ring = ringOfGaussians();
    expect(ring.centres.length).toBe(8);
    for (const [x, y] of ring.centres) expect(Math.hypot(x, y)).toBeCloseTo(2, 12);
    expect(ring.centres[2]![1]).toBeCloseTo(2, 12);
    expect(gridOfGaussians({ side: 2, spacing: 3 }).centres).toEqual([[-1.5, -1.5], [1.5, -1.5], [-1.5, 1.5], [1.5, 1.5]]); // prettier-ignore
  });

  it("refuse what is no size", () => {
    expect(() => ringOfGaussians({ modes: 0 })).toThrow("modes is 0");
    expect(() => ringOfGaussians({ sigma: 0 })).toThrow("sigma is 0");
    expect(() => gridOfGaussians({ spacing: NaN })).toThrow("spacing is NaN");
  });
});
