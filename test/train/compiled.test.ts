/** A compiled run is the eager run: same seeds, same numbers, same checkpoints. */
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { hasBfloat16Units, requireBfloat16Units } from "../../lib/engine/compile/bfloat16";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";
import type { StepReport } from "../../lib/models/step-report";
import type { DcganOptions } from "../../lib/models/dcgan";
import type { TrainOptions } from "../../lib/train/options";
import { wasserstein } from "../../lib/losses/wasserstein";
import { train } from "../../lib/train/train";
import { hashOf, smallDataset, smallGan, smallOptions, valuesOf } from "./small-run";

beforeAll(() => useEngine("tensorflow"));

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "ganbook-compiled-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function trained(options: Partial<TrainOptions>, network: Partial<DcganOptions> = {}) {
  const gan = smallGan(network);
  const result = await train(gan, smallDataset(), { ...smallOptions, ...options });
  const weights = {
    ...Object.fromEntries(valuesOf(gan, "generator")),
    ...Object.fromEntries(valuesOf(gan, "discriminator")),
  };
  const averages = result.average?.weights() ?? [];
  const average = Object.fromEntries(
    averages.map(({ name, variable }) => [name.replace("average/", ""), [...variable.dataSync()]]),
  );
  const hash = hashOf(gan);
  result.average?.dispose();
  gan.dispose();
  return { ...result, weights, average, hash };
}

const numbersOf = ({ dLoss, gLoss, realScore, fakeScore }: StepReport) => [
  dLoss,
  gLoss,
  realScore,
  fakeScore,
];

/** |a - b| / |b|, both as vectors; |a| where b is 0. */
function distance(a: number[], b: number[]): number {
  const difference = a.map((value, i) => value - b[i]!);
  return Math.hypot(...difference) / (Math.hypot(...b) || 1);
}

/**
 * A bias before a batch norm has gradient 0: it moves by nothing but rounding, which Adam scales up to whole steps, and
 * it is in the moving mean behind it. These differ between any two ways to compute the step, and change no picture.
 */
const roundingOnly = /^generator\/up-[12](\/bias|-norm\/moving_mean)$/;

const cases: [string, Partial<TrainOptions>, Partial<DcganOptions>][] = [
  ["the article's networks, alternating", { movingAverage: 0.9 }, { form: "article" }],
  [
    "the paper's networks, simultaneous, a rate that falls",
    { update: "simultaneous", learningRate: { from: 1e-3, to: 0, start: 2, end: 60 } },
    { form: "paper" },
  ],
  [
    "WGAN-GP: two critic updates a step, gradient penalty",
    { loss: wasserstein, discriminatorSteps: 2, gradientPenalty: 10 },
    { form: "article" },
  ],
];

describe("train({ compile: true })", () => {
  it.each(cases)(
    "%s: losses as eager over 5 steps, weights over 50",
    async (_name, options, network) => {
      const eager = await trained({ ...options, steps: 50 }, network);
      const compiled = await trained({ ...options, steps: 50, compile: true }, network);
      expect([eager.mode, compiled.mode]).toEqual(["eager", "compiled float32"]);
      for (const [i, report] of eager.history.slice(0, 5).entries()) {
        expect(distance(numbersOf(compiled.history[i]!), numbersOf(report)), `step ${i + 1}`).toBeLessThan(
          1e-5,
        );
      }
      for (const [name, values] of Object.entries(eager.weights)) {
        if (network.form === "article" && roundingOnly.test(name)) continue;
        expect(distance(compiled.weights[name]!, values), name).toBeLessThan(1e-3);
      }
      for (const [name, values] of Object.entries(eager.average)) {
        if (roundingOnly.test(name)) continue;
        expect(distance(compiled.average[name]!, values), `average of ${name}`).toBeLessThan(1e-3);
      }
    },
    180_000, // 200 training steps
  );

  it("goes on from a checkpoint to the same bits as a run that was never stopped", async () => {
    const options = { compile: true, movingAverage: 0.9, discriminatorSteps: 2, gradientPenalty: 10 };
    const whole = await trained({ ...options, steps: 6 });
    const checkpoint = { dir, every: 3 };
    await trained({ ...options, steps: 3, checkpoint });
    const resumed = await trained({ ...options, steps: 6, checkpoint, resume: true });
    expect(resumed.hash).toBe(whole.hash);
    expect(resumed.average).toEqual(whole.average);
  }, 180_000);

  it("shows onStep the weights of its step", async () => {
    const gan = smallGan();
    const first = () =>
      gan.generator.layers
        .find(({ weights }) => weights.length > 0)!
        .weights[0]!.read()
        .dataSync()[0]!;
    const seen: number[] = [first()];
    await train(gan, smallDataset(), {
      ...smallOptions,
      steps: 3,
      compile: true,
      onStep: () => void seen.push(first()),
    });
    expect(new Set(seen).size).toBe(4);
    gan.dispose();
  });

  it("leaks neither tensors nor sessions nor memory over 1,000 steps", async () => {
    const backend = tf.backend() as unknown as { getNumOfSavedModels(): number };
    const before = tf.memory().numTensors;
    const tensors = new Set<number>();
    const memory: number[] = [];
    const onStep = ({ step }: StepReport) => {
      tensors.add(tf.memory().numTensors);
      if (step % 100 === 0) memory.push(process.memoryUsage().rss);
    };
    await trained({ compile: true, steps: 1000, onStep });
    expect(tensors.size).toBe(1);
    expect(tf.memory().numTensors).toBe(before);
    expect(backend.getNumOfSavedModels()).toBe(0);
    // The first 200 steps fill caches and the heap.
    expect(Math.max(...memory.slice(2)) / memory[1]!).toBeLessThan(1.05);
  }, 180_000);

  it("is an error on another engine, not an eager run", async () => {
    await useEngine("cpu");
    await expect(trained({ compile: true })).rejects.toThrow(/engine is "cpu"/);
    await useEngine("tensorflow");
  });
});

describe("bfloat16", () => {
  it("is asked for with compile only, and only where the processor has it", async () => {
    await expect(trained({ precision: "bfloat16" })).rejects.toThrow(/compile: true/);
    expect(hasBfloat16Units("flags : fma avx2 avx512f")).toBe(false);
    expect(hasBfloat16Units("flags : fma avx2 avx512f avx512_bf16 avx512_vnni")).toBe(true);
    expect(() => requireBfloat16Units("flags : fma avx2")).toThrow(/no bfloat16 units.*float32/);
  });
});

/** What `ganbook train` says on stderr, in a process of its own, over two compiled steps. */
async function stderrOfRun(options: string[], logLevel?: string): Promise<string> {
  const cli = resolve(__dirname, "../../lib/dist/cli/main.js");
  expect(existsSync(cli), "lib/dist is built").toBe(true);
  const common = ["--data", "sprites", "--steps", "2", "--out", join(dir, "run"), "--compile", "--json"];
  const env = { ...process.env, GANBOOK_ENGINE: "tensorflow", TF_CPP_MIN_LOG_LEVEL: logLevel };
  const command = [cli, "train", "dcgan", ...common, ...options];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, command, { env });
  expect(JSON.parse(stdout)).toMatchObject({ step: 2, mode: "compiled float32" });
  return stderr;
}

describe("TensorFlow's optimiser", () => {
  it.each([
    ["small", ["--width", "4", "--batch", "8"]],
    ["the article's width", ["--width", "64", "--batch", "2"]],
    ["the paper's form", ["--form", "paper", "--width", "4", "--batch", "8", "--update", "simultaneous"]],
    [
      "WGAN-GP",
      [
        "--loss",
        "wasserstein",
        "--gradient-penalty",
        "10",
        "--discriminator-steps",
        "2",
        "--width",
        "4",
        "--batch",
        "8",
      ],
    ],
  ])(
    "says of no pass that it failed: %s",
    async (_name, options) => {
      const stderr = await stderrOfRun(options, "0");
      expect(stderr).toContain("SavedModel"); // the log is on: silence would prove nothing
      // oneDNN announces itself with a sentence about round-off errors; nothing else may speak of errors.
      expect(stderr.replaceAll("round-off errors", "")).not.toMatch(/failed|missing node|error/i);
    },
    180_000,
  );
});
