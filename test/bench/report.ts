/** The result as one object (for `--json`) and as text. */
import type { CompareOptions, Entry, PartResult } from "./compare";
import { REFERENCE, referenceOf } from "./contestants";
import type { Cost } from "./costs";
import { type Goal, formatRatio, judge } from "./goals";
import { type Figure, formatFigures, judgeFigure } from "./grading/figures";
import type { Machine } from "./machine";
import { type Ratio, median, speedRatio } from "./statistics";
import { formatTable } from "./table";

export interface Report {
  date: string;
  machine: Machine;
  options: CompareOptions;
  parts: (Omit<PartResult, "entries"> & { entries: (Entry & Summary)[] })[];
  costs: Cost[];
  grading: Figure[];
  goals: Goal[];
}

interface Summary {
  imagesPerSecond: number;
  /** Speed over that of Keras under tf.function, on a card over PyTorch's; null where that one did not run. */
  ratio: Ratio | null;
}

export interface Findings {
  date: string;
  machine: Machine;
  options: CompareOptions;
  parts: PartResult[];
  costs: Cost[];
  grading: Figure[];
}

/** @param uniform Random numbers in [0, 1), for the intervals. */
export function makeReport({ parts, ...rest }: Findings, uniform: () => number): Report {
  const { batch } = rest.options;
  const summarise = (entry: Entry, all: readonly Entry[]) => {
    const reference = all.find(({ name }) => name === referenceOf(entry.name));
    const ratio = reference ? speedRatio(entry.rounds, reference.rounds, uniform) : null;
    return { ...entry, imagesPerSecond: batch / median(entry.rounds), ratio };
  };
  const complete = parts.map((part) => ({
    ...part,
    entries: part.entries.map((entry) => summarise(entry, part.entries)),
  }));
  const goals = [...judge(parts, rest.costs, uniform), ...rest.grading.flatMap(judgeFigure)];
  return { ...rest, parts: complete, goals };
}

export function formatReport(report: Report): string {
  const sections = [
    describeMachine(report),
    ...report.parts.map((part) => formatPart(part, report.options)),
    formatCosts(report.costs),
    formatFigures(report.grading),
    formatGoals(report.goals),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function describeMachine({ date, machine, options, parts }: Report): string {
  const { cpu, cores, gigabytes, system, node, flags, load, commit } = machine;
  const versions = Object.assign(
    {},
    ...parts.flatMap(({ entries }) => entries.map((e) => e.versions)),
  ) as object;
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const lines = [
    `${date}, commit ${commit}`,
    `${cpu}, ${cores} cores, ${gigabytes} GB, ${system}; vector units: ${flags.join(" ") || "unknown"}`,
    `${options.threads} threads each; Node ${node}${named.map((text) => `, ${text}`).join("")}`,
  ];
  if (load > 0.5) {
    lines.push(
      `Other programs were running (load average ${load} at the start): trust ratios more than speeds.`,
    );
  } else lines.push(`Load average at the start: ${load}`);
  return lines.join("\n");
}

const titles = {
  alternating: "DCGAN of the article, alternating updates",
  simultaneous: "DCGAN of the article, simultaneous updates",
  critic: "Wasserstein critic with gradient penalty, on the same networks",
};

function formatPart({ part, entries, missing }: Report["parts"][number], options: CompareOptions): string {
  const title = `${titles[part]}: batch ${options.batch}, ${options.rounds} rounds in turn`;
  const head = ["", "images/s", "ms a step", `x ${rivals(entries)} [95 %]`, "steps a block", "peak MB"];
  const rows = entries.map((entry) => [
    entry.title,
    entry.imagesPerSecond.toFixed(entry.imagesPerSecond < 100 ? 1 : 0),
    formatMilliseconds(1000 * median(entry.rounds)),
    entry.ratio ? formatRatio(entry.ratio) : "-",
    String(entry.steps),
    entry.peakMegabytes?.toFixed(0) ?? "-",
  ]);
  const absent = missing.map((one) => `missing: ${one.title}: ${one.why}`);
  return [title, formatTable(head, rows), ...absent].join("\n");
}

/** On the processor Keras, on a card PyTorch. */
function rivals(entries: readonly Entry[]): string {
  const names = new Set(
    entries.map(({ name }) => (referenceOf(name) === REFERENCE ? "Keras" : "PyTorch (CUDA)")),
  );
  return [...names].join(", ") || "Keras";
}

const formatMilliseconds = (ms: number) => ms.toFixed(ms < 20 ? 1 : 0);

function formatCosts(costs: readonly Cost[]): string {
  if (costs.length === 0) return "";
  const rows = costs.map(({ what, seconds, why }) => [
    what,
    seconds === null ? `missing: ${why}` : seconds.toFixed(seconds < 1 ? 2 : 1),
  ]);
  return `What a learner waits for\n${formatTable(["", "seconds"], rows)}`;
}

function formatGoals(goals: readonly Goal[]): string {
  if (goals.length === 0) return "";
  const verdict = ({ isMet }: Goal) => (isMet === undefined ? "not measured" : isMet ? "met" : "missed");
  const rows = goals.map((goal) => [goal.text, goal.measured || "-", verdict(goal)]);
  return `Goals, on the worse end of each interval\n${formatTable(["", "measured", ""], rows)}`;
}
