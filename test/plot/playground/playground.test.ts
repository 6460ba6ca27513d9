/** The playground's figure as text; test/browser/playground.test.ts tries it in a browser. */
import { Script } from "node:vm";
import { describe, expect, it } from "vitest";
import { escapeText } from "../../../lib/plot/markup";
import { boardMarkup } from "../../../lib/plot/playground/board";
import { darkColours, paperColours } from "../../../lib/plot/playground/look";
import { playground } from "../../../lib/plot/playground/playground";

const markup = playground().bundle["text/html"] as string;

describe("playground", () => {
  it("is one piece: a script that a browser can read, and no address of anything outside", () => {
    const script = /<script>([\s\S]*)<\/script>/.exec(markup)![1]!;
    expect(() => new Script(script)).not.toThrow();
    const others = markup
      .replace(/http:\/\/www\.w3\.org\/2000\/svg|src="data:/g, "")
      .match(/https?:|src=|@import|url\(/g);
    expect(others).toBeNull();
    expect(markup.length).toBeLessThan(60_000);
  });

  it("says what it is without its script, too", () => {
    // Short answers: a page of 40,000 characters helps nobody.
    const still = markup.replace(/<script>[\s\S]*<\/script>/, "");
    const has = (text: string) => still.includes(text);
    expect(has("needs its script")).toBe(true);
    expect(has('<img src="data:image/svg+xml')).toBe(true);
    for (const control of ["<button", "<input", "<select", "<table"])
      expect(has(control), control).toBe(false);
    expect(has(`aria-label="${escapeText(playground().alt)}"`)).toBe(true);
    expect(() => playground({ alt: " " })).toThrow(/alt is empty/);
  });

  it("has colours that can be read on their ground, in light and dark: 3 to 1 for lines, 4.5 to 1 for words", () => {
    for (const colours of [paperColours, darkColours]) {
      for (const name of ["real", "fake", "score"] as const)
        expect(contrast(colours[name], colours.paper), name).toBeGreaterThanOrEqual(3);
      for (const name of ["ink", "faint"] as const)
        expect(contrast(colours[name], colours.paper), name).toBeGreaterThanOrEqual(4.5);
    }
  });
});

/** WCAG 2.2, contrast ratio. */
function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light! + 0.05) / (dark! + 0.05);
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

describe("boardMarkup", () => {
  const grid = [-2, -1, 0, 1, 2];
  const view = {
    grid,
    real: [0, 0.2, 0.4, 0.2, 0],
    fake: [0, 0, 0, 0, 0],
    scores: [0, 0.25, 0.5, 0.75, 1],
    samples: [
      { x: -1, push: 0.5 },
      { x: 1, push: -0.2 },
      { x: 0, push: 0 },
    ],
  };
  const svg = boardMarkup(view, {
    width: 452,
    colours: paperColours,
    font: "sans",
    title: "a < b",
    reach: 1,
  });
  // 40 pixels on the left and 12 on the right: 100 pixels for a unit of x.
  const at = (x: number) => 40 + (x + 2) * 100;

  it("draws D(x) as a straight line where the scores rise evenly", () => {
    const d = new RegExp(`<path d="M([^"]+)" fill="none" stroke="${paperColours.score}"`).exec(svg)![1]!;
    const points = d.split("L").map((point) => point.split(" ").map(Number));
    expect(points.map(([x]) => x)).toEqual(grid.map(at));
    const ys = points.map(([, y]) => y!);
    for (let i = 1; i < 5; i++) expect(ys[i]! - ys[i - 1]!).toBeCloseTo((ys[4]! - ys[0]!) / 4, 1);
    expect(ys[4]).toBeLessThan(ys[0]!); // 1 stands above 0
  });

  it("draws an arrow where there is a push, from the sample to where it goes", () => {
    const arrows = [...svg.matchAll(/<path d="M([\d.]+) [\d.]+H([\d.]+)M/g)].map((match) =>
      [match[1], match[2]].map(Number),
    );
    expect(arrows).toEqual([[at(-1), at(-0.5)], [at(1), at(0.8)]]); // prettier-ignore
    expect(svg.match(/<circle/g)?.length).toBe(3);
    expect(svg).toContain("a &lt; b");
  });
});
