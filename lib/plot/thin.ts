/** Fewer points for the same picture. */

/**
 * A curve with at most about `limit` points: of each run of neighbours the lowest and the highest stay, in their order, and
 * so does every gap (a value that is not finite). Peaks are never lost, which a plain "every k-th" would do.
 *
 * @param x Ascending.
 * @returns The same arrays when they are short enough.
 */
export function thinCurve(x: number[], y: number[], limit: number): { x: number[]; y: number[] } {
  if (y.length <= limit) return { x, y };
  const run = Math.ceil((2 * y.length) / limit);
  const kept = new Set<number>([0, y.length - 1]);
  for (let start = 0; start < y.length; start += run) {
    const end = Math.min(start + run, y.length);
    for (const index of extremes(y, start, end)) kept.add(index);
  }
  const order = [...kept].sort((a, b) => a - b);
  return { x: order.map((index) => x[index]!), y: order.map((index) => y[index]!) };
}

function extremes(y: number[], start: number, end: number): number[] {
  let low = start;
  let high = start;
  const found = [];
  for (let index = start; index < end; index++) {
    if (!Number.isFinite(y[index])) found.push(index);
    if (y[index]! < y[low]!) low = index;
    if (y[index]! > y[high]!) high = index;
  }
  return [...found.slice(0, 1), low, high];
}

/**
 * The mean of each value and the `window - 1` values before it (fewer at the start), gaps left out. It looks only backwards,
 * so that a curve under training does not change behind its end.
 */
export function trailingMean(values: number[], window: number): number[] {
  let sum = 0;
  let count = 0;
  return values.map((value, index) => {
    const old = values[index - window];
    if (Number.isFinite(value)) [sum, count] = [sum + value, count + 1];
    if (old !== undefined && Number.isFinite(old)) [sum, count] = [sum - old, count - 1];
    return count > 0 ? sum / count : NaN;
  });
}
