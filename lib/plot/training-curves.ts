/** The curves that a training leaves behind. */
import type { StepReport } from "../models/step-report";
import type { Figure } from "./figure";
import { lineChart, type LineChartOptions } from "./line-chart";

/** The alt text is written from the numbers unless you give your own. */
export type CurveOptions = Partial<LineChartOptions>;

/** Both losses, step by step. Smoothed over a 25th of the training unless `smooth` says otherwise. */
export function lossCurves(history: readonly StepReport[], options: CurveOptions = {}): Figure {
  const series = [
    { name: "discriminator loss", y: history.map((report) => report.dLoss) },
    { name: "generator loss", y: history.map((report) => report.gLoss) },
  ];
  return trainingChart(history, series, { title: "Losses", yLabel: "loss", ...options });
}

/** Mean D(x) over real pictures and D(G(z)) over generated ones, in [0, 1], and the line where D cannot tell. */
export function scoreCurves(history: readonly StepReport[], options: CurveOptions = {}): Figure {
  const series = [
    { name: "D(x), real", y: history.map((report) => report.realScore) },
    { name: "D(G(z)), generated", y: history.map((report) => report.fakeScore) },
  ];
  return trainingChart(history, series, {
    title: "What the discriminator says",
    yLabel: "mean probability of real",
    yRange: [0, 1],
    guides: [{ y: 0.5, label: "cannot tell" }],
    ...options,
  });
}

function trainingChart(
  history: readonly StepReport[],
  series: { name: string; y: number[] }[],
  options: CurveOptions,
): Figure {
  const x = history.map((report) => report.step);
  return lineChart(
    series.map((one) => ({ ...one, x })),
    { xLabel: "step", smooth: smoothingWindow(history.length), alt: describe(x, series), ...options },
  );
}

function smoothingWindow(steps: number): number {
  return steps < 100 ? 1 : Math.round(steps / 25);
}

function describe(x: number[], series: { name: string; y: number[] }[]): string {
  if (x.length === 0) return "An empty chart: no step has been trained yet.";
  const ends = series.map(({ name, y }) => {
    const tenth = Math.max(1, Math.round(y.length / 10));
    return `${name} goes from ${average(y.slice(0, tenth))} to ${average(y.slice(-tenth))}`;
  });
  return `Line chart over steps ${x[0]} to ${x[x.length - 1]}: ${ends.join("; ")} (means over the first and last tenth).`;
}

function average(values: number[]): string {
  return (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(2);
}
