/**
 * Seeded random numbers, the only source of randomness in the course.
 *
 * A stream is a pure function of its seed and its path of names: `rng(7).stream("noise", 12)` gives the same
 * numbers whatever was drawn elsewhere. Training names a stream after the step, so that a resumed run
 * needs no saved generator state.
 *
 * Generator: sfc32 (see `sfc32.ts`). The seed is mixed by the 32-bit finaliser of MurmurHash3 (Appleby, 2011).
 */
import { makeNormal, sfc32 } from "./sfc32";
import { tf } from "./tf";

export interface Rng {
  /** A stream of its own, for a name or a number; independent of what was drawn here. */
  stream: (...path: (string | number)[]) => Rng;
  /** An integer, uniform in [0, 2^32). */
  uint32: () => number;
  /** A number, uniform in [0, 1), with 32 random bits. */
  uniform: () => number;
  /** A number, normal with mean 0 and variance 1 (Box and Muller, 1958). */
  normal: () => number;
  /** An integer, uniform in [0, limit). */
  integer: (limit: number) => number;
  /** The integers 0 .. size - 1 in random order (Fisher and Yates; Durstenfeld, 1964). */
  permutation: (size: number) => Uint32Array;
  /** Latent vectors z ~ N(0, I), [rows, columns]; owned by the caller. */
  normalTensor: (rows: number, columns: number) => tf.Tensor2D;
  /** Two int32 numbers, the seed of one TensorFlow stateless random op. */
  seedPair: () => [number, number];
}

/**
 * @param seed A whole number in [0, 2^32).
 * @throws RangeError when the seed is anything else.
 */
export function rng(seed: number): Rng {
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) {
    throw new RangeError(`rng: seed is ${seed}. Give a whole number from 0 to 4294967295.`);
  }
  return makeStream([seed]);
}

function makeStream(path: (string | number)[]): Rng {
  const next = sfc32(hashPath(path));
  const uniform = () => next() / 2 ** 32;
  const normal = makeNormal(uniform);
  return {
    stream: (...names) => makeStream([...path, ...names]),
    uint32: next,
    uniform,
    normal,
    integer: (limit) => Math.floor(uniform() * limit),
    permutation: (size) => permutation(size, uniform),
    normalTensor: (rows, columns) =>
      tf.tensor2d(Float32Array.from({ length: rows * columns }, normal), [rows, columns]),
    seedPair: () => [next() | 0, next() | 0],
  };
}

function permutation(size: number, uniform: () => number): Uint32Array {
  const order = Uint32Array.from({ length: size }, (_, i) => i);
  for (let last = size - 1; last > 0; last--) {
    const pick = Math.floor(uniform() * (last + 1));
    const held = order[last]!;
    order[last] = order[pick]!;
    order[pick] = held;
  }
  return order;
}

/** Four 32-bit words from a path such as [7, "noise", 12]; a string and a number never collide. */
function hashPath(path: (string | number)[]): [number, number, number, number] {
  const bytes = Buffer.from(JSON.stringify(path));
  const word = (salt: number) => {
    let h = salt;
    for (const byte of bytes) h = finalise(Math.imul(h ^ byte, 0x01000193));
    return finalise(h ^ bytes.length);
  };
  return [word(0x811c9dc5), word(0x9e3779b9), word(0x7f4a7c15), 1];
}

function finalise(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
