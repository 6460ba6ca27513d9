/** Chapter 02: its formulas against finite differences, and what its trainings are said to show. */
import { beforeAll, describe, expect, it } from "vitest";
import { rng } from "../../lib/engine/rng";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";
import { meanAndSpread, overlap, viewGame } from "../../lib/theory/game-view";
import { sigmoid, softplus } from "../../lib/theory/logistic";
import { TinyGan, type TinyLoss } from "../../lib/theory/tiny-gan";
import { hidden, many } from "./02-gan";

beforeAll(() => useEngine());

const real = { mean: 2, spread: 0.6 };
const meanOf = (values: ArrayLike<number>) => meanAndSpread(values).mean;

interface Play {
  steps: number;
  dRate: number;
  gRate: number;
  seed: number;
  data?: typeof real;
  dStopsAt?: number;
}

/** As in the cell `play`. */
function play(gan: TinyGan, { steps, dRate, gRate, seed, data = real, dStopsAt = Infinity }: Play) {
  const random = rng(seed).stream("play");
  const realOne = () => data.mean + data.spread * random.normal();
  const course = { mean: [] as number[], spread: [] as number[] };
  for (let t = 1; t <= steps; t++) {
    if (t <= dStopsAt) gan.discriminatorStep(many(64, realOne), many(64, random.normal), dRate);
    gan.generatorStep(many(64, random.normal), gRate);
    const [a, b] = gan.generator.weights;
    course.mean.push(b!);
    course.spread.push(Math.abs(a!));
  }
  return course;
}

function straight(loss: TinyLoss = "non-saturating"): TinyGan {
  const sizes = { generator: [1, 1], discriminator: [1, 1] };
  const gan = new TinyGan({ ...sizes, random: rng(1).stream("weights"), loss });
  gan.generator.weights.set([1, 0]);
  gan.discriminator.weights.set([0, 0]);
  return gan;
}

const slow = { steps: 800, dRate: 0.1, gRate: 0.1, seed: 0 };
const quick = { steps: 1500, dRate: 0.3, gRate: 0.1 };
const tail = (values: number[]) => meanOf(values.slice(-values.length / 4));

describe("squared distance", () => {
  it("leads one number to the mean, at the loss of the variance, and a generator with noise to no noise", () => {
    const { normal } = rng(1).stream("real");
    const drawReal = () => real.mean + real.spread * normal();
    const pictures = many(1000, drawReal);
    let only = -1;
    for (let t = 0; t < 14; t++) only -= 0.2 * meanOf(pictures.map((x) => 2 * (only - x)));
    const { mean, spread } = meanAndSpread(pictures);
    expect(Math.abs(only - mean)).toBeLessThan(0.01);
    expect(meanOf(pictures.map((x) => (only - x) ** 2))).toBeCloseTo(spread ** 2, 3);

    const random = rng(2).stream("distance");
    let [a, b] = [1, 0];
    for (let t = 0; t < 300; t++) {
      const [z, x] = [many(64, random.normal), many(64, drawReal)];
      const error = z.map((value, i) => a * value + b - x[i]!);
      a -= 0.05 * meanOf(error.map((e, i) => 2 * e * z[i]!));
      b -= 0.05 * meanOf(error.map((e) => 2 * e));
    }
    expect(Math.abs(a)).toBeLessThan(0.06);
    expect(Math.abs(b - real.mean)).toBeLessThan(0.06);
  });
});

describe("cross-entropy", () => {
  const ds = Array.from({ length: 99 }, (_, i) => (i + 1) / 100);
  const cheapest = (price: (d: number) => number) =>
    ds.reduce((best, d) => (price(d) < price(best) ? d : best));

  it("makes the true share the cheapest answer; plain distance makes exaggeration cheapest", () => {
    expect(cheapest((d) => -0.7 * Math.log(d) - 0.3 * Math.log(1 - d))).toBe(0.7);
    expect(cheapest((d) => 0.7 * (1 - d) + 0.3 * d)).toBe(0.99);
    expect(-Math.log(0.5)).toBeCloseTo(0.693, 3);
    expect(-Math.log(0)).toBe(Infinity);
  });

  it("in two stages is infinite at a logit of 20 in 32 bits and of 40 in 64, and as softplus never", () => {
    const inTf = (logit: number) =>
      tf.tidy(() => tf.neg(tf.log(tf.sub(1, tf.sigmoid(tf.scalar(logit))))).dataSync()[0]!);
    expect([10, 20].map((logit) => Number.isFinite(inTf(logit)))).toEqual([true, false]);
    expect([20, 40].map((logit) => Number.isFinite(-Math.log(1 - sigmoid(logit))))).toEqual([true, false]);
    const priceOfReal = (logit: number) =>
      tf.tidy(() => tf.neg(tf.log(tf.sigmoid(tf.scalar(logit)))).dataSync()[0]!);
    expect([-20, -120].map((logit) => Number.isFinite(priceOfReal(logit)))).toEqual([true, false]); // later
    expect(
      [2, 10, 20]
        .map((logit) => -Math.log(1 - sigmoid(logit)) - softplus(logit))
        .every((gap) => Math.abs(gap) < 1e-6),
    ).toBe(true);
    expect(softplus(800)).toBe(800);
  });
});

describe("the gradient by hand", () => {
  const [w, c, xReal, xFake] = [0.8, -0.5, 2.3, -0.4];
  const [a, b, z] = [1, 0, 0.7];
  const slope = (f: (value: number) => number, at: number) => (f(at + 1e-5) - f(at - 1e-5)) / 2e-5;

  it("of the discriminator is its finite difference, TensorFlow's and TinyGan's", () => {
    const loss = (weight: number, bias: number) =>
      softplus(-(weight * xReal + bias)) + softplus(weight * xFake + bias);
    const [onReal, onFake] = [sigmoid(w * xReal + c) - 1, sigmoid(w * xFake + c)];
    const byHand = [onReal * xReal + onFake * xFake, onReal + onFake];
    expect(byHand[0]).toBeCloseTo(
      slope((weight) => loss(weight, c), w),
      8,
    );
    expect(byHand[1]).toBeCloseTo(
      slope((bias) => loss(w, bias), c),
      8,
    );
    const gan = straight();
    gan.discriminator.weights.set([w, c]);
    const { slopes } = gan.discriminatorSlopes(Float64Array.of(xReal), Float64Array.of(xFake));
    [...slopes].forEach((value, i) => expect(value).toBeCloseTo(byHand[i]!, 12));
    const inTf = tf.grads((weight: tf.Tensor, bias: tf.Tensor) => {
      const [onR, onF] = [xReal, xFake].map((x) => tf.add(tf.mul(weight, x), bias));
      return tf.add(tf.softplus(tf.neg(onR!)), tf.softplus(onF!));
    })([tf.scalar(w), tf.scalar(c)]);
    inTf.forEach((value, i) => expect(value.dataSync()[0]).toBeCloseTo(byHand[i]!, 5));
  });

  it("of the generator goes through w, and is its finite difference and TinyGan's", () => {
    const loss = (scale: number, shift: number) => softplus(-(w * (scale * z + shift) + c));
    const bySample = (sigmoid(w * (a * z + b) + c) - 1) * w;
    expect(bySample * z).toBeCloseTo(
      slope((scale) => loss(scale, b), a),
      8,
    );
    expect(bySample).toBeCloseTo(
      slope((shift) => loss(a, shift), b),
      8,
    );
    const gan = straight();
    gan.discriminator.weights.set([w, c]);
    const { slopes } = gan.generatorSlopes(Float64Array.of(z));
    expect(slopes[0]).toBeCloseTo(bySample * z, 12);
    expect(slopes[1]).toBeCloseTo(bySample, 12);
  });
});

describe("a straight judge", () => {
  it("has no push before its first step, then pushes right, the left samples most, and narrows", () => {
    const gan = straight();
    const random = rng(5).stream("round");
    const realBatch = () => many(64, () => real.mean + real.spread * random.normal());
    const zBatch = () => many(64, random.normal);
    const look = () =>
      viewGame(gan, { density: () => 0, latents: many(1000, rng(4).stream("shown").normal) });
    expect(look().samples.every(({ push }) => Math.abs(push) === 0)).toBe(true);
    for (let t = 0; t < 10; t++) gan.discriminatorStep(realBatch(), zBatch(), 0.3);
    const pushes = look().samples.map(({ push }) => push);
    expect(pushes.every((push) => push > 0)).toBe(true);
    expect(pushes).toEqual([...pushes].sort((x, y) => y - x)); // the samples are sorted from left to right
    for (let t = 0; t < 10; t++) gan.generatorStep(zBatch(), 0.3);
    expect(gan.generator.weights[0]).toBeLessThan(1);
    expect(gan.generator.weights[1]).toBeGreaterThan(0.3);
  });

  it("teaches the mean, past which the generator swings first, and not the spread", () => {
    const course = play(straight(), slow);
    expect(Math.max(...course.mean)).toBeGreaterThan(2.5);
    expect(Math.abs(tail(course.mean) - 2)).toBeLessThan(0.1);
    expect(course.spread.every((spread, t) => t === 0 || spread < course.spread[t - 1]! + 0.02)).toBe(true);
    const learned = [0.3, 0.6, 1.2].map((spread) => play(straight(), { ...slow, data: { mean: 2, spread } }));
    for (const { mean } of learned) expect(Math.abs(tail(mean) - 2)).toBeLessThan(0.1);
    const spreads = learned.map(({ spread }) => tail(spread));
    // The data become four times as wide, the generator less than twice.
    expect(spreads[2]! / spreads[0]!).toBeLessThan(2);
    expect(spreads[1]).toBeLessThan(0.5);
    expect(spreads[2]).toBeLessThan(0.7);
    expect(tail(play(straight("saturating"), slow).spread)).toBeGreaterThan(1.3);
    // Near the right 0.3 by luck: another learning rate of the generator gives another spread.
    const faster = tail(play(straight(), { ...slow, gRate: 0.3, data: { mean: 2, spread: 0.3 } }).spread);
    expect(spreads[0]).toBeLessThan(0.35);
    expect(faster).toBeGreaterThan(0.45);
  });
});

describe("a judge that bends", () => {
  const shown = many(1000, rng(4).stream("shown").normal);
  const density = (x: number) =>
    Math.exp(-0.5 * ((x - real.mean) / real.spread) ** 2) / (real.spread * Math.sqrt(2 * Math.PI));
  const share = (gan: TinyGan) => overlap(viewGame(gan, { density, latents: shown }));

  it.each([0, 1, 2, 3, 4])(
    "teaches mean and spread with seed %i: within 0.05 on average, within 0.15 at the end",
    (seed) => {
      const gan = hidden(seed);
      const untrained = share(gan);
      const { mean, spread } = play(gan, { ...quick, seed });
      expect(Math.abs(tail(mean) - 2)).toBeLessThan(0.05);
      expect(Math.abs(tail(spread) - 0.6)).toBeLessThan(0.05);
      expect(Math.abs(mean.at(-1)! - 2)).toBeLessThan(0.15);
      expect(Math.abs(spread.at(-1)! - 0.6)).toBeLessThan(0.15);
      expect(untrained).toBeLessThan(0.25);
      expect(share(gan)).toBeGreaterThan(0.85);
    },
  );

  it("says further right, too narrow and too wide by a slope, a valley and a hill", () => {
    const random = rng(5).stream("round");
    const against = (a: number, b: number) => {
      const gan = hidden(0);
      gan.generator.weights.set([a, b]);
      for (let t = 0; t < 600; t++) {
        const pictures = many(64, () => real.mean + real.spread * random.normal());
        gan.discriminatorStep(pictures, many(64, random.normal), 0.3);
      }
      return [...gan.scores(Float64Array.of(0.5, 2, 3.5))] as [number, number, number];
    };
    const [far, narrow, wide] = [against(0.6, 0), against(0.25, 2), against(1.2, 2)];
    expect(far[0]).toBeLessThan(0.2);
    expect(far[1]).toBeGreaterThan(0.9);
    expect(Math.min(narrow[0], narrow[2]) - narrow[1]).toBeGreaterThan(0.2);
    expect(wide[1] - Math.max(wide[0], wide[2])).toBeGreaterThan(0.2);
  });

  it("follows the spread of other data, which the straight one did not", () => {
    const { spread } = play(hidden(0), { ...quick, seed: 0, data: { mean: 2, spread: 1.2 } });
    expect(Math.abs(tail(spread) - 1.2)).toBeLessThan(0.15);
  });

  it("scores about one half where the pictures are, in the end", () => {
    const gan = hidden(0);
    play(gan, { ...quick, seed: 0 });
    for (const score of gan.scores(Float64Array.of(1.4, 2, 2.6)))
      expect(Math.abs(score - 0.5)).toBeLessThan(0.15);
  });

  it.each([0, 1, 2])(
    "that stops learning drives all pictures past the real ones, onto one point (seed %i)",
    (seed) => {
      const { mean, spread } = play(hidden(seed), { ...quick, steps: 120, seed, dStopsAt: 20 });
      expect(mean[119]).toBeGreaterThan(3);
      expect(mean[119]).toBeLessThan(4); // inside the drawing
      expect(spread[119]).toBeLessThan(0.1);
    },
  );

  it.each([50, 100, 300])("that stops at round %i leads to a wrong place as well", (dStopsAt) => {
    const { mean, spread } = play(hidden(0), { ...quick, steps: dStopsAt + 700, seed: 0, dStopsAt });
    const off = (t: number) => Math.hypot(mean[t - 1]! - real.mean, spread[t - 1]! - real.spread);
    expect(off(dStopsAt + 700)).toBeGreaterThan(1);
    expect(off(dStopsAt + 700)).toBeGreaterThan(2 * off(dStopsAt));
  });
});
