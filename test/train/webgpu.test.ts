/** Training on the engine "webgpu": runs repeat and resume, leave nothing behind, and end. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";
import { wasserstein } from "../../lib/losses/wasserstein";
import { generateImages, sampleLatents } from "../../lib/models/sample";
import { loadGan } from "../../lib/train/load-gan";
import type { TrainOptions } from "../../lib/train/options";
import { train } from "../../lib/train/train";
import { ganbook } from "../cli/ganbook";
import { describeEngines } from "../engine/graphics-card";
import { hashOf, smallDataset, smallGan, smallOptions } from "./small-run";

// A card in software that shares two cores with other tests takes seconds a step.
vi.setConfig({ testTimeout: 240_000 });

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "ganbook-webgpu-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function trained(options: Partial<TrainOptions> = {}) {
  const gan = smallGan();
  const { average, ...result } = await train(gan, smallDataset(), { ...smallOptions, steps: 4, ...options });
  const hash = hashOf(gan);
  average?.dispose();
  gan.dispose();
  return { ...result, hash };
}

const wganGp = { loss: wasserstein, discriminatorSteps: 2, gradientPenalty: 10 };

describeEngines(["webgpu"], "train on %s", () => {
  beforeAll(() => useEngine("webgpu"));

  it("a seed repeats a run, and a checkpoint goes on with it", async () => {
    const whole = await trained({ movingAverage: 0.9 });
    expect((await trained({ movingAverage: 0.9 })).hash).toBe(whole.hash);
    const checkpoint = { dir, every: 2 };
    await trained({ movingAverage: 0.9, steps: 2, checkpoint });
    const resumed = await trained({ movingAverage: 0.9, checkpoint, resume: true });
    expect({ step: resumed.step, hash: resumed.hash }).toEqual({ step: 4, hash: whole.hash });
    expect(resumed.history.every(({ dLoss, gLoss }) => Number.isFinite(dLoss + gLoss))).toBe(true);

    const { gan, step } = await loadGan(dir);
    const images = generateImages(gan, sampleLatents(gan, { count: 2, seed: 1 }));
    expect([step, images.shape]).toEqual([4, [2, 16, 16, 1]]);
    expect(images.dataSync().every((value) => Math.abs(value) <= 1)).toBe(true);
    images.dispose();
    gan.dispose();
  });

  it.each<[string, Partial<TrainOptions>]>([
    ["alternating", {}],
    ["WGAN-GP", wganGp],
  ])("%s: no tensor and no buffer is left, step by step", async (_, options) => {
    const gan = smallGan();
    const counts: number[][] = [];
    const inUse = () => [tf.memory().numTensors, tf.backend().numDataIds()];
    const before = tf.memory().numTensors;
    const onStep = () => void counts.push(inUse());
    const { average } = await train(gan, smallDataset(), { ...smallOptions, steps: 5, onStep, ...options });
    expect(new Set(counts.map(String)).size).toBe(1);
    average?.dispose();
    expect(tf.memory().numTensors).toBe(before);
    gan.dispose();
  });

  it("a compiled run is refused, and the message says which engine can", async () => {
    await expect(trained({ compile: true })).rejects.toThrow('"tensorflow"');
  });
});

describeEngines(["webgpu"], "ganbook train --engine %s", () => {
  it("trains, says on what, and the process ends", async () => {
    const words = "train dcgan --data sprites --width 2 --batch 4 --steps 2 --seed 5 --engine webgpu --json";
    const { code, stdout, stderr } = await ganbook(...words.split(" "), "--out", join(dir, "run"));
    expect(code).toBe(0);
    expect(stderr).toContain("tfjs-backend-webgpu 4.22.0");
    expect(JSON.parse(stdout)).toMatchObject({
      step: 2,
      engine: expect.stringContaining("webgpu") as string,
    });
  });
});
