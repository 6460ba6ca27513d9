/** The distributions that a player may start from, as heights over the columns of the drawing. */

/** Where the columns stand. */
export const LOW = -4;
export const HIGH = 4;
const COLUMNS = 33;
export const NODES: readonly number[] = Array.from(
  { length: COLUMNS },
  (_, i) => LOW + ((HIGH - LOW) * i) / (COLUMNS - 1),
);

const bump = (x: number, middle: number, width: number) => Math.exp(-0.5 * ((x - middle) / width) ** 2);

/** By name, as the menu shows them; any unit. */
export const targets: Readonly<Record<string, (x: number) => number>> = {
  "one Gaussian": (x) => bump(x, 1.5, 0.6),
  "two Gaussians": (x) => bump(x, -1.7, 0.45) + bump(x, 1.7, 0.45),
  uniform: (x) => (Math.abs(x) <= 2.05 ? 1 : 0),
  skewed: (x) => (x > -2.5 ? (x + 2.5) * Math.exp(-(x + 2.5) / 0.9) : 0),
};

export const firstTarget = "one Gaussian";

/** Heights from 0 to 100, the highest 100. */
export function heightsOf(name: string): number[] {
  const values = NODES.map(targets[name] ?? (() => 0));
  const highest = Math.max(...values);
  return values.map((value) => Math.round((100 * value) / highest));
}
