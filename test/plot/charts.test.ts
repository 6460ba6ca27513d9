import { describe, expect, it } from "vitest";
import { barChart } from "../../lib/plot/bar-chart";
import { PLOTLY, type Figure } from "../../lib/plot/figure";
import { heatmap } from "../../lib/plot/heatmap";
import { binShares, histogram } from "../../lib/plot/histogram";
import { lineChart } from "../../lib/plot/line-chart";
import { seriesStyle } from "../../lib/plot/palette";
import type { PlotlyFigure, ScatterTrace } from "../../lib/plot/plotly";
import { scatterChart } from "../../lib/plot/scatter-chart";
import { thinCurve, trailingMean } from "../../lib/plot/thin";
import { extent, linearTicks, logTicks } from "../../lib/plot/ticks";
import { lossCurves, scoreCurves } from "../../lib/plot/training-curves";

const plotly = (figure: Figure) => figure.bundle[PLOTLY] as PlotlyFigure;
const svg = (figure: Figure) => String(figure.bundle["image/svg+xml"]);
const labels = (axis: { ticks: { label: string }[] }) => axis.ticks.map((tick) => tick.label);

describe("ticks", () => {
  it("are multiples of 1, 2 or 5", () => {
    expect(labels(linearTicks(0, 1, 5))).toEqual(["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
    expect(labels(linearTicks(-3, 12, 4))).toEqual(["0", "5", "10"]);
    expect(labels(linearTicks(0, 5000, 3))).toEqual(["0", "2,000", "4,000"]);
    expect(labels(linearTicks(-0.001, 0.001, 2))).toEqual(["-0.001", "0.000", "0.001"]);
  });

  it("on a log axis are powers of ten, and more where there are few", () => {
    expect(labels(logTicks(-1, 3))).toEqual(["0.1", "1", "10", "100", "1,000"]);
    expect(labels(logTicks(0, 0.9))).toEqual(["1", "2", "5"]);
  });

  it("leave air around the data and ignore what is no number", () => {
    expect(extent([0, 10, NaN, Infinity])).toEqual([-0.5, 10.5]);
    expect(extent([])).toEqual([0, 1]);
    expect(extent([4])).toEqual([2, 6]);
  });
});

describe("long curves", () => {
  it("keep their peaks when thinned", () => {
    const y = Array.from({ length: 50_000 }, (_, index) => Math.sin(index / 900));
    y[31_234] = 99;
    y[17] = -99;
    const thin = thinCurve(
      y.map((_, index) => index),
      y,
      1000,
    );
    expect(thin.y.length).toBeLessThanOrEqual(1100);
    expect([Math.min(...thin.y), Math.max(...thin.y)]).toEqual([-99, 99]);
    expect(thin.x).toEqual([...thin.x].sort((a, b) => a - b));
    expect(thin.y[thin.x.indexOf(31_234)]).toBe(99);
  });

  it("stay small in both forms", () => {
    const y = Array.from({ length: 100_000 }, (_, index) => Math.random() + index);
    const figure = lineChart(
      [
        { name: "a", y },
        { name: "b", y },
      ],
      { alt: "x", smooth: 50 },
    );
    expect(svg(figure).length).toBeLessThan(200_000);
    expect(JSON.stringify(plotly(figure)).length).toBeLessThan(200_000);
  });

  it("are smoothed backwards only", () => {
    expect(trailingMean([1, 3, 5, 7], 2)).toEqual([1, 2, 4, 6]);
    expect(trailingMean([2, NaN, 4], 2)).toEqual([2, 2, 4]);
  });
});

describe("lineChart", () => {
  it("shows the raw values behind a smoothed curve, and says so", () => {
    const y = Array.from({ length: 100 }, (_, index) => index % 2);
    const { data } = plotly(lineChart([{ name: "loss", y }], { alt: "x", smooth: 10 }));
    const [faint, bold] = data as [ScatterTrace, ScatterTrace];
    expect(faint.y).toEqual(y);
    expect(faint.name).toBe("faint: each value; bold: mean of the last 10");
    expect(faint.opacity).toBeLessThan(0.5);
    expect(bold.y.slice(20).every((value) => value === 0.5)).toBe(true);
  });

  it("tells series apart by more than colour", () => {
    const styles = Array.from({ length: 7 }, (_, place) => seriesStyle(place));
    const marks = styles.map(({ dash, symbol }) => `${dash} ${symbol}`);
    expect(new Set(marks).size).toBe(7);
    expect(new Set(styles.map(({ color }) => color)).size).toBe(7);
    const figure = lineChart(
      [
        { name: "a", y: [1, 2] },
        { name: "b", y: [2, 1] },
      ],
      { alt: "x" },
    );
    expect(svg(figure).match(/stroke-dasharray="7 4"/g)).toHaveLength(2); // the line and its legend
  });

  it("places points where the axes say", () => {
    const options = { alt: "x", xRange: [0, 10] as [number, number], yRange: [0, 10] as [number, number] };
    const drawn = svg(lineChart([{ name: "a", x: [0, 5, 10], y: [0, 5, 10] }], options));
    const [x0, y0, x1, y1, x2, y2] = /d="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)" fill="none"/.exec(drawn)!.slice(1).map(Number) as [number, number, number, number, number, number]; // prettier-ignore
    expect(x1).toBeCloseTo((x0 + x2) / 2, 0);
    expect(y1).toBeCloseTo((y0 + y2) / 2, 0);
    expect(y2).toBeLessThan(y0); // up is up
  });

  it("leaves a gap where a value is missing, and breaks nothing on a log axis at 0", () => {
    const drawn = svg(lineChart([{ name: "a", y: [1, 0, 100, 10] }], { alt: "x", yLog: true }));
    expect(drawn).not.toContain("NaN");
    expect(drawn.match(/d="M[^"]*" fill="none"/)![0].match(/M/g)).toHaveLength(2);
  });

  it("refuses x and y of different lengths", () => {
    expect(() => lineChart([{ name: "a", x: [1], y: [1, 2] }], { alt: "x" })).toThrow(/1 x and 2 y/);
  });
});

describe("training curves", () => {
  const history = Array.from({ length: 200 }, (_, index) => ({
    ...{ step: index + 1, steps: 200, epoch: 0, imagesPerSecond: 1, elapsedSeconds: 1, secondsLeft: 1 },
    ...{ dLoss: 2 - index / 200, gLoss: 1, realScore: 0.5 + index / 1000, fakeScore: 0.25 },
  }));

  it("say in words what they show", () => {
    expect(lossCurves(history).alt).toBe(
      "Line chart over steps 1 to 200: discriminator loss goes from 1.95 to 1.05; generator loss goes from 1.00 to 1.00 " +
        "(means over the first and last tenth).",
    );
    expect(lossCurves([]).alt).toContain("no step");
  });

  it("keep scores in [0, 1], with the line where D cannot tell", () => {
    const { layout, data } = plotly(scoreCurves(history));
    expect(layout.yaxis.range).toEqual([0, 1]);
    expect(layout.shapes[0]).toMatchObject({ y0: 0.5, y1: 0.5 });
    expect((data[2] as ScatterTrace).name).toBe("D(x), real");
    expect((data[2] as ScatterTrace).y[0]).toBe(0.5);
  });
});

describe("histogram", () => {
  it("counts each value once, edges included", () => {
    expect(binShares([0, 0.1, 0.5, 1], { low: 0, high: 1, bins: 2 })).toEqual([0.5, 0.5]);
    expect(binShares([-1, 0.5, NaN, 2], { low: 0, high: 1, bins: 1 })).toEqual([0.25]);
  });

  it("says how many values it left out", () => {
    const figure = histogram([{ name: "a", values: [1, 2, 30] }], { alt: "x", range: [0, 10], bins: 5 });
    expect((plotly(figure).data[0] as ScatterTrace).name).toBe("a (1 outside)");
    expect(() => histogram([], { alt: "x", bins: 0 })).toThrow(/bins is 0/);
  });
});

describe("other charts", () => {
  it("bars stand on 0 and carry their numbers", () => {
    const drawn = svg(
      barChart(["a", "b"], [{ name: "n", values: [1, 2], errors: [0.1, 0.2] }], { alt: "x" }),
    );
    const heights = [...drawn.matchAll(/<rect x="[\d.]+" y="[\d.]+" width="[\d.]+" height="([\d.]+)" fill="#0072B2"/g)].map((m) => Number(m[1])); // prettier-ignore
    expect(heights[1]! / heights[0]!).toBeCloseTo(2, 1);
    expect(drawn).toContain(">2</text>");
    expect(() => barChart(["a"], [{ name: "n", values: [] }], { alt: "x" })).toThrow(/0 values for 1/);
  });

  it("points keep their unit square where it is asked for", () => {
    const figure = scatterChart([{ name: "p", x: [0, 10], y: [0, 1] }], { alt: "x", isSquare: true });
    const [[ax, ay], [bx, by]] = [...svg(figure).matchAll(/M([\d.]+) ([\d.]+)a/g)].slice(0, 2).map((m) => [Number(m[1]), Number(m[2])]) as [[number, number], [number, number]]; // prettier-ignore
    expect((bx - ax) / (ay - by)).toBeCloseTo(10, 0);
  });

  it("a heat map of 100 x 100 stays small and has the right colours at its ends", () => {
    const axis = Array.from({ length: 100 }, (_, index) => index / 100);
    const figure = heatmap(
      { label: "v", x: axis, y: axis, z: axis.map((y) => axis.map((x) => x * y)) },
      { alt: "x" },
    );
    expect(svg(figure).length).toBeLessThan(200_000);
    expect(svg(figure)).toContain("rgb(68,1,84)"); // #440154, the highest
    expect(svg(figure)).toContain("rgb(253,231,37)"); // #fde725, the lowest
    expect(() => heatmap({ label: "v", x: [1, 2], y: [1], z: [[1]] }, { alt: "x" })).toThrow(/z is \[1, 1\]/);
  });

  it("a heat map's bar says as much of its ends as the distance between them is worth", () => {
    const ends = (low: number, high: number) => {
      const figure = heatmap({ label: "v", x: [0, 1], y: [0], z: [[low, high]] }, { alt: "x" });
      return [...svg(figure).matchAll(/<text[^>]*>([^<]+)<\/text>/g)].map((match) => match[1]);
    };
    expect(ends(-1.38629, -0.000032)).toEqual(expect.arrayContaining(["-1.39", "0"]));
    expect(ends(1000.25, 1000.75)).toEqual(expect.arrayContaining(["1000.25", "1000.75"]));
    expect(ends(0, 0)).toContain("0");
  });
});
