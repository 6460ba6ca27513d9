import { describe, expect, it } from "vitest";
import { PLOTLY, type Figure } from "../../lib/plot/figure";
import { planeChart, type PlaneOptions } from "../../lib/plot/plane-chart";
import type { PlotlyFigure, ScatterTrace } from "../../lib/plot/plotly";

const traces = (figure: Figure) => (figure.bundle[PLOTLY] as PlotlyFigure).data;
const svg = (figure: Figure) => String(figure.bundle["image/svg+xml"]);
const options: PlaneOptions = { alt: "x", xRange: [-2, 2], yRange: [-2, 2], isSquare: true };

/** Shaft of arrow number i: from its tail to its tip. */
function shafts(trace: ScatterTrace): { at: [number, number]; by: [number, number] }[] {
  const found = [];
  for (let i = 0; i < trace.x.length; i += 6) {
    const [x0, y0, x1, y1] = [trace.x[i]!, trace.y[i]!, trace.x[i + 1]!, trace.y[i + 1]!];
    found.push({
      at: [(x0 + x1) / 2, (y0 + y1) / 2] as [number, number],
      by: [x1 - x0, y1 - y0] as [number, number],
    });
  }
  return found;
}

describe("planeChart", () => {
  const field = ([x, y]: [number, number]) => [-y, x] as const;

  it("draws each arrow along the field, within its cell, the longest nearly as long as a cell", () => {
    const [arrows] = traces(planeChart({ arrows: { field, count: 8 } }, options)) as [ScatterTrace];
    const all = shafts(arrows);
    expect(all).toHaveLength(64);
    const lengths = all.map(({ by }) => Math.hypot(...by));
    expect(Math.max(...lengths)).toBeCloseTo(0.85 * 0.5, 4);
    for (const { at, by } of all) {
      const [vx, vy] = field(at);
      const cosine = (by[0] * vx + by[1] * vy) / (Math.hypot(...by) * Math.hypot(vx, vy));
      expect(cosine).toBeCloseTo(1, 3);
    }
  });

  it("leaves out arrows where nothing moves, and lifts the pen between two", () => {
    const still = planeChart({ arrows: { field: () => [0, 0], count: 3 } }, options);
    expect((traces(still)[0] as ScatterTrace).x).toEqual([]);
    const drawn = svg(planeChart({ arrows: { field, count: 3 } }, options));
    expect(drawn).not.toContain("NaN");
    expect(drawn.match(/d="(M[^"]*)" fill="none"/)![1]!.match(/M/g)).toHaveLength(8); // the middle of nine is still
  });

  it("keeps the ends of a long path, marks its start, and stays small", () => {
    const spiral = Array.from({ length: 20_000 }, (_, i): [number, number] => [
      (i / 20_000) * Math.cos(i / 50),
      (i / 20_000) * Math.sin(i / 50),
    ]);
    const figure = planeChart({ arrows: { field }, paths: [{ name: "spiral", points: spiral }] }, options);
    const [, line, start] = traces(figure) as [ScatterTrace, ScatterTrace, ScatterTrace];
    expect(line.x.length).toBeLessThan(1000);
    expect(line.x.at(-1)).toBeCloseTo(spiral.at(-1)![0], 5);
    expect([start.mode, start.x.length, start.x[0]]).toEqual(["markers", 1, 0]);
    expect(svg(figure).length).toBeLessThan(100_000);
  });

  it("puts paths over heat on a white line, named once", () => {
    const heat = { label: "f", x: [-1, 1], y: [-1, 1], z: [[0, 1], [2, 3]] }; // prettier-ignore
    const path = { name: "way", points: [[0, 0], [1, 1]] as [number, number][] }; // prettier-ignore
    const drawn = traces(planeChart({ heat, paths: [path] }, options));
    expect(drawn.map(({ type }) => type)).toEqual(["heatmap", "scatter", "scatter", "scatter"]);
    expect(drawn.slice(1).filter(({ showlegend }) => showlegend !== false)).toHaveLength(1);
  });

  it("refuses to draw nothing", () => {
    expect(() => planeChart({}, options)).toThrow(/nothing to draw/);
  });
});
