/** Every rule: the op compiles, and gives what it gives eagerly, for feeds that the recording never saw. */
import { beforeAll, describe, expect, it } from "vitest";
import { compileProgram } from "../../../lib/engine/compile/compile";
import { knownOps, ruleFor } from "../../../lib/engine/compile/op-rules";
import { record } from "../../../lib/engine/compile/recorder";
import type { Tensors } from "../../../lib/engine/compile/recording";
import { tf } from "../../../lib/engine/tf";
import { useEngine } from "../../../lib/engine/use-engine";
import { type ExampleFeeds, exampleFeeds, examples } from "./op-examples";

beforeAll(() => useEngine("tensorflow"));

/** All tensors of an example under names. */
function stepOf(name: string) {
  return (feeds: Tensors): Tensors => {
    const results = ([] as tf.Tensor[]).concat(examples[name]!(feeds as ExampleFeeds));
    return Object.fromEntries(results.map((tensor, i) => [`out${i}`, tensor]));
  };
}

const seenOps = new Set<string>();

describe("op rules", () => {
  it.each(Object.keys(examples))("%s: compiled = eager", (name) => {
    const first = exampleFeeds(1);
    record(stepOf(name), first).ops.forEach(({ op }) => seenOps.add(op));
    const program = compileProgram({ example: { step: stepOf(name), feeds: first } });
    const fresh = exampleFeeds(2);
    const got = program.run("example", fresh);
    const want = stepOf(name)(fresh);
    expect(Object.keys(got)).toEqual(Object.keys(want));
    for (const [key, tensor] of Object.entries(want)) {
      expect(got[key]!.dtype, `${name} ${key}`).toBe(tensor.dtype);
      expect(got[key]!.shape, `${name} ${key}`).toEqual(tensor.shape);
      const values = got[key]!.dataSync();
      tensor
        .dataSync()
        .forEach((value, i) => expect(values[i], `${name} ${key} at ${i}`).toBeCloseTo(value, 4));
    }
    program.dispose();
    tf.disposeVariables();
  });

  it("every op with a rule has an example", () => {
    const missing = knownOps().filter((op) => !seenOps.has(op) && op !== "ResourceApplyAdam");
    expect(missing).toEqual([]); // ResourceApplyAdam: the parity test of training
  });

  it("an op without a rule is an error that names it and the line", () => {
    expect(() => ruleFor("Multinomial", () => "step.ts:7")).toThrow(/the op Multinomial at step\.ts:7/);
  });
});
