/** One contract for all engines: every kernel that a training step runs, forward, first and second gradient. */
import { beforeAll, expect, it } from "vitest";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";
import { relativeError } from "../engine/float64";
import { describeEngines } from "../engine/graphics-card";
import { argumentsOf, rows } from "./engine-rows";
import type { Row } from "./engine-rows";
import { steps } from "./engine-steps";

const engines = ["tensorflow", "webgpu", "wasm", "cpu"] as const;

/** Largest difference from "cpu", as a share of the largest number: sums in another order, other exp and tanh. */
const TOLERANCE = { forward: 1e-6, first: 2e-6, second: 1e-5 };

interface Results {
  forward: Float32Array;
  first: Float32Array[];
  second: Float32Array[];
}

const ofCpu = new Map<string, Results>();

beforeAll(async () => {
  await useEngine("cpu");
  for (const row of rows) ofCpu.set(row.kernel, compute(row));
});

describeEngines(engines, "on %s", (engine) => {
  beforeAll(async () => {
    await useEngine(engine);
    // The backend leaves small tensors to the processor, and those of the rows are small.
    if (engine === "webgpu") tf.env().set("WEBGPU_CPU_FORWARD", false);
  });

  it.each(rows)("$kernel", async (row) => {
    const before = tf.memory().numTensors;
    const [result, wanted] = [compute(row), ofCpu.get(row.kernel)!];
    expect(tf.memory().numTensors).toBe(before);
    expect(relativeError(result.forward, wanted.forward)).toBeLessThan(TOLERANCE.forward);
    for (const order of ["first", "second"] as const) {
      wanted[order].forEach((gradient, i) => {
        expect(relativeError(result[order][i]!, gradient)).toBeLessThan(TOLERANCE[order]);
      });
    }
    if (row.only !== undefined && row.only !== engine) return;
    expect(await kernelsOf(() => Promise.resolve(compute(row)))).toContain(row.kernel);
  });

  it.each(Object.keys(steps))("%s: each kernel has a row, no tensor is left", async (name) => {
    const before = tf.memory().numTensors;
    const used = await kernelsOf(steps[name]!);
    expect(tf.memory().numTensors).toBe(before);
    expect(used.size).toBeGreaterThan(10);
    const known = new Set(rows.map((row) => row.kernel));
    expect([...used].filter((kernel) => !known.has(kernel))).toEqual([]);
  });
});

/** The kernels that `work` runs; tf.profile also lists scopes that are no kernels. */
async function kernelsOf(work: () => Promise<unknown>): Promise<Set<string>> {
  const { kernels } = await tf.profile(async () => {
    await work();
    return [];
  });
  const names = kernels.map(({ name }) => name);
  return new Set(names.filter((name) => tf.getKernel(name, tf.getBackend()) !== undefined));
}

/** y = op(xs); the gradients of y * dy by xs; the gradients of those, each times a fixed tensor, by xs and dy. */
function compute(row: Row): Results {
  return tf.tidy(() => {
    const xs = argumentsOf(row);
    const y = row.op(...xs);
    const dy = argumentsOf({ ...row, kernel: "dy", shapes: [y.shape] })[0]!;
    const first = (at: tf.Tensor[], by: tf.Tensor) => gradients(() => row.op(...at), at, by);
    const weighted = () => {
      const scales = argumentsOf({ ...row, kernel: "scales" });
      return tf.addN(first(xs, dy).map((gradient, i) => tf.sum(tf.mul(gradient, scales[i]!))));
    };
    const read = (tensors: tf.Tensor[]) => tensors.map((tensor) => new Float32Array(tensor.dataSync()));
    return {
      forward: read([y])[0]!,
      first: row.order >= 1 ? read(first(xs, dy)) : [],
      second: row.order >= 2 ? read(gradients(weighted, [...xs, dy])) : [],
    };
  });
}

/** Zeros where y does not depend on an x, which `tf.grads` would refuse. */
function gradients(f: () => tf.Tensor, xs: tf.Tensor[], dy?: tf.Tensor): tf.Tensor[] {
  const { grads } = tf.engine().gradients(f, xs, dy, true);
  return xs.map((x, i) => grads[i] ?? tf.zerosLike(x));
}
