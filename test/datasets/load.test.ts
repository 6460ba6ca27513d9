import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { loadCifar10 } from "../../lib/datasets/cifar10";
import { DataError } from "../../lib/datasets/data-folder";
import { findDatasets, loadDataset } from "../../lib/datasets/load";
import { tf } from "../../lib/engine/tf";
import { names, temporaryFolder } from "./cifar10-fixture";

const realData = process.env.GANBOOK_DATA;

/** A folder that holds files of the right size and nothing in them. */
function writeHollowCifar10(): string {
  const parent = temporaryFolder();
  const folder = join(parent, "cifar-10-batches-bin");
  mkdirSync(folder);
  for (const file of [
    "data_batch_1",
    "data_batch_2",
    "data_batch_3",
    "data_batch_4",
    "data_batch_5",
    "test_batch",
  ]) {
    writeFileSync(join(folder, `${file}.bin`), "");
    truncateSync(join(folder, `${file}.bin`), 30_730_000); // sparse: takes no space
  }
  writeFileSync(join(folder, "batches.meta.txt"), names);
  return parent;
}

afterEach(() => vi.unstubAllEnvs());

describe("loadDataset", () => {
  it("draws sprites, and takes them for auto where cifar10 is not", async () => {
    vi.stubEnv("GANBOOK_DATA", temporaryFolder());
    const set = await loadDataset("sprites");
    expect([set.name, set.size]).toEqual(["sprites", 10_000]);
    const isHere = (await findDatasets())[0]!.found;
    expect((await loadDataset("auto")).name).toBe(isHere ? "cifar10" : "sprites");
  });

  it("refuses a name that it does not know", async () => {
    await expect(loadDataset("mnist" as "sprites")).rejects.toThrow(
      /no data set "mnist". Take "cifar10", "sprites"/,
    );
  });

  it("refuses a damaged cifar10, for auto too: never another one in silence", async () => {
    vi.stubEnv("GANBOOK_DATA", writeHollowCifar10());
    const classCounts = /50000 pictures of class airplane, not 5000/;
    await expect(loadDataset("cifar10")).rejects.toThrow(classCounts);
    await expect(loadDataset("auto")).rejects.toThrow(classCounts);
  });
});

describe("loadCifar10", () => {
  it("refuses another split", async () => {
    await expect(loadCifar10({ split: "validation" as "test" })).rejects.toThrow(/split is validation/);
  });

  it("says where it looked when it may not download", async () => {
    const folder = temporaryFolder();
    vi.stubEnv("GANBOOK_DATA", folder);
    if ((await findDatasets())[0]!.found) return; // somebody has it in data/
    const attempt = loadCifar10({ download: false });
    await expect(attempt).rejects.toThrow(DataError);
    await expect(attempt).rejects.toThrow(folder);
  });
});

describe("findDatasets", () => {
  it("tells where cifar10 is, and that it is not known to be the published one", async () => {
    const parent = writeHollowCifar10();
    vi.stubEnv("GANBOOK_DATA", parent);
    const [cifar10, sprites] = await findDatasets();
    const where = join(parent, "cifar-10-batches-bin");
    expect(cifar10).toEqual({
      name: "cifar10",
      found: true,
      where,
      size: 50_000,
      official: false,
      problem: "",
    });
    expect(sprites).toMatchObject({ name: "sprites", found: true, size: 10_000, problem: "" });
  });

  it("names what is wrong, and does not throw", async () => {
    const parent = writeHollowCifar10();
    truncateSync(join(parent, "cifar-10-batches-bin", "data_batch_3.bin"), 5);
    vi.stubEnv("GANBOOK_DATA", parent);
    expect((await findDatasets())[0]).toMatchObject({
      found: false,
      problem: expect.stringMatching(/data_batch_3.bin is too short/) as string,
    });
    vi.stubEnv("GANBOOK_DATA", join(parent, "nowhere"));
    expect((await findDatasets())[0]!.problem).toMatch(/GANBOOK_DATA is .*nowhere/);
  });
});

describe.skipIf(!realData)(
  `real CIFAR-10 (${realData ? "in GANBOOK_DATA" : "skipped: GANBOOK_DATA is not set"})`,
  () => {
    it("gives every picture of the test split once an epoch", async () => {
      const set = await loadCifar10({ split: "test", download: false });
      const tensors = tf.memory().numTensors;
      const seen = new Set<number>();
      for (const { images, indices, epoch } of set.batches({ batchSize: 64, seed: 1 })) {
        images.dispose();
        if (epoch === 1) break;
        expect(images.shape).toEqual([seen.size === 9984 ? 16 : 64, 32, 32, 3]);
        indices.forEach((index) => seen.add(index));
      }
      expect(seen.size).toBe(10_000);
      expect(tf.memory().numTensors).toBe(tensors);
    });

    it("has 50,000 pictures to train on, 5,000 of each class, and 10,000 to test with", async () => {
      const [train, test] = [await loadCifar10(), await loadCifar10({ split: "test" })];
      expect([train.size, test.size]).toEqual([50_000, 10_000]);
      expect(train.imageShape).toEqual([32, 32, 3]);
      for (let k = 0; k < 10; k++) expect(train.labels.filter((label) => label === k)).toHaveLength(5000);
    });

    it("has the channel means that are published for it", async () => {
      const train = await loadCifar10();
      const bytes = train.bytes(Array.from({ length: 5000 }, (_, i) => i * 10));
      const means = [0, 1, 2].map((c) => {
        let sum = 0;
        for (let k = c; k < bytes.length; k += 3) sum += bytes[k]!;
        return sum / (bytes.length / 3) / 255;
      });
      [0.4914, 0.4822, 0.4465].forEach((mean, c) => expect(Math.abs(means[c]! - mean)).toBeLessThan(0.005));
    });
  },
);
