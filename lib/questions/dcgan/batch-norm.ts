import type { Rng } from "../../engine/rng";
import { between, mean, normalRows, normals, range, uniforms } from "../draw";
import { expectNumbers, fieldsOf } from "../expect";
import type { Trap } from "../expect";
import type { Check, CheckedQuestion, Subject } from "../types";

const [EPSILON, MOMENTUM] = [1e-3, 0.99];

interface Norm {
  gain: number[];
  shift: number[];
  mean: number[];
  variance: number[];
}

/** How one channel may be normalised; each field is a place where answers go wrong. */
interface Way {
  statistics: (column: number[], norm: Norm, channel: number) => { mean: number; variance: number };
  divide?: (centred: number, variance: number) => number;
  isScaled?: boolean;
}

const spreadAround = (column: readonly number[]) => {
  const middle = mean(column);
  // By pairs: the mean squared difference of two numbers is twice the variance.
  const pairs = column.flatMap((a) => column.map((b) => (a - b) ** 2));
  return { mean: middle, variance: mean(pairs) / 2 };
};

const ofBatch: Way["statistics"] = (column) => spreadAround(column);
const running: Way["statistics"] = (_, norm, channel) => ({
  mean: norm.mean[channel]!,
  variance: norm.variance[channel]!,
});

const columnsOf = (rows: readonly (readonly number[])[]) =>
  rows[0]!.map((_, channel) => rows.map((row) => row[channel]!));

function outputOf(rows: number[][], norm: Norm, { statistics, divide, isScaled = true }: Way): number[] {
  const safely = divide ?? ((centred: number, variance: number) => centred / Math.sqrt(variance + EPSILON));
  const normed = columnsOf(rows).map((column, channel) => {
    const { mean: middle, variance } = statistics(column, norm, channel);
    const [gain, shift] = isScaled ? [norm.gain[channel]!, norm.shift[channel]!] : [1, 0];
    return column.map((value) => gain * safely(value - middle, variance) + shift);
  });
  return rows.flatMap((_, row) => normed.map((column) => column[row]!));
}

interface Case {
  rows: number[][];
  norm: Norm;
  training: boolean;
}

async function ask(subject: Subject, { rows, norm, training }: Case) {
  const copy = {
    gain: [...norm.gain],
    shift: [...norm.shift],
    mean: [...norm.mean],
    variance: [...norm.variance],
  };
  return fieldsOf(await subject.call(rows, copy, training), ["output", "mean", "variance"]);
}

async function askOutput(subject: Subject, given: Case) {
  const { rows, norm, training } = given;
  const got = (await ask(subject, given)).output;
  const [right, other] = training ? [ofBatch, running] : [running, ofBatch];
  const all = spreadAround(rows.flat());
  const dividing = (divide: Way["divide"]): Way => ({ statistics: right, ...(divide ? { divide } : {}) });
  const ways: [Way, string][] = [
    [
      { statistics: other },
      training
        ? "Training mode takes the mean and variance of the batch before it, not the running averages."
        : "Inference mode takes the running averages, not the batch: a picture may not depend on its neighbours.",
    ],
    [
      { statistics: right, isScaled: false },
      "Gain and shift are missing: multiply by the gain, then add the shift.",
    ],
    [{ statistics: () => all }, "All channels got one mean and one variance. Each channel has its own."],
    [
      dividing((centred, variance) => centred / (Math.sqrt(variance) + EPSILON)),
      "Epsilon belongs under the root.",
    ],
    [
      dividing((centred, variance) => centred / Math.sqrt(variance)),
      "Epsilon is missing: without it a channel that never changes divides by 0.",
    ],
    [dividing((centred, variance) => centred / (variance + EPSILON)), "Divide by the root of the variance."],
    [dividing((centred) => centred), "The mean is gone, but nothing was divided by the spread."],
    [
      {
        statistics: (column, itself, channel) =>
          sampleVariance(right(column, itself, channel), column.length),
      },
      "Divide the squares by the number of examples, not by one less.",
    ],
  ];
  const traps: Trap[] = ways.map(([way, message]) => ({ value: outputOf(rows, norm, way), message }));
  return expectNumbers(got, outputOf(rows, norm, { statistics: right }), {
    asked: `In ${training ? "training" : "inference"} mode, for ${rows.length} examples with ${rows[0]!.length} channels: output =`,
    tolerance: 1e-4,
    traps,
  });
}

const sampleVariance = ({ mean: middle, variance }: ReturnType<typeof spreadAround>, count: number) => ({
  mean: middle,
  variance: (variance * count) / (count - 1),
});

async function askAverages(subject: Subject, given: Case) {
  const { rows, norm, training } = given;
  const got = await ask(subject, given);
  const batch = columnsOf(rows).map(spreadAround);
  for (const which of ["mean", "variance"] as const) {
    const [old, now] = [norm[which], batch.map((statistics) => statistics[which])];
    const mixed = (keep: number) => old.map((value, i) => keep * value + (1 - keep) * now[i]!);
    const [right, traps]: [number[], Trap[]] = training
      ? [
          mixed(MOMENTUM),
          [
            {
              value: mixed(1 - MOMENTUM),
              message: "Momentum 0.99 keeps 99 parts of the old average and adds 1 part of the new value.",
            },
            { value: old, message: "Training mode moves the running averages." },
            {
              value: now,
              message: "The running average was replaced by the batch. Move it by one hundredth of the way.",
            },
          ],
        ]
      : [
          old,
          [
            {
              value: mixed(MOMENTUM),
              message: "Inference mode only reads the running averages. A sample may not change the network.",
            },
          ],
        ];
    const asked = `In ${training ? "training" : "inference"} mode: running ${which} =`;
    const message = expectNumbers(got[which], right, { asked, tolerance: 1e-4, traps });
    if (message !== undefined) return message;
  }
  return undefined;
}

const plain = (channels: number, random: Rng): Norm => ({
  gain: range(channels).map(() => 1),
  shift: range(channels).map(() => 0),
  mean: normals(random, channels),
  variance: uniforms(random, channels, [0.5, 2]),
});

const scaled = (channels: number, random: Rng): Norm => ({
  ...plain(channels, random),
  gain: normals(random, channels, { mean: 1, spread: 0.5 }),
  shift: normals(random, channels),
});

function check(
  name: string,
  ask: (subject: Subject, given: Case) => Promise<string | undefined>,
  make: (random: Rng) => Case,
): Check {
  return { name, run: (subject, random) => ask(subject, make(random)) };
}

/** Channels of very different sizes, so that one mean for all shows. */
const batchOf = (random: Rng, spread = 1): number[][] =>
  normalRows(random, [between(random, 4, 7), 3], { spread }).map((row) =>
    row.map((value, i) => spread * 4 * i + value * (i + 1)),
  );

export const batchNorm: CheckedQuestion = {
  kind: "function",
  id: "dcgan/batch-norm",
  title: "Batch norm in its two modes",
  points: 10,
  answer: "batchNorm",
  needs: "nothing",
  imports: [],
  seconds: 10,
  hints: [
    "Work channel by channel: take one column of the batch. First decide which mean and variance to use.",
    "Training: those of the column (divide by the number of rows). Inference: norm.mean and norm.variance. Then the formula of section 4.",
    "The new averages in training mode: 0.99 * old + 0.01 * that of the batch. In inference mode give back the old ones.",
  ],
  checks: [
    check("training mode norms by the batch, channel by channel", askOutput, (random) => ({
      rows: batchOf(random),
      norm: plain(3, random),
      training: true,
    })),
    check("inference mode norms by the running averages", askOutput, (random) => ({
      rows: batchOf(random),
      norm: plain(3, random),
      training: false,
    })),
    check("gain and shift come last", askOutput, (random) => ({
      rows: batchOf(random),
      norm: scaled(3, random),
      training: true,
    })),
    check("epsilon stands under the root", askOutput, (random) => ({
      rows: batchOf(random, 0.02),
      norm: plain(3, random),
      training: true,
    })),
    check("training mode moves the running averages a little", askAverages, (random) => ({
      rows: batchOf(random),
      norm: scaled(3, random),
      training: true,
    })),
    check("inference mode leaves them as they are", askAverages, (random) => ({
      rows: batchOf(random),
      norm: scaled(3, random),
      training: false,
    })),
  ],
};
