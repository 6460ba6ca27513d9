import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";
import { generateImages, sampleLatents } from "../../lib/models/sample";
import type { StepReport } from "../../lib/models/step-report";
import type { Gan } from "../../lib/models/types";
import { loadGan } from "../../lib/train/load-gan";
import type { TrainOptions } from "../../lib/train/options";
import { train } from "../../lib/train/train";
import { hashOf, smallDataset, smallGan, smallOptions } from "./small-run";

beforeAll(async () => {
  await useEngine();
});

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "ganbook-train-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Trains a fresh small GAN and gives its hash and the result; disposes both. */
async function trained(options: Partial<TrainOptions> = {}, gan: Gan = smallGan()) {
  const result = await train(gan, smallDataset(), { ...smallOptions, ...options });
  const hash = hashOf(gan);
  result.average?.dispose();
  gan.dispose();
  return { ...result, hash };
}

const numbersOf = ({ dLoss, gLoss, realScore, fakeScore }: StepReport) => [
  dLoss,
  gLoss,
  realScore,
  fakeScore,
];

describe("train", () => {
  it("repeats a run under its seed, and not under another", async () => {
    const [first, second, other] = [await trained(), await trained(), await trained({ seed: 12 })];
    expect(second.hash).toBe(first.hash);
    expect(second.history.map(numbersOf)).toEqual(first.history.map(numbersOf));
    expect(other.hash).not.toBe(first.hash);
  });

  it("reports each step: numbers in their ranges, epochs, speed, time left", async () => {
    const seen: StepReport[] = [];
    let before: readonly StepReport[] = [];
    const { history, step, stopped, mode } = await trained({
      onStep: (report, all) => {
        seen.push(report);
        before = all;
      },
    });
    expect(before).toBe(history);
    expect({ step, stopped, mode }).toEqual({ step: 6, stopped: false, mode: "eager" });
    expect(seen).toEqual(history);
    expect(history.map((report) => report.step)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(history.map((report) => report.epoch)).toEqual([1, 2, 3, 4, 5, 6].map((k) => k / 5)); // 40 pictures, 8 a step
    for (const { realScore, fakeScore, dLoss, gLoss, imagesPerSecond, secondsLeft } of history) {
      for (const score of [realScore, fakeScore]) expect(score > 0 && score < 1).toBe(true);
      for (const number of [dLoss, gLoss, imagesPerSecond]) expect(number).toBeGreaterThan(0);
      expect(secondsLeft).toBeGreaterThanOrEqual(0);
    }
    expect(history.at(-1)!.secondsLeft).toBe(0);
  });

  it.each<[string, Partial<TrainOptions>]>([
    ["alternating", {}],
    ["simultaneous", { update: "simultaneous" }],
    ["with a moving average", { movingAverage: 0.9 }],
    ["with several critic updates and a gradient penalty", { discriminatorSteps: 3, gradientPenalty: 10 }],
    ["with R1", { r1: 1 }],
  ])("leaves no tensor behind over 10 steps, %s", async (_, options) => {
    const gan = smallGan();
    const counts: number[] = [];
    const before = tf.memory().numTensors;
    const onStep = () => void counts.push(tf.memory().numTensors);
    const { average } = await train(gan, smallDataset(), { ...smallOptions, steps: 10, onStep, ...options });
    expect(new Set(counts).size).toBe(1);
    average?.dispose();
    expect(tf.memory().numTensors).toBe(before);
    gan.dispose();
  });

  it("waits for onStep, so that what it draws is of that step", async () => {
    let isDrawing = false;
    await trained({
      steps: 3,
      onStep: async () => {
        expect(isDrawing).toBe(false);
        isDrawing = true;
        await new Promise((resolve) => setTimeout(resolve, 5));
        isDrawing = false;
      },
    });
  });

  it("learns: fakes become as dark on one side as the pictures are", async () => {
    const gan = smallGan({ width: 4 });
    const slope = () =>
      tf.tidy(() => {
        const images = generateImages(gan, sampleLatents(gan, { count: 64, seed: 1 }));
        const byColumn = tf.mean(images, [0, 1, 3]).dataSync();
        return byColumn[15]! - byColumn[0]!;
      });
    const before = slope();
    await train(gan, smallDataset(), { ...smallOptions, steps: 60, learningRate: 5e-3 });
    expect(Math.abs(before)).toBeLessThan(0.2);
    expect(slope()).toBeGreaterThan(0.4); // 150 of 255 in the pictures, which is 1.18
    gan.dispose();
  });

  it("takes a learning rate that changes with the step, up to nothing at all", async () => {
    const gan = smallGan();
    const dataset = smallDataset();
    const rate = { from: 1e-3, to: 0, start: 1, end: 4 };
    const kernels = () =>
      [gan.discriminator, gan.generator].map((network) => [...network.getWeights()[0]!.dataSync()]);
    const weights = [kernels()];
    const onStep = () => void weights.push(kernels());
    await train(gan, dataset, { ...smallOptions, learningRate: rate, onStep });
    for (const player of [0, 1]) {
      const moves = weights.slice(1).map((now, k) => {
        return Math.max(...now[player]!.map((value, i) => Math.abs(value - weights[k]![player]![i]!)));
      });
      expect(moves[0]).toBeCloseTo(1e-3, 5); // Adam's first step is one learning rate
      expect(moves[3]!).toBeLessThan(moves[1]!);
      expect(moves.slice(4)).toEqual([0, 0]);
    }
    gan.dispose();
  });

  it("differs between the two kinds of update", async () => {
    const [alternating, simultaneous] = [await trained(), await trained({ update: "simultaneous" })];
    expect(simultaneous.hash).not.toBe(alternating.hash);
  });

  it("stops with an error when a loss is no longer a number, and keeps nothing of its own", async () => {
    const before = tf.memory().numTensors;
    const loss = {
      name: "broken",
      discriminator: (real: tf.Tensor2D) => tf.tidy(() => tf.log(tf.neg(tf.mean(tf.abs(real)))) as tf.Scalar),
      generator: (fake: tf.Tensor2D) => tf.tidy(() => tf.mean<tf.Scalar>(fake)),
    };
    await expect(trained({ loss })).rejects.toThrow(
      /at step 1 the discriminator's loss is NaN.*smaller learningRate/,
    );
    expect(tf.memory().numTensors - before).toBeLessThanOrEqual(smallGan().generator.weights.length * 4);
  });

  it.each<[Partial<TrainOptions>, RegExp]>([
    [{ steps: 0 }, /steps is 0\. Give a whole number/],
    [{ batchSize: 2.5 }, /batchSize is 2\.5/],
    [{ batchSize: 41 }, /batchSize is 41, but small has 40 pictures/],
    [{ learningRate: -1 }, /learningRate is -1/],
    [{ learningRate: { from: 1, to: 0, end: 0 } }, /learningRate is \{"from":1,"to":0,"end":0\}\. Give/],
    [{ adamBeta1: 1 }, /adamBeta1 is 1/],
    [{ discriminatorSteps: 0 }, /discriminatorSteps is 0\. Give a whole number/],
    [{ gradientPenalty: 0 }, /gradientPenalty is 0\. Give a number above 0/],
    [{ r1: -1 }, /r1 is -1\. Give a number above 0/],
    [{ movingAverage: 1 }, /movingAverage is 1/],
    [{ update: "both" as "alternating" }, /update is both.*"alternating" or "simultaneous"/],
    [{ resume: true }, /resume is true\. Give a checkpoint folder/],
    [{ seed: 0.5 }, /seed is 0\.5/],
  ])("refuses %j", async (options, message) => {
    const gan = smallGan();
    const before = tf.memory().numTensors;
    await expect(train(gan, smallDataset(), { ...smallOptions, ...options })).rejects.toThrow(message);
    expect(tf.memory().numTensors).toBe(before);
    gan.dispose();
  });

  it("refuses pictures of another size than the networks make", async () => {
    const gan = smallGan({ imageShape: [32, 32, 3] });
    await expect(train(gan, smallDataset(), smallOptions)).rejects.toThrow(
      /\[32, 32, 3\].*small are \[16, 16, 1\]/,
    );
    gan.dispose();
  });
});

describe("stopping", () => {
  it("ends after the step in which the signal came, and keeps the weights", async () => {
    const stopper = new AbortController();
    const onStep = ({ step }: StepReport) => void (step === 3 && stopper.abort());
    const stopped = await trained({ steps: 100, onStep, signal: stopper.signal });
    expect({ step: stopped.step, stopped: stopped.stopped }).toEqual({ step: 3, stopped: true });
    expect(stopped.hash).toBe((await trained({ steps: 3 })).hash);
  });

  it("ends on SIGINT, sets other listeners aside meanwhile and gives them back", async () => {
    let calls = 0;
    const other = () => void (calls += 1);
    process.on("SIGINT", other);
    const onStep = ({ step }: StepReport) => void (step === 2 && process.kill(process.pid, "SIGINT"));
    const { step, stopped } = await trained({ steps: 1000, onStep });
    expect(stopped).toBe(true);
    expect(step).toBeLessThan(20); // the signal arrives within a few turns of the event loop
    expect(calls).toBe(0);
    expect(process.listeners("SIGINT")).toContain(other);
    process.removeListener("SIGINT", other);
  });
});

describe("resuming", () => {
  it.each([
    ["alternating", {}],
    ["simultaneous", {}],
    ["alternating", { discriminatorSteps: 2, gradientPenalty: 10 }],
    ["alternating", { r1: 1 }],
  ] as const)("gives the same bits as a run that was never stopped (%s, %j)", async (update, more) => {
    const options = { steps: 7, movingAverage: 0.9, ...more };
    const whole = await trained({
      ...options,
      update,
      checkpoint: { dir: join(dir, "whole"), every: 100 },
    });
    const parts = { ...options, update, checkpoint: { dir: join(dir, "parts"), every: 2 } };
    await trained({ ...parts, steps: 3 });
    const resumed = await trained({ ...parts, resume: true });
    expect(resumed.hash).toBe(whole.hash);
    expect(resumed.history.map(numbersOf)).toEqual(whole.history.map(numbersOf));
    expect(resumed.history.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    const averages = [];
    for (const folder of ["whole", "parts"]) {
      const { gan, isAveraged } = await loadGan(join(dir, folder), { weights: "average" });
      expect(isAveraged).toBe(true);
      averages.push(hashOf(gan));
      gan.dispose();
    }
    expect(averages[1]).toBe(averages[0]);
    expect(averages[0]).not.toBe(whole.hash);
  });

  it("starts at step 0 where there is no checkpoint, and does nothing more when all steps are done", async () => {
    const checkpoint = { dir: join(dir, "new"), every: 100 };
    const first = await trained({ checkpoint, resume: true });
    expect(first.step).toBe(6);
    const again = await trained({ checkpoint, resume: true });
    expect(again.hash).toBe(first.hash);
    expect(again.history.length).toBe(6);
    await expect(trained({ checkpoint, resume: true, steps: 5 })).rejects.toThrow(/has 6 steps already/);
  });

  it("refuses the checkpoint of another run and says what differs", async () => {
    const checkpoint = { dir, every: 100 };
    await trained({ checkpoint });
    const refused = async (change: Partial<TrainOptions>, gan?: Gan) =>
      trained({ checkpoint, resume: true, steps: 9, ...change }, gan).then(
        () => "resumed",
        (error: Error) => `${error.name}: ${error.message}`,
      );
    expect(await refused({ seed: 5 })).toMatch(
      /CheckpointError: .*options\.seed was 11, now 5\. Resume with/,
    );
    expect(await refused({ batchSize: 4 })).toMatch(/options\.batchSize was 8, now 4/);
    expect(await refused({ learningRate: { from: 1e-3, to: 0, end: 9 } })).toMatch(
      /options\.learningRate was 0\.001, now not set; options\.learningRate\.from was not set, now 0\.001/,
    );
    expect(await refused({ gradientPenalty: 10 })).toMatch(/options\.gradientPenalty was not set, now 10/);
    expect(await refused({ r1: 1 })).toMatch(/options\.r1 was not set, now 1/);
    expect(await refused({ discriminatorSteps: 2 })).toMatch(/discriminatorSteps was not set, now 2/);
    expect(await refused({ movingAverage: 0.5 })).toMatch(/options\.movingAverage was not set, now 0\.5/);
    expect(await refused({}, smallGan({ width: 3 }))).toMatch(/model\.options\.width was 2, now 3/);
    expect(await refused({ steps: 7 })).toBe("resumed");
  });

  it("tells onCheckpoint of each file, the one at the end too", async () => {
    const saved: number[] = [];
    const onCheckpoint = ({ step, path, history }: { step: number; path: string; history: StepReport[] }) => {
      expect(readdirSync(dir)).toContain(path.slice(dir.length + 1));
      expect(history.length).toBe(step);
      saved.push(step);
    };
    await trained({ steps: 7, checkpoint: { dir, every: 3 }, onCheckpoint });
    expect(saved).toEqual([3, 6, 7]);
  });
});
