import { beforeAll, describe, expect, it } from "vitest";
import { tf } from "../../../lib/engine/tf";
import { useEngine } from "../../../lib/engine/use-engine";
import type { Gan } from "../../../lib/models/types";
import type { Defect } from "../../../lib/train/listing/defects";
import { listing } from "../../../lib/train/listing/listing";
import { hashOf, smallDataset, valuesOf } from "../small-run";
import { all, allBut, look, run, small } from "./small-listing";

beforeAll(() => useEngine());

describe("the defects that stop the program", () => {
  it.each([
    ["missing-argument", TypeError, /generator\(\) takes 2 arguments .* latent_dim is missing/],
    ["impossible-reshape", RangeError, /40 pictures of 256 numbers .* cannot become 40 rows of 6/],
    ["numpy-missing", ReferenceError, /np is not defined/],
    ["flat-pictures", RangeError, /\[8, 256\].*\[8, 16, 16, 1\]/],
  ] as const)(
    "%s: the kind of error that Python gives, and words that say what is wrong",
    async (defect, kind, words) => {
      const error = await run(allBut(defect)).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(kind);
      expect((error as Error).message).toMatch(words);
    },
  );

  it("appear one after the other as they are mended", async () => {
    const order: Defect[] = ["missing-argument", "impossible-reshape", "numpy-missing", "flat-pictures"];
    const kinds = [TypeError, RangeError, ReferenceError, RangeError];
    for (const [mended, kind] of kinds.entries()) {
      await expect(run(order.slice(0, mended))).rejects.toThrow(kind);
    }
    (await run(order)).dispose();
  });

  it("a reshape to as many numbers as there are is no defect", async () => {
    (await run(allBut("impossible-reshape"), { latentSize: 256 })).dispose();
  });

  it("a name stays rebound when the run fails later", async () => {
    const program = listing({ ...small, repaired: ["missing-argument"] });
    await expect(program.run()).rejects.toThrow(RangeError);
    await expect(program.run()).rejects.toThrow(/generator is a network since the last run/);
  });
});

describe("the listing as it stands, with only the errors mended", () => {
  const runs: Defect[] = ["missing-argument", "impossible-reshape", "numpy-missing", "flat-pictures"];

  it("leaves every number of the generator as it was, to the bit, after 100 steps", async () => {
    let [before, loss] = ["", 0];
    const prepare = (gan: Gan) => void (before = JSON.stringify([...valuesOf(gan, "generator")]));
    const after = await look(runs, { prepare, epochs: 100 }, ({ gan, history }) => {
      loss = history[0]!.gLoss - history.at(-1)!.gLoss;
      return JSON.stringify([...valuesOf(gan, "generator")]);
    });
    expect(after).toBe(before);
    expect(loss, "while the printed loss moves").not.toBe(0);
  });

  it("shows 100 batches in 100 epochs", async () => {
    const [steps, seen] = await look(runs, { epochs: 4 }, ({ history, picturesSeen }) => [
      history.length,
      picturesSeen,
    ]);
    expect(steps).toBe(4);
    expect(seen).toBeLessThanOrEqual(4 * 8);
  });
});

describe("a path that is used", () => {
  it("leads to its own pictures", async () => {
    const paths: (string | undefined)[] = [];
    const load = (path?: string) => (paths.push(path), smallDataset(40));
    (await run(all, { load, dataPath: "mine" })).dispose();
    (await run(allBut("unused-path"), { load, dataPath: "mine" })).dispose();
    expect(paths).toEqual(["mine", undefined]);
  });
});

describe("the program with everything mended", () => {
  it("repeats itself under a seed, leaves no tensor behind and stops when asked to", async () => {
    const hash = () => look(all, { epochs: 2 }, ({ gan }) => hashOf(gan));
    const first = await hash();
    const before = tf.memory().numTensors;
    expect(await hash()).toBe(first);
    expect(tf.memory().numTensors).toBe(before);
    const button = new AbortController();
    const onStep = ({ step }: { step: number }) => void (step === 3 && button.abort());
    const { history, stopped } = await look(all, { epochs: 9, signal: button.signal, onStep }, (r) => r);
    expect([history.length, stopped]).toEqual([3, true]);
  });

  it("refuses a defect that it does not know, and sizes that are none", () => {
    expect(() => listing({ ...small, repaired: ["typo" as Defect] })).toThrow(/no defect "typo"/);
    expect(() => listing({ ...small, batchSize: 0 })).toThrow(/batchSize is 0/);
  });

  it("compiled, does the same to rounding", async () => {
    const weights = (compile: boolean) =>
      look(all, { compile, epochs: 2 }, ({ gan }) => [...valuesOf(gan, "generator").values()].flat());
    const [eager, compiled] = [await weights(false), await weights(true)];
    expect(eager.length).toBe(compiled.length);
    eager.forEach((value, i) => expect(compiled[i]).toBeCloseTo(value, 2));
  });
});
