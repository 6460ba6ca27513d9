/** The promise about bits: one seed, one machine, two processes, the same weights to the last bit. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { describeEngines } from "./graphics-card";

const BUILT = join(__dirname, "../../lib/dist");

/** Trains a small convolutional classifier of noise and prints the hash of its weights. */
const SCRIPT = `
  const { randomNormal, rng, tf, useEngine, weightsHash } = require(${JSON.stringify(BUILT)});
  const [engine, seed, size] = process.argv.slice(1);
  const stream = rng(Number(seed));
  const draw = (shape, ...name) => randomNormal(shape, stream.stream(...name).seedPair());
  useEngine(engine).then(() => {
    const n = Number(size);
    const weights = new Map([
      ["down", tf.variable(draw([5, 5, 3, 2 * n], "down").mul(0.1))],
      ["up", tf.variable(draw([5, 5, 4, 2 * n], "up").mul(0.1))],
      ["logit", tf.variable(draw([n * n * 4, 1], "logit").mul(0.1))],
    ]);
    const optimiser = tf.train.adam(1e-3, 0.5);
    for (let step = 0; step < 3; step++) {
      const images = draw([n, n, n, 3], "step", step);
      optimiser.minimize(() => {
        const down = tf.leakyRelu(tf.conv2d(images, weights.get("down"), 2, "same"), 0.3);
        const up = tf.tanh(tf.conv2dTranspose(down, weights.get("up"), [n, n, n, 4], 2, "same"));
        const logits = tf.matMul(tf.reshape(up, [n, -1]), weights.get("logit"));
        return tf.mean(tf.softplus(tf.neg(logits)));
      });
    }
    console.log(weightsHash(weights));
  });
`;

async function train(engine: string, seed: number, size: number): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    "-e",
    SCRIPT,
    engine,
    `${seed}`,
    `${size}`,
  ]);
  return stdout.trim();
}

/** Pictures and their side for each engine: large enough that the threads of the fast ones share the work. */
const sizes = { tensorflow: 32, webgpu: 8, wasm: 16, cpu: 8 };

describeEngines(["tensorflow", "webgpu", "wasm", "cpu"], "on %s", (engine) => {
  it("the same seed gives the same bits, another seed others", async () => {
    const size = sizes[engine];
    const first = await train(engine, 1, size);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(await train(engine, 1, size)).toBe(first);
    expect(await train(engine, 2, size)).not.toBe(first);
  });
});
