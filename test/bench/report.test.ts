import { describe, expect, it } from "vitest";
import { rng } from "../../lib/engine/rng";
import type { Entry, PartResult } from "./compare";
import type { Cost } from "./costs";
import type { Figure } from "./grading/figures";
import { formatReport, makeReport } from "./report";
import { formatTable } from "./table";

function entry(name: string, rounds: number[], peakMegabytes = 700): Entry {
  const facts = { versions: { [name]: "1.0" }, threads: 2, trained: { generator: 1 } };
  return { name, title: `The ${name}`, ...facts, firstLosses: [1.4, 0.7], steps: 30, rounds, peakMegabytes };
}

const slower = (by: number) => [0.2, 0.4, 0.2].map((seconds) => seconds * by);
const part = (...entries: Entry[]): PartResult => ({ part: "alternating", entries, missing: [] });

interface Besides {
  costs?: Cost[];
  grading?: Figure[];
  load?: number;
}

function report(parts: PartResult[], { costs = [], grading = [], load = 0.1 }: Besides = {}) {
  const machine = {
    cpu: "A CPU",
    cores: 2,
    gigabytes: 8,
    system: "linux",
    node: "20",
    flags: ["avx2"],
    load,
    commit: "abc",
  };
  const options = { rounds: 3, steps: 30, threads: 2, batch: 64, width: 64 };
  return makeReport({ date: "2026-01-01", machine, options, parts, costs, grading }, rng(1).uniform);
}

describe("makeReport", () => {
  it("gives images a second by the median round, and the ratio to Keras", () => {
    const { parts } = report([part(entry("keras", slower(1)), entry("compiled", slower(0.8)))]);
    const [keras, compiled] = parts[0]!.entries;
    expect(keras!.imagesPerSecond).toBeCloseTo(64 / 0.2, 9);
    expect(compiled!.imagesPerSecond).toBeCloseTo(64 / 0.16, 9);
    expect(compiled!.ratio!.value).toBeCloseTo(1.25, 9);
    expect(keras!.ratio!.value).toBe(1);
  });

  it("has no ratios without Keras", () => {
    expect(report([part(entry("compiled", slower(1)))]).parts[0]!.entries[0]!.ratio).toBeNull();
  });

  it("judges goals by the worse end of the interval", () => {
    const goal = (rounds: number[], text: RegExp) =>
      report([part(entry("keras", slower(1)), entry("compiled", rounds))]).goals.find((one) =>
        text.test(one.text),
      )!;
    expect(goal(slower(1 / 1.06), /compiled >= 1.05 x keras/).isMet).toBe(true);
    expect(goal(slower(1 / 1.04), /compiled >= 1.05 x keras/).isMet).toBe(false);
    // 1.3 in the middle, but one round of three is no faster.
    expect(goal([0.2, 0.4 / 1.3, 0.2 / 1.3], /compiled >= 1.05 x keras/).isMet).toBe(false);
    expect(goal(slower(0.5), /compiled >= 1.2 x torch/).isMet).toBeUndefined();
  });

  it("compares with PyTorch's best", () => {
    const entries = [
      entry("compiled", slower(1)),
      entry("torch", slower(1.5)),
      entry("torch-channels-last", slower(1.1)),
    ];
    const goal = report([part(...entries)]).goals.find(({ text }) => text.includes("1.2 x"))!;
    expect(goal.text).toContain("torch-channels-last");
    expect(goal.isMet).toBe(false);
  });

  it("judges memory by the largest, and costs that have a limit", () => {
    const costs = [
      { what: "first tensor", seconds: 2.5, atMost: 2 },
      { what: "kernel", seconds: 9 },
    ];
    const { goals } = report([part(entry("eager", slower(1), 800), entry("compiled", slower(1), 1200))], {
      costs,
    });
    expect(goals.find(({ text }) => text.includes("memory"))).toMatchObject({
      measured: "1200 MB",
      isMet: false,
    });
    expect(goals.find(({ text }) => text.includes("first tensor"))).toMatchObject({ isMet: false });
    expect(goals.some(({ text }) => text.includes("kernel"))).toBe(false);
  });
});

describe("the grading part", () => {
  const figures: Figure[] = [
    { what: "plain functions", value: 59_999, unit: "questions/h", goal: { atLeast: 60_000 } },
    { what: "memory", value: 299.6, unit: "MB", goal: { atMost: 300 } },
    { what: "ratio", value: null, unit: "x", why: "it is not installed", goal: { atLeast: 3 } },
    { what: "minutes", value: 7.256, unit: "min" },
  ];

  it("is judged by each figure's own limit", () => {
    const { goals } = report([], { grading: figures });
    expect(goals.map(({ text, isMet }) => [text, isMet])).toEqual([
      ["plain functions >= 60,000 questions/h", false],
      ["memory <= 300 MB", true],
      ["ratio >= 3 x", undefined],
    ]);
  });

  it("says what could not be measured, and why", () => {
    const text = formatReport(report([], { grading: figures }));
    expect(text).toMatch(/plain functions +59,999 questions\/h\n/);
    expect(text).toMatch(/ratio +missing: it is not installed\n/);
    expect(text).toMatch(/minutes +7.26 min\n/);
  });
});

describe("formatReport", () => {
  it("names machine, versions, rows, and who is missing with why", () => {
    const result = part(entry("keras", slower(1)), entry("compiled", slower(0.8)));
    result.missing.push({ name: "torch", title: "PyTorch", why: "it is not installed" });
    const text = formatReport(report([result]));
    expect(text).toMatch(/A CPU, 2 cores.*avx2/);
    expect(text).toMatch(/keras 1.0, compiled 1.0/);
    expect(text).toMatch(/The compiled +400 +160 +1.25 \[1.25, 1.25\] +30 +700/);
    expect(text).toContain("missing: PyTorch: it is not installed");
    expect(text).toMatch(/compiled >= 1.05 x keras +1.25 \[1.25, 1.25\] +met/);
  });

  it("warns where other programs were running", () => {
    expect(formatReport(report([], { load: 2.5 }))).toContain("load average 2.5");
    expect(formatReport(report([], { load: 2.5 }))).toContain("Other programs were running");
    expect(formatReport(report([]))).not.toContain("Other programs");
  });
});

it("formatTable lines the columns up", () => {
  expect(formatTable(["", "n"], [["one", "1"], ["three", "100"]])).toBe(
    ["         n", "one      1", "three  100"].join("\n"),
  ); // prettier-ignore
});
