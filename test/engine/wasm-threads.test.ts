/** "wasm" on several threads: as many as there are cores, the same numbers, and a process that still ends. */
import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const BUILT = join(__dirname, "../../lib/dist");

interface Said {
  threads: number;
  /** How many cores Node counts before and after. */
  cores: [number, number];
  values: number[];
}

/** Starts the engine in a process of its own, after `first`, and multiplies and convolves. */
function start(first: string): Said {
  const script = `
    const os = require("node:os");
    ${first}
    const before = os.cpus().length;
    const { randomNormal, tf, useEngine } = require(${JSON.stringify(BUILT)});
    useEngine("wasm").then(({ threads }) => {
      const product = tf.matMul(randomNormal([64, 300], [1, 2]), randomNormal([300, 64], [3, 4]));
      const pictures = tf.conv2d(randomNormal([4, 16, 16, 8], [5, 6]), randomNormal([5, 5, 8, 16], [7, 8]), 2, "same");
      const values = [...product.dataSync().slice(0, 50), ...pictures.dataSync().slice(0, 50)];
      console.log(JSON.stringify({ threads, cores: [before, os.cpus().length], values }));
    });`;
  // The workers wait for work without end: a process that waits for them is killed here.
  const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", script], {
    encoding: "utf8",
    timeout: 30_000,
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return JSON.parse(stdout) as Said;
}

const oneCore = "os.availableParallelism = () => 1;";
const broken = `
  const { Module } = require("node:module");
  const load = Module._load;
  Module._load = (name, ...rest) => {
    if (name.includes("threaded-simd")) throw new Error("no shared memory here");
    return load(name, ...rest);
  };`;

describe("the engine wasm", () => {
  it("uses the cores, computes what one thread computes, and leaves Node as it was", () => {
    const [many, one] = [start(""), start(oneCore)];
    expect([many.threads, one.threads]).toEqual([Math.min(availableParallelism(), 8), 1]);
    expect(many.cores[1]).toBe(many.cores[0]);
    many.values.forEach((value, i) => expect(value).toBeCloseTo(one.values[i]!, 4));
    expect(many.values.some((value) => Math.abs(value) > 1)).toBe(true);
  });

  it("uses as many threads as it is told there are, up to 8", () => {
    expect(start("os.availableParallelism = () => 3;").threads).toBe(3);
    expect(start("os.availableParallelism = () => 64;").threads).toBe(8);
  });

  it("goes on with one where the build with threads does not start", () => {
    expect(start(broken).threads).toBe(1);
  });
});
