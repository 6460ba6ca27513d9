import { expect, it } from "vitest";
import type { GrowthPoint } from "./growth";
import { growthFigure } from "./growth-figure";

const point = (axis: GrowthPoint["axis"], size: number, imagesPerSecond: number): GrowthPoint => ({
  axis,
  size,
  title: "eager <ours>",
  imagesPerSecond,
  peakMegabytes: 10 * size,
});
const svg = growthFigure([
  point("batch", 16, 100),
  point("batch", 512, 400),
  point("width", 16, 900),
  point("width", 128, 50),
]);

it("is one SVG of four charts in their places", () => {
  expect(svg.match(/<svg x="\d+" y="\d+"(?= xmlns)/g)).toEqual([
    '<svg x="0" y="0"',
    '<svg x="560" y="0"',
    '<svg x="0" y="340"',
    '<svg x="560" y="340"',
  ]);
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"[^>]*viewBox="0 0 1120 680"/);
});

it("says in words where each curve begins and ends, escaped", () => {
  const alt = /aria-label="([^"]*)"/.exec(svg)![1]!;
  expect(alt).toContain("eager &lt;ours&gt;: 100 images a second at batch 16, 400 at 512.");
  expect(alt).toContain("900 images a second at width 16, 50 at 128.");
  expect(svg).not.toContain("<ours>");
});
