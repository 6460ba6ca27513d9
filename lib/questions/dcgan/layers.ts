/** Layers as plain data, as two questions of this chapter hand them to an answer. */
import type { Rng } from "../../engine/rng";
import { between, oneOf } from "../draw";

export type Padding = "same" | "valid";

export interface PictureLayer {
  kind: "conv" | "transposed";
  filters: number;
  kernel: number;
  stride: number;
  padding: Padding;
}

/** A layer whose kernel is at least as large as its stride. */
export function randomLayer(random: Rng, fixed: Partial<PictureLayer> = {}): PictureLayer {
  const stride = fixed.stride ?? oneOf(random, [1, 2, 3]);
  return {
    kind: oneOf(random, ["conv", "transposed"] as const),
    filters: between(random, 3, 60),
    kernel: between(random, Math.max(2, stride), 6),
    padding: oneOf(random, ["same", "valid"] as const),
    ...fixed,
    stride,
  };
}

export const layerWords = ({ kind, filters, kernel, stride, padding }: PictureLayer): string =>
  `${kind} (${filters} filters, kernel ${kernel}, stride ${stride}, ${padding})`;
