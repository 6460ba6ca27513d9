import { describe, expect, it, vi } from "vitest";
import { bytesToImages, makeDataset } from "../../lib/datasets/dataset";
import { datasetContract, nextBatch } from "../contracts/dataset";

/** Twenty grey 2x3 pictures; picture i is i, 2i, 3i, ... modulo 256. */
function makeCounting(write = vi.fn()) {
  const size = 20;
  return makeDataset({
    name: "counting",
    imageShape: [2, 3, 1],
    size,
    classes: ["even", "odd"],
    labels: Uint8Array.from({ length: size }, (_, i) => i % 2),
    note: "",
    write: (index, target, offset) => {
      write(index);
      for (let k = 0; k < 6; k++) target[offset + k] = (index * (k + 1) * 11) % 256;
    },
  });
}

datasetContract("a data set of twenty", makeCounting);

describe("makeDataset", () => {
  it("draws no picture of the batches that `from` skips", () => {
    const write = vi.fn();
    const stream = makeCounting(write).batches({ batchSize: 3, seed: 1, from: 1_000_000 });
    const batch = nextBatch(stream);
    batch.images.dispose();
    expect(batch.epoch).toBe(Math.floor(1_000_000 / 7));
    expect(write.mock.calls.flat()).toEqual(Array.from(batch.indices));
  });

  it("puts every picture at every place of an order about equally often", () => {
    const stream = makeCounting().batches({ batchSize: 20, seed: 3 });
    const firsts = new Array<number>(20).fill(0);
    for (let epoch = 0; epoch < 2000; epoch++) {
      const batch = nextBatch(stream);
      batch.images.dispose();
      firsts[batch.indices[0]!]! += 1;
    }
    const chiSquare = firsts.reduce((sum, n) => sum + (n - 100) ** 2 / 100, 0);
    expect(chiSquare).toBeLessThan(43.8); // 19 degrees of freedom, p = 0.001
  });
});

describe("bytesToImages", () => {
  it("sends 0 to exactly -1 and 255 to exactly 1, and keeps the bytes apart", () => {
    const images = bytesToImages(
      Uint8Array.from({ length: 256 }, (_, x) => x),
      [16, 16, 1],
    );
    const values = images.dataSync();
    expect(images.shape).toEqual([1, 16, 16, 1]);
    expect([values[0], values[255]]).toEqual([-1, 1]);
    expect(Array.from(values, (v) => Math.round((v + 1) * 127.5))).toEqual(
      Array.from({ length: 256 }, (_, x) => x),
    );
    images.dispose();
  });
});
