/** What cannot be compiled is an error that says what to change; nothing falls back to eager. */
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { compileProgram } from "../../../lib/engine/compile/compile";
import type { Tensors } from "../../../lib/engine/compile/recording";
import { nodeBackend } from "../../../lib/engine/compile/backend";
import { tf } from "../../../lib/engine/tf";
import { useEngine } from "../../../lib/engine/use-engine";

beforeAll(() => useEngine("tensorflow"));
afterEach(() => tf.disposeVariables());

const refuse = (step: (feeds: Tensors) => Tensors) => {
  const x = tf.tensor1d([1, 2, 3]);
  return expect(() => compileProgram({ step: { step, feeds: { x } } }));
};

describe("compile refuses", () => {
  it("a read inside the step, and names the op whose result is read", () => {
    refuse(({ x }) => ({ y: tf.mul(x!, tf.exp(x!).dataSync()[0]!) })).toThrow(
      /reads the result of Exp.*refusals\.test\.ts/,
    );
    refuse(({ x }) => ({ y: tf.mul(x!, x!.dataSync()[0]!) })).toThrow(/reads a feed/);
    refuse(({ x }) => {
      void x!.data(); // nobody waits for it
      return { y: tf.exp(x!) };
    }).toThrow(/reads a feed/);
  });

  it("a number of JavaScript that changes, and names its line", () => {
    refuse(({ x }) => ({ y: tf.mul(x!, Math.random()) })).toThrow(
      /differs between two runs.*float32 \[\].*refusals\.test\.ts/s,
    );
    let count = 0;
    refuse(({ x }) => ({ y: tf.mul(x!, tf.scalar(count++)) })).toThrow(/differs between two runs/);
  });

  it("random numbers of TensorFlow.js, seeded or not", () => {
    refuse(({ x }) => ({ y: tf.add(x!, tf.randomNormal([3])) })).toThrow(/differs between two runs/);
    refuse(() => ({ y: tf.sum(tf.randomUniform([40, 40], 0, 1, "float32", 7)) })).toThrow(
      /1600 numbers in JavaScript.*randomUniform/s,
    );
  });

  it("a tensor from outside the step", () => {
    const outside = tf.tensor1d([1, 1, 1]);
    refuse(({ x }) => ({ y: tf.add(x!, outside) })).toThrow(
      /float32 \[3\].*made outside the step.*tf\.variable/s,
    );
  });

  it("a step that takes two ways", () => {
    let count = 0;
    refuse(({ x }) => ({ y: count++ % 2 ? tf.exp(x!) : tf.log(x!) })).toThrow(
      /op 1 is Log at .* in the first and Exp/,
    );
  });

  it("a variable made or freed inside", () => {
    refuse(({ x }) => ({ y: tf.variable(tf.zeros([3])).add(x!) })).toThrow(/creates the variable/);
    const v = tf.variable(tf.zeros([3]), false, "short-lived");
    refuse(({ x }) => {
      const y = tf.add(v, x!);
      v.dispose();
      return { y };
    }).toThrow(/disposes the variable "short-lived"/);
  });

  it("an op without a rule", () => {
    refuse(({ x }) => ({
      y: nodeBackend().executeSingleOutput("Digamma", [{ name: "T", type: 4, value: 1 }], [x!]),
    })).toThrow(/the op Digamma at .*refusals\.test\.ts.*no rule/s);
  });

  it("an asynchronous step", () => {
    const step = (({ x }: Tensors) => Promise.resolve({ y: x })) as unknown as (feeds: Tensors) => Tensors;
    refuse(step).toThrow(/asynchronous/);
  });

  it("and leaves variables, tensors and hooks as they were", () => {
    const v = tf.variable(tf.tensor1d([1, 2, 3]), false, "kept");
    const before = tf.memory().numTensors;
    refuse(({ x }) => {
      v.assign(tf.add<tf.Tensor1D>(v, x!));
      return { y: tf.mul(x!, Math.random()) };
    }).toThrow();
    expect([...v.dataSync()]).toEqual([1, 2, 3]);
    expect(tf.memory().numTensors).toBe(before + 1); // the feed of `refuse`
    expect(Object.keys(nodeBackend())).not.toContain("executeSingleOutput");
  });

  it("another engine, before anything else", async () => {
    await useEngine("cpu");
    refuse(({ x }) => ({ x: x! })).toThrow(/engine is "cpu".*useEngine\("tensorflow"\)/);
    await useEngine("tensorflow");
  });
});
