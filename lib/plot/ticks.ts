/** Round numbers for an axis. */

/** Where an axis begins and ends, in its own unit (exponents of ten on a log axis), and what is written beside it. */
export interface AxisTicks {
  low: number;
  high: number;
  ticks: { value: number; label: string }[];
}

/**
 * Ticks at multiples of 1, 2 or 5 times a power of ten, about `count` of them, inside [low, high].
 *
 * @see Heckbert (1990), Nice numbers for graph labels, Graphics Gems
 */
export function linearTicks(low: number, high: number, count: number): AxisTicks {
  const span = high - low;
  const step = niceStep(span / count);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const ticks = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + span * 1e-9; k++) {
    ticks.push({ value: k * step, label: numberLabel(k * step, digits) });
  }
  return { low, high, ticks };
}

/** Ticks at whole powers of ten; where there are fewer than two of them, also at 2 and 5 times one. */
export function logTicks(low: number, high: number): AxisTicks {
  const factors = Math.floor(high) - Math.ceil(low) >= 1 ? [1] : [1, 2, 5];
  const ticks = [];
  for (let power = Math.floor(low); power <= Math.ceil(high); power++) {
    for (const factor of factors) {
      const value = power + Math.log10(factor);
      if (value >= low - 1e-9 && value <= high + 1e-9) ticks.push({ value, label: short(factor, power) });
    }
  }
  return { low, high, ticks };
}

/** The extent of the values with 5 % of air at each end; a single value gets room around it. */
export function extent(values: number[]): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return [0, 1];
  const air = high > low ? (high - low) * 0.05 : Math.max(1, Math.abs(low)) * 0.5;
  return [low - air, high + air];
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const lead = rough / power;
  return (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10) * power;
}

function numberLabel(value: number, digits: number): string {
  if (Math.abs(value) >= 1e6) return value.toExponential(1);
  const text = value.toFixed(Math.min(digits, 6));
  const [whole = "", fraction] = text.replace(/^-(0(\.0+)?)$/, "$1").split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

function short(factor: number, power: number): string {
  if (power >= -3 && power <= 5) return numberLabel(factor * 10 ** power, Math.max(0, -power));
  return `${factor}e${power}`;
}
