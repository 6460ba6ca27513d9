/** The charts of the class page: lying bars, because names of checks are long. Plotly's figure format, as data. */
import { FAINT_INK, FONT, GRID, INK, PAPER, seriesStyle } from "../../plot/palette";
import type { CheckStatistic, QuestionStatistic } from "./statistics";

/** @see https://plotly.com/javascript/reference/bar/ */
export interface LyingBars {
  data: {
    type: "bar";
    orientation: "h";
    name: string;
    x: number[];
    y: string[];
    text: string[];
    textposition: "outside";
    cliponaxis: false;
    marker: { color: string; pattern?: { shape: string } };
  }[];
  layout: object;
  config: object;
}

interface Series {
  name: string;
  values: number[];
  texts: string[];
}

/** Longer names are cut in the chart; the table below it has them whole. */
const LONGEST_NAME = 56;
const ROW = 26;

function lyingBars(
  names: readonly string[],
  series: readonly Series[],
  axis: { title: string; max?: number; isLog?: boolean },
): LyingBars {
  const labels = names.map((name) =>
    name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 1)}…`,
  );
  // Plotly puts equal categories into one bar.
  const places = labels.map(
    (label, place) => label + "\u200b".repeat(labels.slice(0, place).filter((l) => l === label).length),
  );
  return {
    data: series.map(({ name, values, texts }, place) => ({
      type: "bar",
      orientation: "h",
      name,
      x: values.map((value) => (Number.isFinite(value) ? value : 0)),
      y: places,
      text: texts,
      textposition: "outside",
      cliponaxis: false,
      marker: { color: seriesStyle(place).color, ...(place > 0 ? { pattern: { shape: "/" } } : {}) },
    })),
    layout: {
      height: 120 + ROW * names.length * Math.max(1, series.length * 0.8),
      margin: { l: 20, r: 70, t: 30, b: 60 },
      barmode: "group",
      bargap: 0.25,
      showlegend: series.length > 1,
      legend: { orientation: "h", y: 1.02, yanchor: "bottom", traceorder: "normal" },
      xaxis: {
        title: { text: axis.title },
        ...(axis.isLog ? { type: "log", dtick: 1 } : { rangemode: "tozero" }),
        gridcolor: GRID,
        ...(axis.max === undefined ? {} : { range: [0, axis.max] }),
      },
      yaxis: { autorange: "reversed", automargin: true, ticks: "", linecolor: FAINT_INK },
      paper_bgcolor: PAPER,
      plot_bgcolor: PAPER,
      font: { family: FONT, size: 13, color: INK },
    },
    config: { displaylogo: false, responsive: true },
  };
}

const percent = (share: number) => `${Math.round(share * 100)} %`;

export function passRateChart(checks: readonly CheckStatistic[]): LyingBars {
  const values = checks.map(({ passRate }) => passRate * 100);
  const texts = checks.map(({ passRate }) => percent(passRate));
  const names = checks.map(({ question, check }) => `${afterSlash(question)}: ${check}`);
  return lyingBars(names, [{ name: "passed", values, texts }], {
    title: "% of submissions that pass",
    max: 100,
  });
}

/** The question with the smallest share of its points first. */
export function hardestChart(questions: readonly QuestionStatistic[]): LyingBars {
  const sorted = hardestFirst(questions);
  const values = sorted.map(({ meanShare }) => meanShare * 100);
  const texts = sorted.map(({ meanShare }) => percent(meanShare));
  const names = sorted.map(({ title }) => title);
  return lyingBars(names, [{ name: "points", values, texts }], {
    title: "mean share of the points, %",
    max: 100,
  });
}

export function hardestFirst(questions: readonly QuestionStatistic[]): QuestionStatistic[] {
  return questions
    .filter(({ meanShare }) => !Number.isNaN(meanShare))
    .sort((a, b) => a.meanShare - b.meanShare);
}

export function timeChart(questions: readonly QuestionStatistic[]): LyingBars {
  const timed = questions.filter(({ median }) => median > 0);
  const series = (name: string, value: (one: QuestionStatistic) => number): Series => ({
    name,
    values: timed.map(value),
    texts: timed.map((one) => milliseconds(value(one))),
  });
  const both = [series("median", ({ median }) => median), series("95th percentile", ({ p95 }) => p95)];
  const names = timed.map(({ title }) => title);
  return lyingBars(names, both, { title: "milliseconds for all checks of one answer", isLog: true });
}

/** 2.3 ms, 120 ms, 20.0 s. */
export function milliseconds(value: number): string {
  if (value >= 1000) return `${(value / 1000).toFixed(1)} s`;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}

const afterSlash = (id: string) => id.slice(id.indexOf("/") + 1);
