import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkpointAt, ganbook, savedSteps, startGanbook, waitForFile } from "./ganbook";

// Each test starts processes that load TensorFlow, which takes a second or two each.
const timeout = 240_000;

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "ganbook-cli-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Options of a run that takes milliseconds a step. */
const small = [
  "--data",
  "sprites",
  "--width",
  "2",
  "--batch",
  "8",
  "--seed",
  "5",
  "--checkpoint-every",
  "4",
  "--json",
];
const trainTo = (steps: number, out: string, ...more: string[]) => [
  "train",
  "dcgan",
  ...small,
  "--steps",
  String(steps),
  "--out",
  out,
  ...more,
];

describe("ganbook train and sample", () => {
  it(
    "hand a penalty on to the training: each leads to other weights",
    async () => {
      const hashes = [];
      for (const penalty of [[], ["--r1", "1"], ["--gradient-penalty", "10"]]) {
        const { code, stdout, stderr } = await ganbook(
          ...trainTo(3, join(dir, `penalty${penalty[0]}`), ...penalty),
        );
        expect(code, stderr).toBe(0);
        hashes.push((JSON.parse(stdout) as { weights: string }).weights);
      }
      expect(new Set(hashes).size).toBe(3);
    },
    timeout,
  );

  it(
    "write checkpoints, tables and samples, print one line of JSON, and repeat under a seed",
    async () => {
      const out = join(dir, "whole");
      const { code, stdout, stderr } = await ganbook(...trainTo(6, out, "--ema", "0.9"));
      expect([code, stderr.includes("Error")]).toEqual([0, false]);
      const lines = stdout.trim().split("\n");
      expect(lines.length).toBe(1);
      const result = JSON.parse(lines[0]!) as Record<string, unknown>;
      expect(result).toMatchObject({
        step: 6,
        stopped: false,
        out,
        weights: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      });
      for (const name of ["imagesPerSecond", "dLoss", "gLoss"]) expect(result[name]).toBeGreaterThan(0);
      expect(readdirSync(out).sort()).toEqual([
        "checkpoint-000004.safetensors",
        "checkpoint-000006.safetensors",
        "metrics.csv",
        "metrics.parquet",
        "samples",
      ]);
      expect(readFileSync(join(out, "metrics.csv"), "utf8").trim().split("\n").length).toBe(7);
      expect(readdirSync(join(out, "samples")).sort()).toEqual(["step-000004.png", "step-000006.png"]);

      const grids = ["a.png", "b.png"].map((name) => join(dir, name));
      for (const grid of grids) {
        expect(
          (await ganbook("sample", out, "--out", grid, "--count", "6", "--columns", "3", "--scale", "1"))
            .code,
        ).toBe(0);
      }
      expect(readFileSync(grids[0]!).equals(readFileSync(grids[1]!))).toBe(true);
      const { width, height } = await sharp(grids[0]).metadata();
      expect(width).toBeGreaterThanOrEqual(3 * 32);
      expect(height).toBeGreaterThanOrEqual(2 * 32);
      expect(height).toBeLessThan(width);

      const again = await ganbook(...trainTo(6, out));
      expect([again.code, again.stderr]).toEqual([
        2,
        expect.stringContaining("already holds a run of 6 steps"),
      ]);
    },
    timeout,
  );

  it(
    "lose at most the steps since the last checkpoint to kill -9, and go on to the same bits",
    async () => {
      const [killed, whole] = [join(dir, "killed"), join(dir, "not-killed")];
      const running = startGanbook(trainTo(100_000, killed));
      await waitForFile(checkpointAt(killed, 8), running);
      running.child.kill("SIGKILL");
      expect((await running.done).signal).toBe("SIGKILL");
      const last = savedSteps(killed).at(-1)!;
      expect(last % 4).toBe(0);
      const [resumed, never] = [
        await ganbook(...trainTo(last + 2, killed, "--resume")),
        await ganbook(...trainTo(last + 2, whole)),
      ].map(({ stdout }) => JSON.parse(stdout) as { step: number; weights: string });
      expect(resumed!.step).toBe(last + 2);
      expect(resumed!.weights).toBe(never!.weights);
      const rows = readFileSync(join(killed, "metrics.csv"), "utf8").trim().split("\n");
      expect(rows.length).toBe(1 + last + 2);
    },
    timeout,
  );

  it(
    "stop gracefully on Ctrl-C and save the step they were at",
    async () => {
      const out = join(dir, "stopped");
      const running = startGanbook(trainTo(100_000, out));
      await waitForFile(checkpointAt(out, 4), running);
      running.child.kill("SIGINT");
      const { code, stdout } = await running.done;
      expect(code).toBe(0);
      const { step, stopped } = JSON.parse(stdout) as { step: number; stopped: boolean };
      expect(stopped).toBe(true);
      expect(step).toBeLessThan(100_000);
      expect(savedSteps(out).at(-1)).toBe(step);
    },
    timeout,
  );

  it(
    "refuse a damaged checkpoint by name",
    async () => {
      const out = join(dir, "damaged");
      await ganbook(...trainTo(1, out));
      const path = checkpointAt(out, 1);
      const bytes = readFileSync(path);
      bytes[bytes.length - 1]! ^= 1;
      writeFileSync(path, bytes);
      for (const args of [trainTo(2, out, "--resume"), ["sample", out, "--out", join(dir, "c.png")]]) {
        const { code, stderr } = await ganbook(...args);
        expect([code, stderr]).toEqual([2, expect.stringContaining("checkpoint-000001.safetensors")]);
      }
      expect(existsSync(join(dir, "c.png"))).toBe(false);
    },
    timeout,
  );

  it.each<[string[], string]>([
    [["train", "dcgan", "--out", "x"], "--steps"],
    [["train", "dcgan", "--steps", "0", "--out", "x"], "Give a whole number, 1 or more"],
    [["train", "biggan", "--steps", "1", "--out", "x"], "Allowed choices are dcgan"],
    [["train", "dcgan", "--steps", "1", "--seed", "-1", "--out", "x"], "from 0 to 4294967295"],
    [["train", "dcgan", "--steps", "1", "--ema", "1", "--out", "x"], "between 0 and 1"],
    [["sample", "nowhere", "--out", "x.jpg"], "ends in .png"],
    [["frobnicate"], "unknown command"],
  ])(
    "refuse %j with exit code 2 and write nothing",
    async (args, message) => {
      const inFolder = args.map((arg) => (arg === "x" ? join(dir, "x") : arg));
      const { code, stdout, stderr } = await ganbook(...inFolder);
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toContain(message);
      expect(existsSync(join(dir, "x"))).toBe(false);
    },
    timeout,
  );

  it(
    "show examples in their help",
    async () => {
      for (const command of ["train", "sample"]) {
        const { code, stdout } = await ganbook(command, "--help");
        expect(code).toBe(0);
        expect(stdout).toMatch(/Examples:\n {2}npx ganbook/);
      }
    },
    timeout,
  );
});
