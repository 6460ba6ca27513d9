/** What the grading part measured, and which of it the course has a goal for. */
import type { Goal } from "../goals";
import { formatTable } from "../table";

export interface Figure {
  what: string;
  /** Null where it could not be measured. */
  value: number | null;
  unit: string;
  /** Why it could not. */
  why?: string;
  goal?: { atLeast: number } | { atMost: number };
}

export function formatFigures(figures: readonly Figure[]): string {
  if (figures.length === 0) return "";
  const rows = figures.map(({ what, value, unit, why }) => [
    what,
    value === null ? `missing: ${why}` : `${shown(value)} ${unit}`,
  ]);
  return `Checking and grading, two answers at a time, a fresh sandbox a question\n${formatTable(["", ""], rows)}`;
}

export function judgeFigure({ what, value, unit, goal }: Figure): Goal[] {
  if (goal === undefined) return [];
  const [sign, limit] = "atLeast" in goal ? [">=", goal.atLeast] : ["<=", goal.atMost];
  const text = `${what} ${sign} ${shown(limit)} ${unit}`;
  if (value === null) return [{ text, measured: "", isMet: undefined }];
  const isMet = "atLeast" in goal ? value >= limit : value <= limit;
  return [{ text, measured: `${shown(value)} ${unit}`, isMet }];
}

/** 63006 -> "63,006", 2.345 -> "2.35". */
const shown = (value: number) =>
  value >= 100 ? Math.round(value).toLocaleString("en-US") : String(Math.round(value * 100) / 100);
