/** All scores of the course for one set of pictures against another, on one extractor. */
import { frechetDistance } from "./frechet-distance";
import { kernelDistance, type KernelDistance } from "./kernel-distance";
import type { Matrix } from "./matrix";
import { precisionRecall, type ManifoldOptions, type PrecisionRecall } from "./precision-recall";

export interface Scores extends PrecisionRecall {
  /** Squared Fréchet distance; see `frechetDistance`. */
  frechet: number;
  kernel: KernelDistance;
}

/**
 * Fréchet distance, kernel distance, precision and recall of `generated` against `real`.
 *
 * @param real Features [m, d] of pictures that nobody trained on.
 * @param generated Features [n, d] on the same extractor, n = m unless you know what it does to each score.
 */
export async function measureScores(
  real: Matrix,
  generated: Matrix,
  options: ManifoldOptions = {},
): Promise<Scores> {
  return {
    frechet: frechetDistance(real, generated).value,
    kernel: kernelDistance(real, generated),
    ...(await precisionRecall(real, generated, options)),
  };
}
