/** Chapter 01: what its prose says about directions, selection, noise and favourites, on the shipped weights. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sprites } from "../../lib/datasets/sprites/sprites";
import { rng } from "../../lib/engine/rng";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";
import { loadFeatures, type FeatureExtractor } from "../../lib/metrics/features";
import { recogniseSprites, type Recognition } from "../../lib/metrics/recognise-sprites";
import { wilsonInterval } from "../../lib/metrics/wilson-interval";
import { loadGenerator, type ShippedGenerator } from "../../lib/models/shipped-generator";
import { latentDirection } from "../../lib/theory/latent-direction";

let painter: ShippedGenerator;
let judge: FeatureExtractor;
/** 1,000 latents, and what the judge sees in their pictures; 400 more that had no part in finding the directions. */
let rows: number[][];
let seen: Recognition[];
let fresh: tf.Tensor2D;
let before: Recognition[];
let real: Recognition[];

const latents = (name: string, count: number) => rng(1).stream(name).normalTensor(count, painter.latentSize);

async function look(z: tf.Tensor2D): Promise<Recognition[]> {
  const pictures = painter.generator.predict(z) as tf.Tensor4D;
  const found = await recogniseSprites(judge, pictures);
  pictures.dispose();
  return found;
}

async function lookMoved(direction: number[], by: number): Promise<Recognition[]> {
  const z: tf.Tensor2D = tf.tidy(() => fresh.add(tf.tensor1d(direction).mul(by)));
  const found = await look(z);
  z.dispose();
  return found;
}

const share = (list: boolean[]) => list.filter(Boolean).length / list.length;
const isSand = ({ background }: Recognition) => background.label === "sand";
const isRed = ({ colour }: Recognition) => colour.label === "red";
const isRing = ({ shape }: Recognition) => shape.label === "ring";

function judgeNoise() {
  const noise = rng(3)
    .stream("static")
    .normalTensor(200, 32 * 32 * 3);
  const pictures: tf.Tensor4D = tf.tidy(() => noise.clipByValue(-1, 1).reshape([200, 32, 32, 3]));
  noise.dispose();
  return judge.classify(pictures).finally(() => pictures.dispose());
}

const ringsInNoise = async () => (await judgeNoise()).map((answer) => answer["shape"]!.label === "ring");

beforeAll(async () => {
  await useEngine();
  [painter, judge] = [await loadGenerator("dcgan-sprites"), await loadFeatures("sprites")];
  const many = latents("directions", 1000);
  [rows, seen] = [many.arraySync(), await look(many)];
  many.dispose();
  fresh = latents("fresh", 400);
  before = await look(fresh);
  const drawn = sprites({ size: 512, seed: 1 }).images([...Array(400).keys()]);
  real = await recogniseSprites(judge, drawn);
  drawn.dispose();
});

afterAll(() => {
  painter.dispose();
  judge.dispose();
  fresh.dispose();
});

describe("an edit by a direction", () => {
  const controlled = () => {
    const toSand = latentDirection(rows, seen.map(isSand));
    const noise = rng(2).stream("control").normalTensor(1, painter.latentSize).arraySync()[0]!;
    const control = noise.map((value) => (value * Math.hypot(...toSand)) / Math.hypot(...noise));
    return { toSand, control };
  };

  it("makes backgrounds sand-coloured, more so the further it goes; a random direction as long does not", async () => {
    const { toSand, control } = controlled();
    const [none, once, twice, random] = [
      share(before.map(isSand)),
      share((await lookMoved(toSand, 1)).map(isSand)),
      share((await lookMoved(toSand, 2)).map(isSand)),
      share((await lookMoved(control, 2)).map(isSand)),
    ];
    expect(once).toBeGreaterThan(none + 0.3);
    expect(twice).toBeGreaterThan(once);
    expect(twice).toBeGreaterThan(0.85);
    expect(Math.abs(random - none)).toBeLessThan(0.15);
  });

  it("changes many shapes along, as a random direction of that length does", async () => {
    const { toSand, control } = controlled();
    const kept = async (direction: number[], by: number) =>
      share((await lookMoved(direction, by)).map(({ shape }, i) => shape.label === before[i]!.shape.label));
    expect(await kept(toSand, 0)).toBe(1);
    expect(await kept(toSand, 2)).toBeLessThan(0.7);
    expect(await kept(control, 2)).toBeLessThan(0.8);
  });

  it("puts red in with a plus sign and takes it out with a minus sign", async () => {
    const toRed = latentDirection(rows, seen.map(isRed));
    const [out, none, into] = [
      share((await lookMoved(toRed, -2)).map(isRed)),
      share(before.map(isRed)),
      share((await lookMoved(toRed, 2)).map(isRed)),
    ];
    expect(out).toBeLessThan(none / 2);
    expect(into).toBeGreaterThan(0.6);
  });

  it("puts rings in, but into far fewer pictures than red; in noise the judge names rings, too", async () => {
    const toRing = latentDirection(rows, seen.map(isRing));
    const [out, none] = [await lookMoved(toRing, -2), before].map((list) => share(list.map(isRing)));
    const into = await lookMoved(toRing, 2);
    expect(out).toBeLessThan(none! / 2);
    expect(share(into.map(isRing))).toBeGreaterThan(1.5 * none!);
    expect(share(into.map(isRing))).toBeLessThan(0.4);
    expect(share(await ringsInNoise())).toBeGreaterThan(0.6);
  });
});

describe("a selection", () => {
  it("shows ten recognised pictures of a generator that is recognised in about 38 % (its card)", () => {
    const best = [...seen].sort((a, b) => b.score - a.score).slice(0, 10);
    expect(best.every(({ isRecognised }) => isRecognised)).toBe(true);
    const good = seen.filter(({ isRecognised }) => isRecognised).length;
    const [low, high] = wilsonInterval(good, seen.length);
    const [cardLow, cardHigh] = wilsonInterval(1562, 4096); // 38.1 %
    expect(low).toBeLessThan(cardHigh);
    expect(high).toBeGreaterThan(cardLow);
    expect(share(real.map(({ isRecognised }) => isRecognised))).toBeGreaterThan(0.9);
  });

  it("shows fewer different kinds than the rules do, among as many pictures", () => {
    const kinds = (list: Recognition[]) =>
      new Set(
        list
          .filter(({ isRecognised }) => isRecognised)
          .map(({ shape, colour, background }) => `${shape.label} ${colour.label} ${background.label}`),
      ).size;
    expect(kinds(seen.slice(0, 400))).toBeLessThan(kinds(real) / 2);
  });
});

describe("the judge", () => {
  it("names a shape in pure noise, and says that it is no sprite", async () => {
    const answers = await judgeNoise();
    expect(answers.every((answer) => answer["shape"]!.label !== "")).toBe(true);
    expect(answers.filter((answer) => answer["picture"]!.label === "sprite").length).toBeLessThanOrEqual(2);
  });
});

describe("favourites", () => {
  /** Pearson's test of equal frequencies of eight words; 7 degrees of freedom, 99.9 % quantile 24.32. */
  function chiSquare(list: Recognition[], word: (one: Recognition) => string): number {
    const counts = new Map<string, number>();
    for (const one of list) counts.set(word(one), (counts.get(word(one)) ?? 0) + 1);
    const expected = list.length / 8;
    return [...counts.values()].reduce(
      (sum, n) => sum + (n - expected) ** 2 / expected,
      (8 - counts.size) * expected,
    );
  }
  const shapeOf = ({ shape }: Recognition) => shape.label;
  const colourOf = ({ colour }: Recognition) => colour.label;

  it("are there among generated shapes, circles above all, and not among drawn ones", () => {
    expect(chiSquare(real, shapeOf)).toBeLessThan(24.32);
    expect(chiSquare(seen, shapeOf)).toBeGreaterThan(24.32);
    const circles = seen.filter((one) => shapeOf(one) === "circle").length;
    expect(wilsonInterval(circles, seen.length)[0]).toBeGreaterThan(2 / 8 - 0.02);
  });

  it("are much weaker among generated colours", () => {
    expect(chiSquare(seen, colourOf)).toBeLessThan(chiSquare(seen, shapeOf) / 4);
  });
});
