import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { useEngine } from "../../lib/engine/use-engine";
import { CheckpointError, loadCheckpoint, saveCheckpoint } from "../../lib/train/checkpoint";
import { loadGan } from "../../lib/train/load-gan";
import { train } from "../../lib/train/train";
import { hashOf, smallDataset, smallGan, smallOptions } from "./small-run";

beforeAll(async () => {
  await useEngine();
});

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "ganbook-checkpoint-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const identity = {
  model: { model: "dcgan", options: { seed: 1, imageShape: [16, 16, 1] } },
  dataset: { name: "small", size: 40 },
  options: { seed: 2, movingAverage: undefined },
};

function save(step: number): Promise<string> {
  const tensors = new Map([["generator/a/kernel", { shape: [2], values: Float32Array.of(step, 0.1) }]]);
  return saveCheckpoint(dir, { step, identity, tensors });
}

describe("checkpoints", () => {
  it("come back as they were written", async () => {
    const path = await save(600);
    expect(path).toBe(join(dir, "checkpoint-000600.safetensors"));
    const checkpoint = await loadCheckpoint(dir);
    expect(checkpoint).toMatchObject({
      step: 600,
      path,
      identity: JSON.parse(JSON.stringify(identity)) as object,
    });
    expect([...checkpoint!.tensors.get("generator/a/kernel")!.values]).toEqual([600, Math.fround(0.1)]);
  });

  it("are found by the largest step, not by the order of names", async () => {
    await save(999_999);
    await save(1_000_000);
    expect((await loadCheckpoint(dir))!.step).toBe(1_000_000);
  });

  it("keep the last two, and clear what a killed run left unfinished", async () => {
    writeFileSync(join(dir, ".checkpoint-000001.safetensors.1a2b3c4d.part"), "half");
    writeFileSync(join(dir, "notes.txt"), "mine");
    for (const step of [1, 2, 3, 4]) await save(step);
    expect(readdirSync(dir).sort()).toEqual([
      "checkpoint-000003.safetensors",
      "checkpoint-000004.safetensors",
      "notes.txt",
    ]);
  });

  it("do not mistake an unfinished file for a checkpoint", async () => {
    await save(3);
    writeFileSync(join(dir, ".checkpoint-000009.safetensors.1a2b3c4d.part"), "half");
    expect((await loadCheckpoint(dir))!.step).toBe(3);
  });

  it("are undefined in an empty folder and in one that is not there", async () => {
    expect(await loadCheckpoint(dir)).toBeUndefined();
    expect(await loadCheckpoint(join(dir, "nowhere"))).toBeUndefined();
  });

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ["one bit of a weight flipped", (bytes) => flip(bytes, bytes.length - 3)],
    [
      "one digit of the step changed",
      (bytes) => Buffer.from(bytes.toString("latin1").replace('"step":"2"', '"step":"9"'), "latin1"),
    ],
    ["its end cut off", (bytes) => bytes.subarray(0, bytes.length - 5)],
    ["nothing in it", () => Buffer.alloc(0)],
  ])("are refused by name when damaged: %s", async (_, damage) => {
    await save(1);
    const path = await save(2);
    const bytes = readFileSync(path);
    const damaged = damage(bytes);
    expect(damaged.equals(bytes)).toBe(false);
    writeFileSync(path, damaged);
    const error = await loadCheckpoint(dir).catch((reason: Error) => reason);
    expect(error).toBeInstanceOf(CheckpointError);
    expect((error as Error).message).toContain("checkpoint-000002.safetensors");
    expect((error as Error).message).toContain("Delete it to go on from checkpoint-000001.safetensors");
    rmSync(path);
    expect((await loadCheckpoint(dir))!.step).toBe(1);
  });
});

describe("loadGan", () => {
  it("builds the networks again, with the last weights or the average, without being told what they were", async () => {
    const gan = smallGan({ form: "paper", width: 3 });
    const checkpoint = { dir, every: 100 };
    const { average } = await train(gan, smallDataset(), { ...smallOptions, movingAverage: 0.9, checkpoint });
    const last = await loadGan(dir, { weights: "last" });
    const averaged = await loadGan(dir);
    expect({ step: last.step, isAveraged: last.isAveraged }).toEqual({ step: 6, isAveraged: false });
    expect(averaged.isAveraged).toBe(true);
    expect(hashOf(last.gan)).toBe(hashOf(gan));
    expect(hashOf(averaged.gan)).toBe(await average!.use(() => hashOf(gan)));
    for (const one of [gan, last.gan, averaged.gan]) one.dispose();
    average!.dispose();
  });

  it("says what is missing", async () => {
    await expect(loadGan(dir)).rejects.toThrow(/There is no checkpoint in .*Give the folder/);
    const gan = smallGan();
    await train(gan, smallDataset(), { ...smallOptions, steps: 1, checkpoint: { dir, every: 1 } });
    gan.dispose();
    await expect(loadGan(dir, { weights: "average" })).rejects.toThrow(/has no moving average/);
  });
});

function flip(bytes: Buffer, place: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[place]! ^= 1;
  return copy;
}
