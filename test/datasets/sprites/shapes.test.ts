import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { spriteDistances } from "../../../lib/datasets/sprites/shapes";
import { spriteShapes } from "../../../lib/datasets/sprites/vocabulary";

/** Area of a polygon whose sides are moved out by `rounding`: A + P r + pi r^2, for convex ones exactly. */
const roundedArea = (area: number, perimeter: number, rounding: number) =>
  area + perimeter * rounding + Math.PI * rounding ** 2;

/** What two discs share, radii R and r, d between their middles. */
function lens(R: number, r: number, d: number): number {
  const a = Math.acos((d * d + R * R - r * r) / (2 * d * R));
  const b = Math.acos((d * d + r * r - R * R) / (2 * d * r));
  return R * R * (a - Math.sin(2 * a) / 2) + r * r * (b - Math.sin(2 * b) / 2);
}

const areas: Record<string, number> = {
  circle: Math.PI * 0.86 ** 2,
  square: roundedArea(1.24 ** 2, 4 * 1.24, 0.12),
  triangle: roundedArea((3 * Math.sqrt(3) * 0.86 ** 2) / 4, 3 * Math.sqrt(3) * 0.86, 0.14),
  star: starArea(0.94, 0.44, 0.06),
  heart: (0.5 + Math.PI / 8) / 0.65 ** 2, // a square on its corner and two half discs on its upper sides
  moon: Math.PI * 0.9 ** 2 - lens(0.9, 0.66, Math.hypot(0.42, 0.22)),
  ring: Math.PI * (0.92 ** 2 - 0.44 ** 2),
  cross: 0.6 * 1.84 * 2 - 0.6 ** 2 - (4 - Math.PI) * 2 * 0.1 ** 2, // two bars, their common square, eight round corners
};

/** Round tips add a sector each; at a dent two of the strips along the sides overlap in a kite. */
function starArea(outer: number, inner: number, rounding: number): number {
  const [c36, s36] = [Math.cos(Math.PI / 5), Math.sin(Math.PI / 5)];
  const side = Math.hypot(outer - inner * c36, inner * s36);
  const turnAtTip = Math.PI - 2 * Math.atan2(inner * s36, outer - inner * c36);
  const turnAtDent = turnAtTip - (2 * Math.PI) / 5; // the other way; all turns together make one
  const perTip = (turnAtTip * rounding ** 2) / 2 - rounding ** 2 * Math.tan(turnAtDent / 2);
  return 5 * outer * inner * s36 + 10 * side * rounding + 5 * perTip;
}

describe.each([...spriteShapes])("the distance to a %s", (shape) => {
  const distance = spriteDistances[shape];
  // Off the axes and diagonals, where the nearest edge changes from one side to the other.
  const grid = Array.from({ length: 480 * 480 }, (_, k) => ({
    x: (k % 480) / 200 - 1.1971,
    y: Math.floor(k / 480) / 200 - 1.1983,
  }));

  it("is negative on an area that geometry gives", () => {
    const inside = grid.filter(({ x, y }) => distance(x, y) < 0).length;
    expect(inside / 200 ** 2 / areas[shape]!).toBeCloseTo(1, 2);
  });

  it("is positive everywhere outside the circle of radius 1", () => {
    const outside = grid.filter(({ x, y }) => x * x + y * y > 1);
    expect(outside.filter(({ x, y }) => distance(x, y) <= 0)).toEqual([]);
  });

  it("changes by the way gone: it is a distance", () => {
    const step = 1e-4;
    const slopes = grid
      .filter((_, k) => k % 37 === 0)
      .map(({ x, y }) =>
        Math.hypot(
          (distance(x + step, y) - distance(x, y)) / step,
          (distance(x, y + step) - distance(x, y)) / step,
        ),
      );
    expect(Math.max(...slopes)).toBeLessThan(1.45); // 1, or up to root 2 where the two differences see two edges
    expect(slopes.filter((slope) => Math.abs(slope - 1) < 0.01).length / slopes.length).toBeGreaterThan(0.97);
  });
});

it("drawing uses no function whose last bit depends on the engine", () => {
  const folder = join(__dirname, "../../../lib/datasets/sprites");
  for (const file of readdirSync(folder)) {
    const code = readFileSync(join(folder, file), "utf8").replaceAll(/\/\*[^]*?\*\/|\/\/.*/g, "");
    const used = [...code.matchAll(/Math\.(\w+)/g)].map((match) => match[1]!);
    const exact = ["abs", "ceil", "floor", "max", "min", "sqrt", "SQRT2"];
    expect(
      used.filter((name) => !exact.includes(name)),
      file,
    ).toEqual([]);
    expect(code, file).not.toContain("**");
  }
});
