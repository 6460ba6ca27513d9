/** Densities on a line that somebody draws: straight between the heights that were given. No import: also for pages. */

export interface DrawnDensity {
  /** The density at x; 0 outside the nodes. */
  at: (x: number) => number;
  /** A number with this density, from one that is uniform in [0, 1). */
  sample: (uniform: number) => number;
  readonly mean: number;
  /** Standard deviation. */
  readonly spread: number;
}

/** One piece between two nodes, with normalised heights. */
interface Piece {
  left: number;
  width: number;
  from: number;
  to: number;
  /** Probability of all pieces before this one, and of this one. */
  before: number;
  mass: number;
}

/**
 * The density that is straight between the nodes, with an area of 1.
 *
 * Sampling inverts the distribution function exactly: within a piece it is a parabola. Mean and spread are exact too, by
 * Simpson's rule, which is right for polynomials up to the third degree.
 *
 * @param nodes   Rising.
 * @param heights One for each node, 0 or more, in any unit.
 * @throws RangeError when there are not as many heights as nodes, or nothing is drawn.
 */
export function drawnDensity(nodes: readonly number[], heights: readonly number[]): DrawnDensity {
  if (nodes.length !== heights.length || nodes.length < 2) {
    throw new RangeError(
      `drawnDensity: ${nodes.length} nodes and ${heights.length} heights. Give two or more, as many of each.`,
    );
  }
  const area = nodes
    .slice(1)
    .reduce((sum, right, i) => sum + ((right - nodes[i]!) * (heights[i]! + heights[i + 1]!)) / 2, 0);
  if (!(area > 0) || heights.some((height) => height < 0)) {
    throw new RangeError("drawnDensity: nothing is drawn. Give heights of 0 or more, one of them above 0.");
  }
  const pieces = cut(nodes, heights, area);
  const moment = (power: number) => pieces.reduce((sum, piece) => sum + pieceMoment(piece, power), 0);
  const mean = moment(1);
  return {
    at: (x) => heightAt(pieces, x),
    sample: (uniform) => invert(pieces, uniform),
    mean,
    spread: Math.sqrt(Math.max(0, moment(2) - mean ** 2)),
  };
}

function cut(nodes: readonly number[], heights: readonly number[], area: number): Piece[] {
  let before = 0;
  return nodes.slice(1).map((right, i) => {
    const [left, from, to] = [nodes[i]!, heights[i]! / area, heights[i + 1]! / area];
    const width = right - left;
    const piece = { left, width, from, to, before, mass: (width * (from + to)) / 2 };
    before += piece.mass;
    return piece;
  });
}

function heightAt(pieces: readonly Piece[], x: number): number {
  const piece = pieces.find(({ left, width }) => x >= left && x <= left + width);
  if (piece === undefined) return 0;
  const share = (x - piece.left) / piece.width;
  return piece.from + (piece.to - piece.from) * share;
}

/** Within a piece the share t solves from t + (to - from) t^2 / 2 = v; this form of the root never divides by 0. */
function invert(pieces: readonly Piece[], uniform: number): number {
  const drawn = pieces.filter(({ mass }) => mass > 0);
  const piece = drawn.find(({ before, mass }) => uniform < before + mass) ?? drawn.at(-1)!;
  const { left, width, from, to, before } = piece;
  const v = Math.max(0, (uniform - before) / width);
  const root = Math.sqrt(Math.max(0, from ** 2 + 2 * (to - from) * v));
  const share = from + root > 0 ? (2 * v) / (from + root) : 0;
  return left + width * Math.min(1, share);
}

function pieceMoment({ left, width, from, to }: Piece, power: number): number {
  const value = (share: number) => (left + width * share) ** power * (from + (to - from) * share);
  return (width / 6) * (value(0) + 4 * value(0.5) + value(1));
}
