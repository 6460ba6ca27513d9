/** What the course wants to reach, judged on the worse end of each interval. */
import { REFERENCE } from "./contestants";
import type { Cost } from "./costs";
import type { PartResult } from "./compare";
import { type Ratio, median, speedRatio } from "./statistics";

export interface Goal {
  text: string;
  /** What was measured, in words; empty where somebody was missing. */
  measured: string;
  isMet: boolean | undefined;
}

interface Race {
  own: string;
  /** The fastest of these. */
  others: string[];
  atLeast: number;
}

const races: Race[] = [
  { own: "compiled", others: [REFERENCE], atLeast: 1.05 },
  { own: "compiled", others: ["torch", "torch-channels-last", "torch-compile"], atLeast: 1.2 },
  { own: "bfloat16", others: [REFERENCE], atLeast: 1.6 },
  { own: "bfloat16", others: ["keras-bfloat16"], atLeast: 1.1 },
  { own: "bfloat16", others: ["torch-bfloat16"], atLeast: 1.1 },
  { own: "eager", others: [REFERENCE], atLeast: 0.72 },
];

/** The most memory of any of these, in MB. */
const memory = { names: ["eager", "compiled", "bfloat16"], atMost: 1000 };

/** @param uniform Random numbers in [0, 1), for the intervals. */
export function judge(parts: readonly PartResult[], costs: readonly Cost[], uniform: () => number): Goal[] {
  return [
    ...parts.flatMap((part) => races.map((race) => judgeRace(part, race, uniform))),
    ...judgeMemory(parts),
    ...costs.flatMap(judgeCost),
  ];
}

function judgeRace(
  { part, entries }: PartResult,
  { own, others, atLeast }: Race,
  uniform: () => number,
): Goal {
  const mine = entries.find(({ name }) => name === own);
  const rivals = entries.filter(({ name }) => others.includes(name));
  const best = rivals.sort((a, b) => median(a.rounds) - median(b.rounds))[0];
  const text = `${part}: ${own} >= ${atLeast} x ${best?.name ?? others[0]}`;
  if (mine === undefined || best === undefined) return { text, measured: "", isMet: undefined };
  const ratio = speedRatio(mine.rounds, best.rounds, uniform);
  return { text, measured: formatRatio(ratio), isMet: ratio.low >= atLeast };
}

/** "1.12 [1.09, 1.15]" */
export function formatRatio({ value, low, high }: Ratio): string {
  return `${value.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
}

function judgeMemory(parts: readonly PartResult[]): Goal[] {
  const entries = parts.flatMap((part) => part.entries.filter(({ name }) => memory.names.includes(name)));
  const peaks = entries.flatMap(({ peakMegabytes }) => (peakMegabytes === null ? [] : [peakMegabytes]));
  if (peaks.length === 0) return [];
  const most = Math.max(...peaks);
  const text = `peak memory of any step <= ${memory.atMost} MB`;
  return [{ text, measured: `${most.toFixed(0)} MB`, isMet: most <= memory.atMost }];
}

function judgeCost({ what, seconds, atMost }: Cost): Goal[] {
  if (atMost === undefined) return [];
  const text = `${what} <= ${atMost} s`;
  if (seconds === null) return [{ text, measured: "", isMet: undefined }];
  return [{ text, measured: `${seconds.toFixed(1)} s`, isMet: seconds <= atMost }];
}
