/** Mode collapse where the modes are known: which of them the generator reaches. */

export interface ModeCoverage {
  /** Samples within three standard deviations of each centre, in the order of the centres. */
  counts: number[];
  /** Modes that got at least a tenth of their fair share. */
  modes: number;
  /** Share of all samples that lie within three standard deviations of some centre; 0.989 for the true mixture. */
  within: number;
}

/** A mode with less than this part of its fair share counts as lost. */
const LEAST_PART = 0.1;

/**
 * Counts, for each centre, the points that lie within 3 sigma of it; a point belongs to its nearest centre.
 *
 *     mode k is reached if counts[k] >= points / modes / 10
 *
 * Of a round Gaussian in the plane 1 - e^(-9/2) = 98.9 % lie within 3 sigma (Rayleigh).
 *
 * @throws RangeError when there are no points or no centres.
 */
export function modeCoverage(
  points: readonly (readonly [number, number])[],
  { centres, sigma }: { centres: readonly (readonly [number, number])[]; sigma: number },
): ModeCoverage {
  if (points.length === 0 || centres.length === 0) {
    throw new RangeError(
      `modeCoverage: ${points.length} points, ${centres.length} centres. Give at least one of each.`,
    );
  }
  const counts = centres.map(() => 0);
  for (const [x, y] of points) {
    const squares = centres.map(([cx, cy]) => (x - cx) ** 2 + (y - cy) ** 2);
    const nearest = squares.reduce((best, square, k) => (square < squares[best]! ? k : best), 0);
    if (squares[nearest]! <= 9 * sigma * sigma) counts[nearest]! += 1;
  }
  const fair = points.length / centres.length;
  return {
    counts,
    modes: counts.filter((count) => count >= LEAST_PART * fair).length,
    within: counts.reduce((sum, count) => sum + count, 0) / points.length,
  };
}
