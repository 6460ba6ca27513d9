/** How points are rounded. */

/** Three thirds of a point add up to one again. */
export const rounded = (points: number): number => Math.round(points * 1e6) / 1e6;

/** Marks are given to a hundredth of a point. */
export const hundredths = (points: number): number => Math.round(points * 100) / 100;
