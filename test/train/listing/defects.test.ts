/**
 * Each defect of the listing by what it does. A check holds for the program with everything mended, and does not hold where this
 * one defect is left in.
 */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { rng } from "../../../lib/engine/rng";
import { tf } from "../../../lib/engine/tf";
import { useEngine } from "../../../lib/engine/use-engine";
import type { Gan } from "../../../lib/models/types";
import { Adam } from "../../../lib/nn/adam";
import { reseedDropout } from "../../../lib/nn/dropout";
import { namedTrainableWeights } from "../../../lib/nn/weights";
import { picturesOf } from "../../../lib/train/listing/data";
import { repairsOf } from "../../../lib/train/listing/defects";
import type { Defect } from "../../../lib/train/listing/defects";
import { listing } from "../../../lib/train/listing/listing";
import { listingStep } from "../../../lib/train/listing/step";
import { smallDataset, smallGan, valuesOf } from "../small-run";
import { all, allBut, look, run, small } from "./small-listing";

beforeAll(() => useEngine());

const ends = (repaired: readonly Defect[]) =>
  run(repaired).then(
    (result) => (result.dispose(), true),
    () => false,
  );

type Holds = (repaired: readonly Defect[]) => boolean | Promise<boolean>;

/** What should hold of the program, by the defect that breaks it. */
const checks: Record<Defect, [says: string, holds: Holds]> = {
  "missing-argument": ["the program ends", ends],
  "impossible-reshape": ["the program ends", ends],
  "numpy-missing": ["the program ends", ends],
  "flat-pictures": ["the program ends", ends],
  "rebound-name": [
    "the main part can be run twice",
    async (repaired) => {
      const program = listing({ ...small, repaired });
      (await program.run()).dispose();
      return program.run().then(
        (again) => (again.dispose(), true),
        () => false,
      );
    },
  ],
  "generator-step": [
    "the generator's half changes every trained weight of the generator, and none of the discriminator",
    (repaired) => {
      const { gan, halfStep, dispose } = withRestingDiscriminator(repaired);
      const weights = (name: "generator" | "discriminator") =>
        namedTrainableWeights(gan[name], name).map(({ variable }) => [...variable.dataSync()]);
      const before = { generator: weights("generator"), discriminator: weights("discriminator") };
      for (let step = 1; step <= 3; step++) halfStep(step);
      const has = (name: "generator" | "discriminator") =>
        weights(name).map((values, i) => values.some((value, k) => value !== before[name][i]![k]));
      const isRight = has("generator").every(Boolean) && !has("discriminator").some(Boolean);
      dispose();
      return isRight;
    },
  ],
  "byte-range": [
    "real pictures fill the range of tanh and no more",
    (repaired) => {
      const pictures = picturesOf(smallDataset(40), { repaired: repairsOf(repaired), latentSize: 6 });
      const values = pictures(Uint32Array.of(0, 1, 2, 3)).dataSync();
      return values.every((value) => Math.abs(value) <= 1) && values.some((value) => value < 0);
    },
  ],
  "inference-mode": [
    "batch norm's running means follow the data",
    (repaired) =>
      look(repaired, {}, ({ gan }) =>
        [...valuesOf(gan, "generator")]
          .filter(([name]) => name.endsWith("moving_mean"))
          .every(([, values]) => values.some((value) => value !== 0)),
      ),
  ],
  "sigmoid-labels": [
    "a generator that fools the discriminator in 95 of 100 cases is pushed to fool it more, not less",
    (repaired) => {
      const [before, after] = scoresWithFrozenDiscriminator(repaired);
      return after > before;
    },
  ],
  "one-batch-epochs": [
    "one epoch shows each picture",
    (repaired) => look(repaired, {}, ({ picturesSeen }) => picturesSeen === 40),
  ],
  "wrong-loss": [
    "the generator's loss is printed",
    (repaired) => {
      // A discriminator that says 2 to every picture: softplus(-2) is what the generator pays.
      const options = { prepare: (gan: Gan) => fixLastLayer(gan.discriminator, 2), learningRate: 1e-12 };
      const cost = Math.log1p(Math.exp(-2)).toFixed(4);
      return look(repaired, options, ({ lines }) => lines.every((line) => line.includes(cost)));
    },
  ],
  "raw-display": [
    "a generator that paints -0.5 is shown as a dark grey",
    (repaired) => {
      const prepare = (gan: Gan) => fixLastLayer(gan.generator, Math.atanh(-0.5));
      return look(repaired, { prepare, learningRate: 1e-12 }, ({ shown }) =>
        shown.bytes.every((byte) => Math.abs(byte - 255 / 4) <= 1),
      );
    },
  ],
  "never-saved": [
    "the picture lies in a file that can be read again",
    async (repaired) => {
      const saveAs = join(mkdtempSync(join(tmpdir(), "listing-")), "generated.png");
      return look(repaired, { saveAs }, async ({ saved, shown }) => {
        if (saved === undefined) return false;
        const read = await sharp(saved).greyscale().raw().toBuffer();
        return Buffer.compare(read, Buffer.from(shown.bytes)) === 0;
      });
    },
  ],
  "unused-path": [
    "a path where nothing lies is an error",
    (repaired) =>
      run(repaired, { load: shelf, dataPath: "path/to/nothing" }).then(
        (result) => (result.dispose(), false),
        (error: Error) => error.message.includes("path/to/nothing"),
      ),
  ],
  "size-claim": [
    "the text says the size of the picture",
    (repaired) =>
      look(repaired, {}, ({ claimedSize, shown }) => claimedSize === `${shown.shape[1]}x${shown.shape[2]}`),
  ],
  "wrong-references": [
    "every reference names the first author and the year that its paper has",
    (repaired) =>
      look(repaired, {}, ({ references }) =>
        references.every(({ authors, year }, i) => {
          const [author, published] = firstAuthors[i]!;
          return authors[0]!.startsWith(author) && year === published;
        }),
      ),
  ],
};

/** From the papers' own pages: references 1 to 12. */
const firstAuthors: [author: string, year: number][] = [
  ["Goodfellow", 2014],
  ["Ramesh", 2021],
  ["Karras", 2019],
  ["Brock, A.", 2019],
  ["Nazeri", 2019],
  ["Zhu, J.-Y.", 2017],
  ["Mordvintsev", 2015],
  ["Park", 2019],
  ["Karras", 2018],
  ["Karras", 2019],
  ["Wang, T.-C.", 2018],
  ["Zhu, J.-Y.", 2017],
];

function shelf(path?: string) {
  if (path === undefined || path === "small") return smallDataset(40);
  throw new Error(`There is nothing at ${path}.`);
}

/** The last layer's weights become 0 and its bias this, so that the network says one number to everything. */
function fixLastLayer(network: tf.LayersModel, bias: number): void {
  const layer = network.layers.at(-1)!;
  const [kernel, old] = layer.getWeights();
  layer.setWeights([tf.zerosLike(kernel!), tf.fill(old!.shape, bias)]);
}

const noise = (name: string) => rng(7).stream(name).normalTensor(16, 6);

/** A small pair, and rounds of the loop whose first half, the discriminator's, has learning rate 0. */
function withRestingDiscriminator(repaired: readonly Defect[]) {
  const gan = smallGan();
  const adam = (network: "generator" | "discriminator") =>
    new Adam(namedTrainableWeights(gan[network], network), { learningRate: 1e-3, beta1: 0.5 });
  const [dOptimiser, gOptimiser] = [adam("discriminator"), adam("generator")];
  const players = { gan, repaired: repairsOf(repaired), dOptimiser, gOptimiser };
  const halfStep = (step: number) => {
    reseedDropout(gan.discriminator, rng(7).stream("masks", step));
    const rates = [dOptimiser.ratesAt(step, 0), gOptimiser.ratesAt(step)] as const;
    listingStep(players, {
      real: tf.zeros([16, 16, 16, 1]),
      zDiscriminator: noise("d"),
      zGenerator: noise(`g ${step}`),
      firstStepSize: rates[0].stepSize,
      firstEpsilon: rates[0].epsilon,
      secondStepSize: rates[1].stepSize,
      secondEpsilon: rates[1].epsilon,
    });
  };
  const dispose = () => [gan, dOptimiser, gOptimiser].forEach((part) => part.dispose());
  return { gan, halfStep, dispose };
}

/** Mean D(G(z)) before and after 40 generator steps against a discriminator that is nearly sure of the fakes and stays as it is. */
function scoresWithFrozenDiscriminator(repaired: readonly Defect[]): [number, number] {
  const { gan, halfStep, dispose } = withRestingDiscriminator(repaired);
  const layer = gan.discriminator.layers.at(-1)!;
  const [kernel, bias] = layer.getWeights();
  layer.setWeights([kernel!, tf.fill(bias!.shape, Math.log(0.95 / 0.05))]);
  const score = () =>
    tf.tidy(() => {
      const fakes = gan.generator.apply(noise("look"), { training: true }) as tf.Tensor;
      return tf.mean(tf.sigmoid(gan.discriminator.predict(fakes) as tf.Tensor)).dataSync()[0]!;
    });
  const before = score();
  for (let step = 1; step <= 40; step++) halfStep(step);
  const after = score();
  dispose();
  return [before, after];
}

describe("each defect of the listing", () => {
  it("has a card and a check", () => {
    expect(all.length).toBe(16);
    expect([...all].sort()).toEqual(Object.keys(checks).sort());
  });

  it.each(all)("%s", async (defect) => {
    const [says, holds] = checks[defect];
    expect(await holds(allBut(defect)), `with the defect: ${says}`).toBe(false);
    expect(await holds(all), `repaired: ${says}`).toBe(true);
  });
});
