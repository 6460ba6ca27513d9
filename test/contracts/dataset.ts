/** What every data set must do. One call in the test of each. */
import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { Batch, BatchOptions, Dataset } from "../../lib/datasets/types";
import { tf } from "../../lib/engine/tf";

/** What is left of a batch when its tensor is gone. */
interface Taken {
  indices: number[];
  labels: number[];
  epoch: number;
  /** SHA-256 of the values, which is quicker to compare. */
  pictures: string;
}

export function datasetContract(name: string, load: () => Dataset | Promise<Dataset>): void {
  describe(`${name} keeps the contract of a data set`, () => {
    let dataset: Dataset;
    let batchSize: number; // two full batches and a short one an epoch
    const take = (options: Partial<BatchOptions>, count: number) =>
      takeBatches(dataset, { batchSize, seed: 7, ...options }, count);

    beforeAll(async () => {
      dataset = await load();
      batchSize = Math.floor(dataset.size / 3) + 1;
      expect(dataset.size % batchSize, "the fixture must have a short last batch").not.toBe(0);
      expect(Math.ceil(dataset.size / batchSize)).toBe(3);
    });

    describe("labels and pictures", () => {
      it("gives each picture a label that has a name", () => {
        expect(dataset.labels).toHaveLength(dataset.size);
        expect(dataset.classes.length).toBeGreaterThan(1);
        expect(new Set(dataset.classes).size).toBe(dataset.classes.length);
        expect(Math.max(...new Set(dataset.labels))).toBeLessThan(dataset.classes.length);
      });

      it("gives bytes as [n, height, width, channels], the same each time", () => {
        const places = [dataset.size - 1, 0, 0];
        const bytes = dataset.bytes(places);
        const pictureSize = dataset.imageShape.reduce((a, b) => a * b);
        expect(bytes).toBeInstanceOf(Uint8Array);
        expect(bytes).toHaveLength(3 * pictureSize);
        expect(bytes.subarray(pictureSize, 2 * pictureSize)).toEqual(bytes.subarray(2 * pictureSize));
        bytes.fill(0);
        expect(
          dataset.bytes(places).some((byte) => byte !== 0),
          "changed by its reader",
        ).toBe(true);
      });

      it("gives images that are float32 and x / 127.5 - 1 of the bytes", () => {
        const places = Array.from({ length: Math.min(dataset.size, 50) }, (_, i) => i);
        const images = dataset.images(places);
        const values = images.dataSync();
        expect(images.dtype).toBe("float32");
        expect(images.shape).toEqual([places.length, ...dataset.imageShape]);
        expect(Math.min(...extremes(values))).toBeGreaterThanOrEqual(-1);
        expect(Math.max(...extremes(values))).toBeLessThanOrEqual(1);
        expect(Math.max(...extremes(values)), "uses the range").toBeGreaterThan(0.5);
        const bytes = dataset.bytes(places);
        expect(values.findIndex((value, k) => value !== Math.fround(bytes[k]! / 127.5 - 1))).toBe(-1);
        images.dispose();
      });

      it.each([-1, 0.5, NaN, "size"])("refuses picture %s", (place) => {
        const index = place === "size" ? dataset.size : (place as number);
        expect(() => dataset.bytes([0, index])).toThrow(/from 0 to \d+/);
        expect(() => dataset.images([index])).toThrow(RangeError);
      });
    });

    describe("batches", () => {
      it("hold the pictures and labels of their indices", () => {
        for (const { indices, labels, pictures } of take({}, 4)) {
          const images = dataset.images(indices);
          expect(pictures).toBe(digest(images));
          expect(labels).toEqual(indices.map((i) => dataset.labels[i]));
          images.dispose();
        }
      });

      it("give each picture once an epoch, the last batch short", () => {
        const batches = take({}, 6);
        const last = dataset.size - 2 * batchSize;
        expect(batches.map((b) => b.indices.length)).toEqual([
          batchSize,
          batchSize,
          last,
          batchSize,
          batchSize,
          last,
        ]);
        expect(batches.map((b) => b.epoch)).toEqual([0, 0, 0, 1, 1, 1]);
        const everything = Array.from({ length: dataset.size }, (_, i) => i);
        for (const epoch of [batches.slice(0, 3), batches.slice(3)]) {
          expect(epoch.flatMap((b) => b.indices).sort((a, b) => a - b)).toEqual(everything);
        }
      });

      it("leave the short batch out when asked, and repeat nothing", () => {
        const batches = take({ lastBatch: "drop" }, 4);
        expect(batches.map((b) => b.indices.length)).toEqual(Array(4).fill(batchSize));
        expect(batches.map((b) => b.epoch)).toEqual([0, 0, 1, 1]);
        for (const epoch of [batches.slice(0, 2), batches.slice(2)]) {
          expect(new Set(epoch.flatMap((b) => b.indices)).size).toBe(2 * batchSize);
        }
      });

      it("come in a new order each epoch, which is not that of the files", () => {
        const order = take({}, 6).map((b) => b.indices);
        const [first, second] = [order.slice(0, 3).flat(), order.slice(3).flat()];
        expect(first).not.toEqual(second);
        expect(first).not.toEqual([...first].sort((a, b) => a - b));
      });

      it("are the same for one seed and differ for another", () => {
        expect(take({}, 4)).toEqual(take({}, 4));
        expect(take({ seed: 8 }, 1)[0]!.indices).not.toEqual(take({}, 1)[0]!.indices);
      });

      it.each(["keep", "drop"] as const)("go on after `from` as if all had been read (%s)", (lastBatch) => {
        const all = take({ lastBatch }, 8);
        for (const from of [0, 1, 2, 3, 5, 6]) {
          expect(take({ lastBatch, from }, 2), `from ${from}`).toEqual(all.slice(from, from + 2));
        }
      });

      it("are one short batch an epoch when the data set is smaller than a batch", () => {
        const [first, second] = take({ batchSize: dataset.size + 1 }, 2);
        expect([first!.indices.length, first!.epoch]).toEqual([dataset.size, 0]);
        expect([second!.indices.length, second!.epoch]).toEqual([dataset.size, 1]);
      });

      it("make one tensor each, and none that the reader does not get", () => {
        const before = tf.memory().numTensors;
        const stream = dataset.batches({ batchSize: 2, seed: 1, from: 4 });
        expect(tf.memory().numTensors).toBe(before);
        const held = [nextBatch(stream), nextBatch(stream), nextBatch(stream)];
        expect(tf.memory().numTensors).toBe(before + 3);
        held.forEach((batch) => batch.images.dispose());
        stream.return?.();
        expect(tf.memory().numTensors).toBe(before);
      });

      it.each([
        [{ batchSize: 0 }, /batchSize is 0/],
        [{ batchSize: 1.5 }, /batchSize is 1.5/],
        [{ batchSize: NaN }, /batchSize is NaN/],
        [{ seed: -1 }, /seed is -1/],
        [{ seed: 0.5 }, /seed is 0.5/],
        [{ from: -1 }, /from is -1/],
        [{ from: 0.5 }, /from is 0.5/],
        [{ lastBatch: "pad" as "keep" }, /lastBatch is pad/],
        [{ batchSize: 2 ** 31, lastBatch: "drop" as const }, /no batch would ever be full/],
      ])("refuse %o at once", (options, message) => {
        expect(() => dataset.batches({ batchSize: 2, seed: 1, ...options })).toThrow(message);
      });
    });
  });
}

function takeBatches(dataset: Dataset, options: BatchOptions, count: number): Taken[] {
  const stream = dataset.batches(options);
  return Array.from({ length: count }, () => {
    const { images, indices, labels, epoch } = nextBatch(stream);
    expect(images.shape).toEqual([indices.length, ...dataset.imageShape]);
    const pictures = digest(images);
    images.dispose();
    return { indices: Array.from(indices), labels: Array.from(labels), epoch, pictures };
  });
}

function digest(images: tf.Tensor4D): string {
  return createHash("sha256").update(images.dataSync()).digest("hex");
}

export function nextBatch(stream: IterableIterator<Batch>): Batch {
  const result = stream.next() as IteratorResult<Batch, undefined>;
  if (result.done) throw new Error("The batches ended; they must not.");
  return result.value;
}

function extremes(values: ArrayLike<number>): [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (let k = 0; k < values.length; k++) {
    least = Math.min(least, values[k]!);
    most = Math.max(most, values[k]!);
  }
  return [least, most];
}
