/**
 * Signed distance functions: how far a point is from the edge of a shape, negative inside. x goes right, y goes down,
 * and each shape fits the circle of radius 1 around (0, 0). A picture of a distance needs no pixel grid: a pixel whose
 * middle lies d pixels outside the edge is covered by about 1/2 - d.
 *
 * Only + - * / and Math.sqrt, which IEEE 754 rounds exactly, so that every machine draws the same bytes.
 * Triangle, star, square and cross are polygons; heart and moon follow Quilez, "2D distance functions".
 */
import type { SpriteWord } from "./vocabulary";

export type Distance = (x: number, y: number) => number;
type Point = readonly [x: number, y: number];

const circle =
  (radius: number): Distance =>
  (x, y) =>
    length(x, y) - radius;

const ring =
  (radius: number, halfWidth: number): Distance =>
  (x, y) =>
    Math.abs(length(x, y) - radius) - halfWidth;

/** A disc without another disc. */
const moon: Distance = (x, y) => Math.max(length(x - 0.1, y) - 0.9, 0.66 - length(x - 0.52, y + 0.22));

/** A square on its corner with a half disc on each upper side; 1 unit of the curve below is 1 / scale of ours. */
const heart: Distance = (x, y) => {
  const scale = 0.65;
  const u = Math.abs(x) * scale;
  const v = 0.63 - y * scale; // upwards from the tip; the middle of the circle around the heart is at 0.63
  if (u + v > 1) return (length(u - 0.25, v - 0.75) - Math.SQRT2 / 4) / scale;
  const along = Math.max(u + v, 0) / 2;
  const distance = Math.min(length(u, v - 1), length(u - along, v - along));
  return (u > v ? distance : -distance) / scale;
};

/** Distance to a polygon with rounded corners: to its nearest side, and the sign from a ray that counts crossings. */
function polygon(corners: readonly Point[], rounding: number): Distance {
  return (x, y) => {
    let nearest = Infinity; // squared
    let inside = false;
    for (let k = 0; k < corners.length; k++) {
      const [ax, ay] = corners[k]!;
      const [bx, by] = corners[(k + 1) % corners.length]!;
      const ex = bx - ax;
      const ey = by - ay;
      const along = clamp(((x - ax) * ex + (y - ay) * ey) / (ex * ex + ey * ey));
      const dx = x - ax - along * ex;
      const dy = y - ay - along * ey;
      nearest = Math.min(nearest, dx * dx + dy * dy);
      if (ay > y !== by > y && x < ax + (ex * (y - ay)) / ey) inside = !inside;
    }
    const distance = Math.sqrt(nearest);
    return (inside ? -distance : distance) - rounding;
  };
}

const half = Math.sqrt(3) / 2;
const triangleCorners: Point[] = [
  [0, -0.86],
  [0.86 * half, 0.43],
  [-0.86 * half, 0.43],
];

const squareCorners: Point[] = [
  [-0.62, -0.62],
  [0.62, -0.62],
  [0.62, 0.62],
  [-0.62, 0.62],
];

/** Ten corners on two circles; sines and cosines of 36 and 72 degrees are roots of 5. */
function starCorners(outer: number, inner: number): Point[] {
  const root5 = Math.sqrt(5);
  const [c36, s36] = [(1 + root5) / 4, Math.sqrt(10 - 2 * root5) / 4];
  const [c72, s72] = [(root5 - 1) / 4, Math.sqrt(10 + 2 * root5) / 4];
  const right: Point[] = [
    [0, -outer],
    [inner * s36, -inner * c36],
    [outer * s72, -outer * c72],
    [inner * s72, inner * c72],
    [outer * s36, outer * c36],
  ];
  const left = right.slice(1).map(([x, y]): Point => [-x, y]);
  return [...right, [0, inner], ...left.reverse()];
}

function crossCorners(reach: number, arm: number): Point[] {
  const quarter: Point[] = [
    [arm, -reach],
    [arm, -arm],
    [reach, -arm],
  ];
  const turn = ([x, y]: Point): Point => [-y, x];
  const second = quarter.map(turn);
  const third = second.map(turn);
  return [...quarter, ...second, ...third, ...third.map(turn)];
}

export const spriteDistances: Record<SpriteWord["shape"], Distance> = {
  circle: circle(0.86),
  square: polygon(squareCorners, 0.12),
  triangle: polygon(triangleCorners, 0.14),
  star: polygon(starCorners(0.94, 0.44), 0.06),
  heart,
  moon,
  ring: ring(0.68, 0.24),
  cross: polygon(crossCorners(0.82, 0.2), 0.1),
};

export function length(x: number, y: number): number {
  return Math.sqrt(x * x + y * y);
}

export function clamp(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value;
}
