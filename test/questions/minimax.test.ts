/** The checks of chapter 03 against the library's own code: it must pass them. */
import { beforeAll, describe, expect, it } from "vitest";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";
import { findQuestion } from "../../lib/questions/all";
import { localSubject } from "../../lib/questions/local-subject";
import { runChecks } from "../../lib/questions/run-checks";
import { gaussian } from "../../lib/theory/densities";
import { diracField } from "../../lib/theory/dirac-gan";
import { jensenShannon } from "../../lib/theory/divergences";
import {
  alternatingPlay,
  bilinearField,
  extraGradientPlay,
  playOut,
  simultaneousPlay,
} from "../../lib/theory/games";
import { optimalLogit, sigmoid } from "../../lib/theory/value-function";

beforeAll(() => useEngine("cpu"));

async function failures(id: string, answer: unknown): Promise<string[]> {
  const question = findQuestion(id);
  if (question.kind === "prose") throw new Error(`${id} is prose`);
  const subject = localSubject(answer);
  const results = await runChecks(question, subject, { seed: 42 });
  subject.close();
  return results
    .filter(({ verdict }) => verdict !== "pass")
    .map(({ name, message }) => `${name}: ${message}`);
}

describe("the library's own code passes the questions of chapter 03", () => {
  it("best discriminator, Jensen-Shannon", async () => {
    const best = (logP: number[], logQ: number[]) => logP.map((a, i) => sigmoid(a - logQ[i]!));
    expect(await failures("minimax/best-discriminator", best)).toEqual([]);
    expect(await failures("minimax/jensen-shannon", jensenShannon)).toEqual([]);
  });

  it("the three steps", async () => {
    const play = (c: number, x: number, y: number, eta: number) => ({
      simultaneous: simultaneousPlay(bilinearField(c), [x, y], eta),
      alternating: alternatingPlay(bilinearField(c), [x, y], eta),
      extraGradient: extraGradientPlay(bilinearField(c), [x, y], eta),
    });
    expect(await failures("minimax/three-steps", play)).toEqual([]);
  });

  it("the best logit of two normals is a parabola: fitted through three of its points", async () => {
    interface Normal {
      mean: number;
      spread: number;
    }
    const build = (p: Normal, q: Normal) => {
      const logit = optimalLogit(gaussian(p.mean, p.spread), gaussian(q.mean, q.spread));
      const [left, bias, right] = [-1, 0, 1].map(logit) as [number, number, number];
      const dense = tf.layers.dense({ units: 1, inputShape: [2] });
      const model = tf.sequential({ layers: [dense] });
      const weights = [[(right - left) / 2], [(right + left) / 2 - bias]];
      dense.setWeights([tf.tensor2d(weights), tf.tensor1d([bias])]);
      return model;
    };
    expect(await failures("minimax/two-normals", build)).toEqual([]);
  });

  it("the brake of the Dirac-GAN", async () => {
    const steps = (gamma: number) =>
      playOut(simultaneousPlay, diracField({ gamma }), { start: [1, 0], rate: 0.2, steps: 500 }).findIndex(
        ([theta, psi]) => Math.hypot(theta, psi) < 0.01,
      );
    const counts = [0.25, 0.5, 1, 2, 4].map(steps);
    const fewest = Math.min(...counts);
    const gamma = [0.25, 0.5, 1, 2, 4][counts.indexOf(fewest)]!;
    expect(await failures("minimax/damping", { gamma, steps: fewest, without: "goes away" })).toEqual([]);
  });
});
