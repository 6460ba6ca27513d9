/** The card's random numbers are those of Philox 4x32-10, by an implementation of its own and published answers. */
import { beforeAll, describe, expect, it } from "vitest";
import { randomNormal, randomUniform } from "../../lib/engine/random";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";
import { describeEngines } from "./graphics-card";

const MASK = 0xffffffffn;

function philox(counter: bigint[], key: bigint[]): bigint[] {
  let [a, b, c, d] = counter as [bigint, bigint, bigint, bigint];
  let [k, l] = key as [bigint, bigint];
  for (let round = 0; round < 10; round++) {
    const [p, q] = [0xd2511f53n * a, 0xcd9e8d57n * c];
    [a, b, c, d] = [(q >> 32n) ^ b ^ k, q & MASK, (p >> 32n) ^ d ^ l, p & MASK];
    [k, l] = [(k + 0x9e3779b9n) & MASK, (l + 0xbb67ae85n) & MASK];
  }
  return [a, b, c, d];
}

describe("the reference", () => {
  // Known answers that come with Random123, the authors' library (kat_vectors).
  it.each([
    [
      [0n, 0n, 0n, 0n],
      [0n, 0n],
      [0x6627e8d5n, 0xe169c58dn, 0xbc57ac4cn, 0x9b00dbd8n],
    ],
    [
      [MASK, MASK, MASK, MASK],
      [MASK, MASK],
      [0x408f276dn, 0x41c83b0en, 0xa20bc7c6n, 0x6d5451fdn],
    ],
    [
      [0x243f6a88n, 0x85a308d3n, 0x13198a2en, 0x03707344n],
      [0xa4093822n, 0x299f31d0n],
      [0xd16cfe09n, 0x94fdccebn, 0x5001e420n, 0x24126ea1n],
    ],
  ])("answer %#", (counter, key, wanted) => expect(philox(counter, key)).toEqual(wanted));
});

describeEngines(["webgpu"], "on %s", () => {
  beforeAll(() => useEngine("webgpu"));

  it.each([
    [0, 0],
    [-1, 2],
    [123456789, -987654321],
  ])("randomUniform with the seeds %i, %i: its bits", (first, second) => {
    const key = [first, second].map((seed) => BigInt(seed >>> 0));
    const values = read(randomUniform([3, 7], [first, second]));
    const wanted = Array.from({ length: 21 }, (_, i) => {
      const word = philox([BigInt(Math.floor(i / 4)), 0n, 0n, 0n], key)[i % 4]!;
      return Number(word >> 8n) / 2 ** 24;
    });
    expect(values).toEqual(wanted);
  });

  it("more numbers than one row of work groups has", () => {
    const size = 64 * 65536 + 10;
    const all = read(randomUniform([size], [1, 2]));
    const word = philox([BigInt(Math.floor((size - 1) / 4)), 0n, 0n, 0n], [1n, 2n])[(size - 1) % 4]!;
    expect(all.at(-1)).toBe(Number(word >> 8n) / 2 ** 24);
  });

  it("randomNormal is Box and Muller's of the same numbers", () => {
    const u = read(randomUniform([8], [5, 6]));
    const wanted = u.map((_, i) => {
      const [one, two] = [u[i - (i % 2)]!, u[i - (i % 2) + 1]!];
      const radius = Math.sqrt(-2 * Math.log(1 - one));
      return radius * (i % 2 === 0 ? Math.cos(2 * Math.PI * two) : Math.sin(2 * Math.PI * two));
    });
    // WGSL promises 2^-11 for sine and cosine.
    read(randomNormal([8], [5, 6])).forEach((value, i) => {
      expect(Math.abs(value - wanted[i]!)).toBeLessThan(4 * 2 ** -11);
    });
  });
});

function read(tensor: tf.Tensor): number[] {
  const values = [...tensor.dataSync()];
  tensor.dispose();
  return values;
}
