/** The generator of the question `dcgan/generator` in plain JavaScript and float64: what its layers should compute. */
import type { Rng } from "../../engine/rng";
import { mean, normals, range, uniforms } from "../draw";
import { PlainTensor } from "../types";

export interface Sizes {
  latent: number;
  width: number;
  channels: number;
}

/** Rows, columns and channels, row-major, of one picture. */
interface Block {
  side: number;
  channels: number;
  values: number[];
}

const KERNEL = 5;
const EPSILON = 1e-3;
const START = 4;

/** Shapes of all weights: those that are trained, layer by layer, then the running means and variances. */
export function weightShapes({ latent, width, channels }: Sizes): number[][] {
  const [a, b, c] = [4 * width, 2 * width, width];
  const norm = (size: number) => [[size], [size]];
  return [
    [latent, START * START * a],
    ...norm(a),
    [KERNEL, KERNEL, b, a],
    ...norm(b),
    [KERNEL, KERNEL, c, b],
    ...norm(c),
    [KERNEL, KERNEL, channels, c],
    [channels],
    ...norm(a),
    ...norm(b),
    ...norm(c),
  ];
}

/** Which of these shapes are what; everything in the order of `weightShapes`. */
const kinds = [
  "kernel",
  "gain",
  "shift",
  "kernel",
  "gain",
  "shift",
  "kernel",
  "gain",
  "shift",
  "kernel",
  "bias",
];
const averages = ["mean", "variance", "mean", "variance", "mean", "variance"];

/** Weights that make each part of the network count: gains away from 1, averages away from 0 and 1, a bias. */
export function randomWeights(sizes: Sizes, random: Rng): number[][] {
  return weightShapes(sizes).map((shape, i) => {
    const size = shape.reduce((product, side) => product * side, 1);
    switch ([...kinds, ...averages][i]) {
      case "gain":
        return normals(random, size, { mean: 1, spread: 0.3 });
      case "variance":
        return uniforms(random, size, [0.5, 3]);
      case "kernel":
        return normals(random, size, { spread: i === 0 ? 1 : 1 / Math.sqrt(3 * shape[3]!) });
      default:
        return normals(random, size, { spread: 0.5 });
    }
  });
}

/** What a reference may do otherwise, to find out what an answer does. */
export interface Variant {
  bend?: (value: number) => number;
  end?: (value: number) => number;
}

export interface Reference {
  sizes: Sizes;
  weights: readonly number[][];
  isTraining: boolean;
  variant?: Variant | undefined;
}

/**
 * Pictures for latents: dense, 4x4 block, norm, bend; twice transposed convolution, norm, bend; once more and tanh.
 *
 * @returns [count, 32, 32, channels], row-major.
 */
export function paint(
  { sizes, weights, isTraining, variant = {} }: Reference,
  latents: readonly (readonly number[])[],
): number[] {
  const { bend = (value: number) => Math.max(0, value), end = Math.tanh } = variant;
  const norms = range(3).map((k) => ({
    gain: weights[3 * k + 1]!,
    shift: weights[3 * k + 2]!,
    mean: weights[11 + 2 * k]!,
    variance: weights[12 + 2 * k]!,
  }));
  const normed = (blocks: Block[], k: number) =>
    normalise(blocks, norms[k]!, isTraining).map((block) => mapBlock(block, bend));
  const first = 4 * sizes.width;
  let blocks: Block[] = latents.map((z) => ({ side: START, channels: first, values: dense(z, weights[0]!) }));
  blocks = normed(blocks, 0);
  blocks = blocks.map((block) => transposed(block, weights[3]!, 2 * sizes.width));
  blocks = normed(blocks, 1);
  blocks = blocks.map((block) => transposed(block, weights[6]!, sizes.width));
  blocks = normed(blocks, 2);
  return blocks.flatMap((block) => {
    const { values } = transposed(block, weights[9]!, sizes.channels);
    return values.map((value, i) => end(value + weights[10]![i % sizes.channels]!));
  });
}

const mapBlock = (block: Block, rule: (value: number) => number): Block => ({
  ...block,
  values: block.values.map(rule),
});

function dense(z: readonly number[], kernel: readonly number[]): number[] {
  const outs = kernel.length / z.length;
  return range(outs).map((out) => z.reduce((total, value, i) => total + value * kernel[i * outs + out]!, 0));
}

/** Stamps, 5 by 5 and two apart; of the border one row is cut above and two below, so that the sides double. */
function transposed({ side, channels, values }: Block, kernel: readonly number[], outs: number): Block {
  const doubled = 2 * side;
  const result = new Array<number>(doubled * doubled * outs).fill(0);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      for (let i = 0; i < KERNEL; i++) {
        for (let j = 0; j < KERNEL; j++) {
          const [y, x] = [2 * row + i - 1, 2 * column + j - 1];
          if (y < 0 || x < 0 || y >= doubled || x >= doubled) continue;
          for (let out = 0; out < outs; out++) {
            const from = ((i * KERNEL + j) * outs + out) * channels;
            let total = 0;
            for (let c = 0; c < channels; c++)
              total += values[(row * side + column) * channels + c]! * kernel[from + c]!;
            result[(y * doubled + x) * outs + out]! += total;
          }
        }
      }
    }
  }
  return { side: doubled, channels: outs, values: result };
}

interface Norm {
  gain: readonly number[];
  shift: readonly number[];
  mean: readonly number[];
  variance: readonly number[];
}

function normalise(blocks: Block[], norm: Norm, isTraining: boolean): Block[] {
  const channels = norm.gain.length;
  const moments = range(channels).map((channel) => {
    if (!isTraining) return { mean: norm.mean[channel]!, variance: norm.variance[channel]! };
    const own = blocks.flatMap(({ values }) => values.filter((_, i) => i % channels === channel));
    const middle = mean(own);
    return { mean: middle, variance: mean(own.map((value) => (value - middle) ** 2)) };
  });
  return blocks.map((block) => ({
    ...block,
    values: block.values.map((value, i) => {
      const channel = i % channels;
      const { mean, variance } = moments[channel]!;
      return (norm.gain[channel]! * (value - mean)) / Math.sqrt(variance + EPSILON) + norm.shift[channel]!;
    }),
  }));
}

/** Lists as float32 tensors of the given shapes. */
export function asTensors(shapes: readonly number[][], lists: readonly number[][]): PlainTensor[] {
  return lists.map((list, i) => new PlainTensor(shapes[i]!, Float32Array.from(list)));
}
