import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { rng } from "../../lib/engine/rng";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";
import { FeatureStatistics, statisticsOf } from "../../lib/metrics/feature-statistics";
import { choleskyFactor, frechetDistance } from "../../lib/metrics/frechet-distance";
import type { Matrix } from "../../lib/metrics/matrix";
import { featuresOf } from "../../lib/metrics/pictures";
import { singularValues } from "../../lib/metrics/singular-values";
import { frechetBias } from "../../lib/theory/frechet-bias";

beforeAll(() => useEngine());

interface StoredCase {
  name: string;
  x: number[][];
  y: number[][];
  means: number;
  covariances: number;
}

const { cases } = JSON.parse(readFileSync(join(__dirname, "vectors/frechet-distance.json"), "utf8")) as {
  cases: StoredCase[];
};

const matrix = (rows: number[][]): Matrix => ({
  rows: rows.length,
  columns: rows[0]!.length,
  data: Float64Array.from(rows.flat()),
});

const normal = (rows: number, columns: number, name: string) => {
  const stream = rng(7).stream(name);
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => stream.normal()));
};

/** Samples with mean 0 and covariance diag(variances) exactly: a step to each side along each axis. */
const exactly = (variances: number[]) => {
  const d = variances.length;
  return variances.flatMap((v, i) =>
    [1, -1].map((sign) => variances.map((_, j) => (i === j ? sign * Math.sqrt((v * (2 * d - 1)) / 2) : 0))),
  );
};
const times = (rows: number[][], by: number[][]) =>
  rows.map((row) => by[0]!.map((_, j) => row.reduce((sum, value, k) => sum + value * by[k]![j]!, 0)));
const moved = (rows: number[][], shift: number[]) => rows.map((row) => row.map((v, i) => v + shift[i]!));
/** A rotation in the plane of two axes, of `size` axes. */
const rotation = (size: number, [a, b]: [number, number], angle: number) =>
  Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => {
      if (i === j) return i === a || i === b ? Math.cos(angle) : 1;
      if (i === a && j === b) return Math.sin(angle);
      return i === b && j === a ? -Math.sin(angle) : 0;
    }),
  );

describe("frechetDistance", () => {
  test.each(cases)("SciPy, $name", ({ name, x, y, means, covariances }) => {
    const distance = frechetDistance(matrix(x), matrix(y));
    // The square root of a singular matrix is right to the root of the rounding only, in SciPy as well.
    const tolerance = name.includes("dead") ? 1e-6 : 1e-9;
    expect(Math.abs(distance.means - means)).toBeLessThan(1e-10 * (1 + means));
    expect(Math.abs(distance.covariances - covariances)).toBeLessThan(tolerance * (1 + covariances));
    expect(distance.value).toBe(distance.means + distance.covariances);
  });

  test("one Gaussian, moved: the squared length of the move, and nothing else", () => {
    const x = normal(50, 6, "moved");
    const shift = [3, 0, -1, 0.5, 0, 2];
    const { value, means, covariances } = frechetDistance(matrix(x), matrix(moved(x, shift)));
    expect(means).toBeCloseTo(14.25, 10);
    expect(covariances).toBeCloseTo(0, 8);
    expect(value).toBeCloseTo(14.25, 8);
  });

  test("covariances that commute: the squared differences of the standard deviations, however turned", () => {
    const [a, b] = [[4, 1, 0.25, 9], [1, 1, 2.25, 0]]; // prettier-ignore
    const expected = a.reduce((sum, v, i) => sum + (Math.sqrt(v) - Math.sqrt(b[i]!)) ** 2, 0);
    const turn = times(rotation(4, [0, 2], 0.7), rotation(4, [1, 3], -1.1));
    expect(frechetDistance(matrix(exactly(a)), matrix(exactly(b))).value).toBeCloseTo(expected, 7);
    const turned = [exactly(a), exactly(b)].map((rows) => matrix(times(rows, turn)));
    expect(frechetDistance(turned[0]!, turned[1]!).value).toBeCloseTo(expected, 7);
  });

  test("covariances that do not commute, by the closed form for two features", () => {
    // For a 2 x 2 matrix M with eigenvalues >= 0: tr M^(1/2) = sqrt(tr M + 2 sqrt(det M)).
    const [first, second] = [exactly([4, 1]), times(exactly([9, 0.5]), rotation(2, [0, 1], 0.6))];
    const [c, s] = [Math.cos(0.6), Math.sin(0.6)];
    const b = [9 * c * c + 0.5 * s * s, 9 * s * s + 0.5 * c * c]; // the diagonal of the second covariance
    const root = Math.sqrt(4 * b[0]! + b[1]! + 2 * Math.sqrt(4 * 4.5));
    const { value } = frechetDistance(matrix(first), matrix(second));
    expect(value).toBeCloseTo(5 + 9.5 - 2 * root, 10);
    expect(value).not.toBeCloseTo((2 - 3) ** 2 + (1 - Math.sqrt(0.5)) ** 2, 1); // what commuting ones would give
  });

  test("is 0 between a set and itself, in any order, and symmetric", () => {
    const [x, y] = [normal(80, 5, "x"), normal(60, 5, "y").map((row) => row.map((v) => 2 * v + 1))];
    expect(frechetDistance(matrix(x), matrix([...x].reverse())).value).toBeCloseTo(0, 7);
    const [there, back] = [frechetDistance(matrix(x), matrix(y)), frechetDistance(matrix(y), matrix(x))];
    expect(there.value).toBeCloseTo(back.value, 9);
  });

  test("with fewer samples than features: the centred samples do what their covariance does", () => {
    const [x, y] = [matrix(normal(12, 30, "few")), matrix(normal(17, 30, "others"))];
    const statistics = [x, y].map((samples) => new FeatureStatistics(30).add(samples));
    const direct = frechetDistance(x, y).value;
    expect(frechetDistance(statistics[0]!, statistics[1]!).value).toBeCloseTo(direct, 5);
    expect(frechetDistance(x, statistics[1]!).value).toBeCloseTo(direct, 5);
  });

  test("takes tensors and leaves them alive", () => {
    const [x, y] = [tf.tensor2d([[0], [2]]), tf.tensor2d([[1], [5]])];
    const before = tf.memory().numTensors;
    // Means 1 and 3; variances 2 and 8: (1 - 3)^2 + (sqrt 2 - sqrt 8)^2 = 4 + 2.
    expect(frechetDistance(x, y).value).toBeCloseTo(6, 6);
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose([x, y]);
  });

  test("names what does not fit", () => {
    const x = matrix(normal(10, 3, "fit"));
    expect(() => frechetDistance(x, matrix(normal(10, 4, "fit")))).toThrow(/3 features .* 4/);
    expect(() => frechetDistance(x, matrix([[1, 2, 3]]))).toThrow(/set of 1 samples/);
    expect(() => frechetDistance(x, { ...x, data: x.data.map(() => NaN) })).toThrow(/NaN/);
  });
});

describe("FeatureStatistics", () => {
  const rows = normal(101, 4, "stream").map((row) => row.map((v, i) => 1e4 * i + v * (i + 1)));
  const textbook = (() => {
    const mean = rows[0]!.map((_, i) => rows.reduce((sum, row) => sum + row[i]!, 0) / rows.length);
    const covariance = mean.map((mi, i) =>
      mean.map(
        (mj, j) => rows.reduce((sum, row) => sum + (row[i]! - mi) * (row[j]! - mj), 0) / (rows.length - 1),
      ),
    );
    return { mean, covariance: covariance.flat() };
  })();

  test.each([[101], [1], [7]])(
    "batches of %i give the textbook's mean and covariance, far from 0 too",
    (size) => {
      const statistics = new FeatureStatistics(4);
      for (let from = 0; from < rows.length; from += size)
        statistics.add(matrix(rows.slice(from, from + size)));
      expect(statistics.count).toBe(101);
      statistics.mean.forEach((value, i) => expect(value).toBeCloseTo(textbook.mean[i]!, 8));
      statistics.covariance().data.forEach((v, i) => expect(v).toBeCloseTo(textbook.covariance[i]!, 8));
    },
  );

  test("of pictures: as of all features at once, with no tensor left", async () => {
    const means = {
      name: "means",
      size: 3,
      accuracy: {},
      features: (images: tf.Tensor4D) => images.mean<tf.Tensor2D>([1, 2]),
      classify: () => Promise.resolve([]),
      dispose: () => {},
    };
    const pictures = tf.randomUniform<tf.Rank.R4>([23, 4, 4, 3], -1, 1, "float32", 3);
    const source = { size: 23, images: (from: number, to: number) => pictures.slice(from, to - from) };
    const before = tf.memory().numTensors;
    const streamed = await statisticsOf(means, source, 5);
    const whole = new FeatureStatistics(3).add(await featuresOf(means, source, 23));
    expect(tf.memory().numTensors).toBe(before);
    pictures.dispose();
    expect(frechetDistance(streamed, whole).value).toBeCloseTo(0, 9);
    expect(streamed.count).toBe(23);
  });

  test("asks for one width and for two samples", () => {
    const statistics = new FeatureStatistics(4);
    expect(() => statistics.add(matrix([[1, 2]]))).toThrow(/2 features .* 4 before/);
    expect(() => statistics.add(matrix([[1, 2, 3, 4]])).covariance()).toThrow(/1 samples/);
    expect(() => new FeatureStatistics(0)).toThrow(/size is 0/);
  });
});

describe("the parts", () => {
  test("singular values of a matrix that is made from known ones", () => {
    const values = [5, 2, 2, 1e-6, 0];
    const left = times(rotation(5, [0, 3], 0.4), rotation(5, [1, 2], 1.3));
    const right = times(rotation(5, [4, 1], -0.9), rotation(5, [0, 2], 2.2));
    const diagonal = values.map((v, i) => values.map((_, j) => (i === j ? v : 0)));
    const rows = times(times(left, diagonal), right).map((row) => Float64Array.from(row));
    const found = [...singularValues(rows)].sort((a, b) => b - a);
    found.forEach((value, i) => expect(Math.abs(value - values[i]!)).toBeLessThan(1e-12));
    const sum = (list: ArrayLike<number>) => Array.from(list).reduce((total, v) => total + v * v, 0);
    const wide = normal(6, 40, "wide").map((row) => Float64Array.from(row));
    expect(sum(singularValues(wide))).toBeCloseTo(
      wide.reduce((total, row) => total + sum(row), 0),
      9,
    );
  });

  test.each([1, 2, 3])("singular values of 44 rows in %i dimensions: the others are rounding", (rank) => {
    const basis = rotation(50, [0, 1], 0.8).slice(0, rank);
    const mix = normal(44, rank, "mix");
    const rows = times(mix, basis).map((row) => Float64Array.from(row));
    const found = [...singularValues(rows)].sort((a, b) => b - a);
    // The basis is orthonormal, so the values are those of the mix: the roots of the eigenvalues of mix^T mix.
    const gram = mix[0]!.map((_, i) =>
      mix[0]!.map((__, j) => mix.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
    );
    const squares = found.slice(0, rank).map((value) => value * value);
    const trace = gram.reduce((sum, row, i) => sum + row[i]!, 0);
    expect(squares.reduce((sum, v) => sum + v, 0)).toBeCloseTo(trace, 9);
    if (rank === 2)
      expect(squares[0]! * squares[1]!).toBeCloseTo(gram[0]![0]! * gram[1]![1]! - gram[0]![1]! ** 2, 6);
    expect(found.slice(rank).reduce((sum, v) => sum + v, 0)).toBeLessThan(1e-11 * found[0]!);
  });

  test("a Cholesky factor gives its matrix back, with as many rows as its rank", () => {
    const samples = normal(20, 6, "factor").map((row) => [...row.slice(0, 4), 0, row[0]! - row[1]!]);
    const covariance = new FeatureStatistics(6).add(matrix(samples)).covariance();
    const factor = choleskyFactor(covariance);
    expect(factor.length).toBe(4);
    covariance.data.forEach((value, at) => {
      const [i, j] = [Math.floor(at / 6), at % 6];
      expect(factor.reduce((sum, row) => sum + row[i]! * row[j]!, 0)).toBeCloseTo(value, 12);
    });
  });
});

describe("the bias of two samples of one Gaussian", () => {
  /** Mean of the distance over draws, with its standard error. */
  const drawn = (deviations: number[], [m, n]: [number, number], draws: number) => {
    const sample = (rows: number, name: string) =>
      matrix(normal(rows, deviations.length, name).map((row) => row.map((v, i) => v * deviations[i]!)));
    const values = Array.from(
      { length: draws },
      (_, k) => frechetDistance(sample(m, `${k} x ${m}`), sample(n, `${k} y ${n}`)).value,
    );
    const mean = values.reduce((sum, v) => sum + v, 0) / draws;
    const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (draws - 1);
    return { mean, error: Math.sqrt(variance / draws) };
  };

  test("d equal variances: 2d/n + d(d + 1) / (2(n - 1))", () => {
    expect(frechetBias(new Array<number>(64).fill(1), 128, 128)).toBeCloseTo(1 + (64 * 65) / 254, 12);
    // Two samples of N(0, I) with 2,048 features, 10,000 each: 211 was measured by another program.
    expect(frechetBias(new Array<number>(2048).fill(1), 10_000, 10_000)).toBeCloseTo(210.24, 1);
    expect(frechetBias([2, 0], 11, 21)).toBeCloseTo(2 * (1 / 11 + 1 / 21) + (1 / 10 + 1 / 20), 12);
  });

  test("is what is measured: equal and unequal variances and sizes", () => {
    for (const [deviations, sizes] of [
      [
        [1, 1, 1, 1, 1, 1, 1, 1],
        [200, 200],
      ],
      [
        [3, 1, 0.5, 0.1, 2],
        [150, 400],
      ],
    ] as [number[], [number, number]][]) {
      const { mean, error } = drawn(deviations, sizes, 200);
      const expected = frechetBias(
        deviations.map((s) => s * s),
        ...sizes,
      );
      // Three standard errors, and 3 % for the terms of second order.
      expect(Math.abs(mean - expected)).toBeLessThan(3 * error + 0.03 * expected);
    }
  });

  test("is too large a guess where there are fewer samples than features", () => {
    const { mean } = drawn(new Array<number>(64).fill(1), [16, 16], 3);
    expect(mean).toBeLessThan(0.7 * frechetBias(new Array<number>(64).fill(1), 16, 16));
    expect(() => frechetBias([1], 1, 5)).toThrow(/1 and 5 samples/);
    expect(() => frechetBias([1, -1], 5, 5)).toThrow(/variance is -1/);
  });
});
