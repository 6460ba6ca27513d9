/** Spherical interpolation, against angles and lengths. */
import { describe, expect, it } from "vitest";
import { rng } from "../../lib/engine/rng";
import { slerp } from "../../lib/theory/slerp";

const normals = (name: string) => {
  const stream = rng(9).stream(name);
  return range(100).map(() => stream.normal());
};
const range = (count: number) => Array.from({ length: count }, (_, i) => i);

describe("spherical interpolation", () => {
  const length = (v: number[]) => Math.hypot(...v);
  const [a, b] = ["a", "b"].map((name) => normals(name)) as [number[], number[]];

  it("ends at its ends and keeps the length of two latents of one length", () => {
    const scaled = b.map((v) => (v * length(a)) / length(b));
    for (const share of [0, 0.25, 0.5, 1]) expect(length(slerp(a, scaled, share))).toBeCloseTo(length(a), 9);
    slerp(a, b, 0).forEach((v, i) => expect(v).toBeCloseTo(a[i]!, 9));
    slerp(a, b, 1).forEach((v, i) => expect(v).toBeCloseTo(b[i]!, 9));
  });

  it("cuts the angle in equal parts", () => {
    const quarter = slerp([1, 0], [0, 1], 1 / 3);
    expect(quarter[0]).toBeCloseTo(Math.cos(Math.PI / 6), 12);
    expect(quarter[1]).toBeCloseTo(Math.sin(Math.PI / 6), 12);
  });

  it("takes the chord where there is no one arc, and refuses other lengths", () => {
    expect(slerp([1, 0], [1, 0], 0.3)).toEqual([1, 0]);
    expect(() => slerp([1], [1, 2], 0.5)).toThrow(/1 and 2/);
  });
});
