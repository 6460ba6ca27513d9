/** What compiled steps promise: the numbers of eager, one state for all steps, no leaks. */
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { compile, compileProgram } from "../../../lib/engine/compile/compile";
import type { Tensors } from "../../../lib/engine/compile/recording";
import { tf } from "../../../lib/engine/tf";
import { useEngine } from "../../../lib/engine/use-engine";

beforeAll(() => useEngine("tensorflow"));

let w: tf.Variable<tf.Rank.R2>;
beforeEach(() => void (w = tf.variable(tf.tensor2d([[1, 2], [3, 4]]), true, "w"))); // prettier-ignore
afterEach(() => tf.disposeVariables());

/** One step of gradient descent on mean((x w - 1)^2); loss and its gradient by hand are in the first test. */
function descend({ x }: Tensors): Tensors {
  return tf.tidy(() => {
    const { value, grads } = tf.variableGrads(() =>
      tf.mean(tf.square(tf.sub(tf.matMul(x as tf.Tensor2D, w), 1))),
    );
    w.assign(tf.sub(w, tf.mul(grads["w"]!, 0.1)));
    return { loss: value };
  });
}

const row = (...values: number[]) => tf.tensor2d([values]);

function number(tensors: Tensors, name: string): number {
  const [value] = tensors[name]!.dataSync();
  tf.dispose(tensors);
  return value!;
}

describe("a compiled step", () => {
  it("computes what the formula says, step after step", () => {
    const program = compileProgram({ train: { step: descend, feeds: { x: row(9, 9) } } });
    // x w = [2.5, 4], so loss = (1.5^2 + 3^2) / 2; dloss/dw = x^T (x w - 1), and 0.1 of it is taken off.
    expect(number(program.run("train", { x: row(1, 0.5) }), "loss")).toBeCloseTo(5.625, 6);
    const want = [1 - 0.15, 2 - 0.3, 3 - 0.075, 4 - 0.15];
    w.dataSync().forEach((value, i) => expect(value).toBeCloseTo(want[i]!, 6));
    program.dispose();
  });

  it("by itself: compile(step, { feeds })", () => {
    const step = compile(descend, { feeds: { x: row(9, 9) } });
    expect(number(step.run({ x: row(1, 0.5) }), "loss")).toBeCloseTo(5.625, 6);
    expect(step.variables).toEqual(["w"]);
    step.dispose();
  });

  it("in bfloat16 has 8 bits in products, and float32 weights", () => {
    const step = compile(descend, { feeds: { x: row(1, 1) }, precision: "bfloat16" });
    const x = row(1.001, 0.5); // 1.001 rounds to 1 in bfloat16
    expect(number(step.run({ x }), "loss")).toBe(5.625);
    expect(w.dataSync()[1]).toBeCloseTo(2 - 0.3, 6); // not a bfloat16 number
    step.dispose();
  });

  it("compiling changes no variable", () => {
    const program = compileProgram({ train: { step: descend, feeds: { x: row(1, 1) } } });
    expect([...w.dataSync()]).toEqual([1, 2, 3, 4]);
    program.dispose();
    expect([...w.dataSync()]).toEqual([1, 2, 3, 4]);
  });

  it("steps of one program share their variables", () => {
    const predict = ({ x }: Tensors) => ({ y: tf.matMul(x as tf.Tensor2D, w) });
    const feeds = { x: row(1, 0) };
    const program = compileProgram({ train: { step: descend, feeds }, predict: { step: predict, feeds } });
    const before = number(program.run("predict", feeds), "y");
    tf.dispose(program.run("train", feeds));
    const after = number(program.run("predict", feeds), "y");
    expect(before).toBe(1);
    expect(after).toBeCloseTo(1 - 0.1 * (1 - 1), 6); // x w = [1, 2]: the first column is right already
    expect(w.dataSync()[1]).toBeCloseTo(2 - 0.1 * (2 - 1), 6);
    program.dispose();
  });

  it("takes new weights from the variables", () => {
    const program = compileProgram({ train: { step: descend, feeds: { x: row(1, 1) } } });
    w.assign(tf.zeros([2, 2]));
    expect(number(program.run("train", { x: row(1, 1) }), "loss")).toBe(1);
    program.dispose();
  });

  it("copies variables only when somebody looks, all at once, and again after the next step", () => {
    const b = tf.variable(tf.tensor1d([1]), false, "b");
    const step = ({ x }: Tensors): Tensors => {
      b.assign(tf.add(b, 1));
      return descend({ x: x! });
    };
    const look = ({ x }: Tensors): Tensors => ({ y: tf.matMul(x as tf.Tensor2D, w) });
    const feeds = { x: row(1, 0.5) };
    const program = compileProgram({ train: { step, feeds }, look: { step: look, feeds } });
    const runs = vi.spyOn(tf.backend() as unknown as { runSavedModel(): void }, "runSavedModel");
    const runsOf = (work: () => void) => {
      runs.mockClear();
      work();
      return runs.mock.calls.length;
    };
    expect(runsOf(() => tf.dispose(program.run("train", feeds)))).toBe(2); // the values of now go in first
    expect(runsOf(() => tf.dispose(program.run("train", feeds)))).toBe(1);
    expect(runsOf(() => w.dataSync())).toBe(1);
    expect(runsOf(() => b.dataSync())).toBe(0);
    expect(runsOf(() => tf.dispose(program.run("look", feeds)))).toBe(1);
    expect(runsOf(() => b.dataSync())).toBe(0); // a step that changes nothing
    expect(b.dataSync()[0]).toBe(3);
    tf.dispose(program.run("train", feeds));
    expect(tf.tidy(() => tf.add(b, 0).dataSync()[0])).toBe(4); // an op looks, too
    tf.dispose(program.run("train", feeds));
    program.dispose();
    expect(b.dataSync()[0]).toBe(5);
    runs.mockRestore();
  });

  it("an assignment to one variable reaches the next step, and the others keep what the graph gave them", () => {
    const b = tf.variable(tf.tensor1d([0]), false, "b");
    const step = ({ x }: Tensors): Tensors => {
      b.assign(tf.add(b, x!));
      return { y: tf.sum(tf.mul(w, b)) };
    };
    const x = tf.tensor1d([1]);
    const program = compileProgram({ go: { step, feeds: { x } } });
    tf.dispose(program.run("go", { x }));
    w.assign(tf.ones([2, 2]));
    expect(number(program.run("go", { x }), "y")).toBe(8); // b is 2, four ones
    program.dispose();
  });

  it("two programs cannot hold one variable", () => {
    const spec = { train: { step: descend, feeds: { x: row(1, 1) } } };
    const program = compileProgram(spec);
    expect(() => compileProgram(spec)).toThrow(/another compiled step holds the variable "w"/);
    const backend = tf.backend() as unknown as { getNumOfSavedModels(): number };
    expect(backend.getNumOfSavedModels()).toBe(1);
    program.dispose();
    compileProgram(spec).dispose();
  });

  it("says so when one of its variables is gone", () => {
    const b = tf.variable(tf.tensor1d([0]), false, "b");
    const step = ({ x }: Tensors): Tensors => ({ y: tf.add(b, x!) });
    const program = compileProgram({ go: { step, feeds: { x: tf.tensor1d([1]) } } });
    b.dispose();
    expect(() => program.run("go", { x: tf.tensor1d([1]) })).toThrow(/"b" has been disposed/);
    program.dispose();
  });

  it("tells apart variables that began as one tensor", () => {
    const [a, b] = [tf.variable(tf.zeros([2]), false, "a"), tf.variable(tf.zeros([2]), false, "b")];
    b.assign(a.clone()); // one array of numbers, two variables
    const step = ({ x }: Tensors): Tensors => {
      a.assign(tf.add(a, x!));
      return { sum: tf.sum(tf.sub(a, b)) };
    };
    const program = compileProgram({ go: { step, feeds: { x: tf.tensor1d([0, 0]) } } });
    const x = tf.tensor1d([1, 2]);
    expect(number(program.run("go", { x }), "sum")).toBe(3);
    expect(number(program.run("go", { x }), "sum")).toBe(6);
    expect([...a.dataSync(), ...b.dataSync()]).toEqual([2, 4, 0, 0]);
    program.dispose();
  });

  it("returns feeds, constants and variables as outputs", () => {
    const step = ({ x }: Tensors): Tensors => ({ x: x!, one: tf.scalar(1), w });
    const program = compileProgram({ go: { step, feeds: { x: row(1) } } });
    const out = program.run("go", { x: row(7) });
    expect([out["x"]!.dataSync()[0], out["one"]!.dataSync()[0], out["w"]!.dataSync()[3]]).toEqual([7, 1, 4]);
    program.dispose();
  });

  it("second-order gradients compile: a gradient penalty", () => {
    const penalty = ({ x }: Tensors): Tensors => tf.tidy(() => {
      const norm = (x: tf.Tensor2D) => tf.sum(tf.square(tf.grad((y) => tf.sum(tf.tanh(tf.matMul(y as tf.Tensor2D, w))))(x)));
      const { value, grads } = tf.variableGrads(() => norm(x as tf.Tensor2D) as tf.Scalar);
      return { value, gradient: grads["w"]! };
    }); // prettier-ignore
    const program = compileProgram({ go: { step: penalty, feeds: { x: row(1, 1) } } });
    const feeds = { x: row(0.1, -0.2) };
    const [want, got] = [penalty(feeds), program.run("go", feeds)];
    want["gradient"]!.dataSync().forEach((value, i) =>
      expect(got["gradient"]!.dataSync()[i]).toBeCloseTo(value, 5),
    );
    expect(Math.abs(want["gradient"]!.dataSync()[0]!)).toBeGreaterThan(0.01);
    program.dispose();
  });

  it("leaks neither tensors nor graphs", () => {
    const backend = tf.backend() as unknown as { getNumOfSavedModels(): number; getNumOfTFTensors(): number };
    const x = tf.tile(row(1, 0.5), [32_768, 1]); // 256 kB: a feed kept at each step would be 256 MB
    const tensors = tf.memory().numTensors;
    const program = compileProgram({ train: { step: descend, feeds: { x } } });
    expect(tf.memory().numTensors).toBe(tensors);
    tf.dispose(program.run("train", { x }));
    const native = backend.getNumOfTFTensors();
    const megabytes = () => process.memoryUsage().rss / 2 ** 20;
    const memory = megabytes();
    for (let step = 0; step < 1000; step++) tf.dispose(program.run("train", { x }));
    expect(w.dataSync()[0]).not.toBe(1);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(backend.getNumOfTFTensors()).toBe(native);
    expect(megabytes() - memory).toBeLessThan(64);
    program.dispose();
    expect(backend.getNumOfSavedModels()).toBe(0);
  });
});

describe("feeds", () => {
  const compiled = () => compileProgram({ train: { step: descend, feeds: { x: row(1, 1) } } });

  it("of another shape or type are refused by name", () => {
    const program = compiled();
    expect(() => program.run("train", { x: row(1, 2, 3) })).toThrow(
      /"x".*must be float32 \[1, 2\].*it is float32 \[1, 3\]/,
    );
    expect(() => program.run("train", { x: tf.tensor2d([[1, 2]], [1, 2], "int32") })).toThrow(/it is int32/);
    expect(() => program.run("train", {})).toThrow(/takes the feeds x; it was given/);
    expect(() => program.run("sample", {})).toThrow(/no step "sample".*train/);
    program.dispose();
  });

  it("a disposed program says so", () => {
    const program = compiled();
    program.dispose();
    expect(() => program.run("train", { x: row(1, 1) })).toThrow(/disposed/);
  });
});
