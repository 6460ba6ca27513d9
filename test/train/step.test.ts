import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { rng } from "../../lib/engine/rng";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";
import { nonSaturating } from "../../lib/losses/non-saturating";
import type { Gan } from "../../lib/models/types";
import { Adam } from "../../lib/nn/adam";
import { reseedDropout } from "../../lib/nn/dropout";
import { namedTrainableWeights } from "../../lib/nn/weights";
import { discriminatorStep, generatorStep, simultaneousStep } from "../../lib/train/step";
import type { Players } from "../../lib/train/step";
import { smallGan, valuesOf } from "./small-run";

beforeAll(async () => {
  await useEngine();
});

const open: (() => void)[] = [];
afterEach(() => open.splice(0).forEach((close) => close()));

function playersOf(gan: Gan): Players {
  const options = { learningRate: 0.01, beta1: 0.5 };
  const dOptimiser = new Adam(namedTrainableWeights(gan.discriminator, "discriminator"), options);
  const gOptimiser = new Adam(namedTrainableWeights(gan.generator, "generator"), options);
  open.push(() => [gan, dOptimiser, gOptimiser].forEach((part) => part.dispose()));
  return { gan, loss: nonSaturating, dOptimiser, gOptimiser };
}

/** Runs one update on fixed pictures and latents, and gives its numbers. */
function run(
  players: Players,
  which: "discriminator" | "generator" | "simultaneous",
): Record<string, number> {
  return tf.tidy(() => {
    reseedDropout(players.gan.discriminator, rng(1).stream("masks"));
    const pixels = rng(4);
    const images = tf.tensor4d(
      Float32Array.from({ length: 8 * 256 }, () => pixels.uniform()),
      [8, 16, 16, 1],
    );
    const z = rng(5).normalTensor(8, players.gan.latentSize);
    const dRates = players.dOptimiser.ratesAt(1);
    const gRates = players.gOptimiser.ratesAt(1);
    const outcome =
      which === "discriminator"
        ? discriminatorStep(players, { images, z }, dRates)
        : which === "generator"
          ? generatorStep(players, { z }, gRates)
          : simultaneousStep(players, { images, z }, { dRates, gRates });
    return Object.fromEntries(
      Object.entries(outcome as Record<string, tf.Scalar>).map(([key, value]) => [key, value.dataSync()[0]!]),
    );
  });
}

const isStatistic = (name: string) => name.includes("/moving_");

describe.each(["article", "paper"] as const)("a step of the %s form", (form) => {
  it("of the discriminator changes all its trained weights and none of the generator's", () => {
    const players = playersOf(smallGan({ form }));
    const [before, other] = [valuesOf(players.gan, "discriminator"), valuesOf(players.gan, "generator")];
    run(players, "discriminator");
    for (const [name, values] of valuesOf(players.gan, "discriminator")) {
      expect(values, name).not.toEqual(before.get(name));
    }
    for (const [name, values] of valuesOf(players.gan, "generator")) {
      // The generator ran as in training, so its batch norms have seen a batch.
      if (isStatistic(name)) expect(values, name).not.toEqual(other.get(name));
      else expect(values, name).toEqual(other.get(name));
    }
  });

  it("of the generator changes all its trained weights and none of the discriminator's", () => {
    const players = playersOf(smallGan({ form }));
    const [before, other] = [valuesOf(players.gan, "generator"), valuesOf(players.gan, "discriminator")];
    run(players, "generator");
    for (const [name, values] of valuesOf(players.gan, "generator"))
      expect(values, name).not.toEqual(before.get(name));
    for (const [name, values] of valuesOf(players.gan, "discriminator")) {
      if (!isStatistic(name)) expect(values, name).toEqual(other.get(name));
    }
  });

  it("leaves nothing behind but its numbers", () => {
    const players = playersOf(smallGan({ form }));
    const before = tf.memory().numTensors;
    for (const which of ["discriminator", "generator", "simultaneous"] as const) run(players, which);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("the two kinds of update", () => {
  // The paper's form has no dropout, so the same pictures and latents give the same gradients in any order.
  const form = "paper";

  it("simultaneous: each player moves as if it alone had moved", () => {
    const both = playersOf(smallGan({ form }));
    run(both, "simultaneous");
    const onlyD = playersOf(smallGan({ form }));
    run(onlyD, "discriminator");
    const onlyG = playersOf(smallGan({ form }));
    run(onlyG, "generator");
    expectSameTrained(both.gan, onlyD.gan, "discriminator");
    expectSameTrained(both.gan, onlyG.gan, "generator");
  });

  it("alternating: the generator answers the discriminator after its update", () => {
    const alternating = playersOf(smallGan({ form }));
    run(alternating, "discriminator");
    run(alternating, "generator");
    const simultaneous = playersOf(smallGan({ form }));
    run(simultaneous, "simultaneous");
    const kernel = "generator/up-3/kernel";
    expect(valuesOf(alternating.gan, "generator").get(kernel)).not.toEqual(
      valuesOf(simultaneous.gan, "generator").get(kernel),
    );
  });
});

describe("what a step tells", () => {
  it("is the loss and the scores before the update", () => {
    const players = playersOf(smallGan({ form: "paper" }));
    // A discriminator that says logit 2 to everything: D = sigmoid(2).
    const [kernel, bias] = players.gan.discriminator.getLayer("logit").getWeights();
    tf.tidy(() =>
      players.gan.discriminator
        .getLayer("logit")
        .setWeights([tf.zerosLike(kernel!), tf.fill(bias!.shape, 2)]),
    );
    const score = 1 / (1 + Math.exp(-2));
    const { dLoss, realScore, fakeScore } = run(players, "discriminator");
    expect(realScore).toBeCloseTo(score, 5);
    expect(fakeScore).toBeCloseTo(score, 5);
    expect(dLoss).toBeCloseTo(-Math.log(score) - Math.log(1 - score), 5);
  });

  it("falls for the one who moved", () => {
    const players = playersOf(smallGan({ form: "paper" }));
    const first = run(players, "discriminator");
    const second = run(players, "discriminator");
    expect(second.dLoss!).toBeLessThan(first.dLoss!);
    expect(second.realScore! - second.fakeScore!).toBeGreaterThan(first.realScore! - first.fakeScore!);
    const before = run(players, "generator");
    expect(run(players, "generator").gLoss!).toBeLessThan(before.gLoss!);
  });
});

function expectSameTrained(one: Gan, other: Gan, network: "generator" | "discriminator"): void {
  const expected = valuesOf(other, network);
  for (const [name, values] of valuesOf(one, network)) {
    if (isStatistic(name)) continue;
    const distance = Math.max(...values.map((value, k) => Math.abs(value - expected.get(name)![k]!)));
    expect(distance, name).toBeLessThan(1e-6);
  }
}
