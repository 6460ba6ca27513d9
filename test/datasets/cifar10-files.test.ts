import { appendFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { cifar10Dataset } from "../../lib/datasets/cifar10";
import { checkSizes, readCifar10, receiptFile, sha256 } from "../../lib/datasets/cifar10-files";
import { DataError } from "../../lib/datasets/data-folder";
import { datasetContract } from "../contracts/dataset";
import { pixel, recordSize, smallLayout, temporaryFolder, writeSmallCifar10 } from "./cifar10-fixture";

const load = async (split: "train" | "test", folder = writeSmallCifar10(temporaryFolder())) =>
  cifar10Dataset(await readCifar10(folder, split, smallLayout), folder);

datasetContract("small cifar10", () => load("train"));

describe("the binary layout", () => {
  it("gives labels and pictures of all files in their order", async () => {
    const train = await load("train");
    expect([train.size, (await load("test")).size]).toEqual([40, 20]);
    expect(Array.from(train.labels)).toEqual(Array.from({ length: 40 }, (_, i) => i % 10));
    expect(train.classes[train.labels[6]!]).toBe("frog");
  });

  it("is turned from planes of red, green and blue to pixels of three", async () => {
    const [train, test] = [await load("train"), await load("test")];
    const [height, width, place] = [5, 31, 5 * 32 + 31];
    for (const [set, index, file, record] of [
      [train, 0, 0, 0],
      [train, 19, 0, 19],
      [train, 20, 1, 0],
      [test, 3, 2, 3],
    ] as const) {
      const bytes = set.bytes([index]);
      const at = (height * 32 + width) * 3;
      const channels = [0, 1, 2].map((c) => pixel(file, record, c * 1024 + place));
      expect(Array.from(bytes.subarray(at, at + 3))).toEqual(channels);
      const expected = Array.from({ length: 3072 }, (_, k) =>
        pixel(file, record, (k % 3) * 1024 + Math.floor(k / 3)),
      );
      expect(Array.from(bytes)).toEqual(expected);
    }
  });

  it("is announced when it did not come from the official archive", async () => {
    const set = await load("train");
    expect(set.note).toMatch(/did not come from the official archive/);
  });
});

describe("a folder is refused, and the file named,", () => {
  let folder: string;
  const file = (name: string) => join(folder, name);
  const change = (name: string, edit: (bytes: Buffer) => void) => {
    const bytes = readFileSync(file(name));
    edit(bytes);
    writeFileSync(file(name), bytes);
  };
  const writeReceipt = (names: string[]) => {
    const hashes = Object.fromEntries(names.map((name) => [name, sha256(readFileSync(file(name)))]));
    writeFileSync(file(receiptFile), JSON.stringify({ source: "here", sha256: hashes }));
  };
  beforeEach(() => {
    folder = writeSmallCifar10(temporaryFolder());
  });

  const faults: { fault: string; name: string; spoil: (path: string) => void; message: RegExp }[] = [
    {
      fault: "is missing",
      name: "data_batch_2.bin",
      spoil: (path) => rmSync(path),
      message: /is missing/,
    },
    {
      fault: "is short",
      name: "data_batch_2.bin",
      spoil: (path) => truncateSync(path, 61459),
      message: /is too short: it has 61459 bytes, not 61460/,
    },
    {
      fault: "is long",
      name: "data_batch_1.bin",
      spoil: (path) => appendFileSync(path, "x"),
      message: /is too long: it has 61461 bytes, not 61460/,
    },
    {
      fault: "is empty",
      name: "data_batch_1.bin",
      spoil: (path) => truncateSync(path, 0),
      message: /is too short: it has 0 bytes/,
    },
    {
      fault: "is missing",
      name: "batches.meta.txt",
      spoil: (path) => rmSync(path),
      message: /is missing/,
    },
    {
      fault: "has other names",
      name: "batches.meta.txt",
      spoil: (path) => writeFileSync(path, "apple\npear"),
      message: /does not list airplane/,
    },
  ];

  it.each(faults)("when one $fault: $name", async ({ name, spoil, message }) => {
    spoil(file(name));
    const checks = [readCifar10(folder, "train", smallLayout), checkSizes(folder, smallLayout)];
    for (const result of await Promise.allSettled(checks)) {
      const error = (result as PromiseRejectedResult).reason as Error;
      expect(error).toBeInstanceOf(DataError);
      expect(error.message).toMatch(message);
      expect(error.message).toContain(file(name));
      expect(error.message).toContain(`Move the folder ${folder} away`);
    }
  });

  it("when a label is not 0 to 9", async () => {
    change("data_batch_2.bin", (bytes) => (bytes[7 * recordSize] = 10));
    await expect(load("train", folder)).rejects.toThrow(/data_batch_2.bin is damaged: record 7 has label 10/);
  });

  it("when a class comes too often", async () => {
    change("test_batch.bin", (bytes) => (bytes[0] = 1));
    await expect(load("test", folder)).rejects.toThrow(/test_batch.bin: 1 pictures of class airplane, not 2/);
    expect((await load("train", folder)).size).toBe(40);
  });

  it("when records are shifted by a byte", async () => {
    change("data_batch_1.bin", (bytes) => bytes.copy(bytes, 0, 1));
    await expect(load("train", folder)).rejects.toThrow(/data_batch_1.bin is damaged/);
  });

  it("when one bit is not as it was unpacked", async () => {
    writeReceipt([...smallLayout.train, ...smallLayout.test]);
    expect((await load("train", folder)).note).toBe("");
    change("data_batch_2.bin", (bytes) => (bytes[40_000]! ^= 1));
    await expect(load("train", folder)).rejects.toThrow(/data_batch_2.bin is damaged: it is not as it was/);
    expect((await load("test", folder)).size).toBe(20);
  });

  it("when its receipt is damaged", async () => {
    writeFileSync(file(receiptFile), '{"source": "here", "sha2');
    await expect(load("train", folder)).rejects.toThrow(/ganbook-receipt.json is damaged/);
  });

  it("but not when the receipt lacks a file: then it is announced as unofficial", async () => {
    writeReceipt(["data_batch_1.bin"]);
    expect((await load("train", folder)).note).toMatch(/did not come from/);
  });
});
