import { beforeAll, describe, expect, it } from "vitest";
import { tf } from "../../lib/engine/tf";
import { useEngine } from "../../lib/engine/use-engine";
import { localSubject } from "../../lib/questions/local-subject";
import { AnswerError, PlainTensor } from "../../lib/questions/types";
import type { Plain } from "../../lib/questions/types";

beforeAll(() => useEngine("cpu"));

const tensor = () => new PlainTensor([2, 2], Float32Array.of(1, 2, 3, 4));

async function refusal(work: Promise<unknown>): Promise<AnswerError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AnswerError);
  return error as AnswerError;
}

describe("localSubject", () => {
  it("hands tensors in and out, and leaves none behind", async () => {
    const before = tf.memory().numTensors;
    const careless = localSubject(({ x }: { x: tf.Tensor }) => [
      x.mul(2).add(1),
      x.shape,
      x.sum().dataSync()[0],
    ]);
    const [doubled, shape, sum] = (await careless.call({ x: tensor() })) as [PlainTensor, number[], number];
    expect(doubled).toEqual(new PlainTensor([2, 2], Float32Array.of(3, 5, 7, 9)));
    expect([shape, sum]).toEqual([[2, 2], 10]);
    const later = localSubject(async (x: tf.Tensor) => {
      await Promise.resolve();
      return x.neg();
    });
    expect(await later.call(tensor())).toEqual(new PlainTensor([2, 2], Float32Array.of(-1, -2, -3, -4)));
    expect(tf.memory().numTensors).toBe(before);
  });

  it("keeps what plain JSON loses", async () => {
    const same = localSubject((value: unknown) => value);
    const values: Plain[] = [NaN, -0, Infinity, undefined, 7n, Float64Array.of(1.5), [null, { a: -0 }]];
    for (const value of values) expect(await same.call(value)).toEqual(value);
    expect(Object.is(await same.call(-0), -0)).toBe(true);
    expect(await localSubject({ a: [1] }).value()).toEqual({ a: [1] });
  });

  it("gives an answer copies: what it changes changes nothing here", async () => {
    const given = [3, 1, 2];
    expect(await localSubject((list: number[]) => list.sort()).call(given)).toEqual([1, 2, 3]);
    expect(given).toEqual([3, 1, 2]);
  });

  it("builds models, runs them with given weights, and frees them", async () => {
    const before = tf.memory().numTensors;
    const subject = localSubject((units: number) =>
      tf.sequential({
        layers: [tf.layers.dense({ units, inputShape: [2] }), tf.layers.batchNormalization()],
      }),
    );
    const model = await subject.build(1);
    const layers = await model.describe();
    expect(layers.map(({ kind, output }) => [kind, output])).toEqual([
      ["Dense", [1]],
      ["BatchNormalization", [1]],
    ]);
    expect(layers[0]!.weights).toEqual([[2, 1], [1]]);
    const one = (value: number) => new PlainTensor([1], Float32Array.of(value));
    const weights = [
      new PlainTensor([2, 1], Float32Array.of(10, 1)),
      one(100),
      one(1),
      one(0),
      one(0),
      one(1),
    ];
    await model.setWeights(weights);
    const output = await model.predict(tensor());
    expect(output.shape).toEqual([2, 1]);
    expect(output.values[1]! - output.values[0]!).toBeCloseTo(22 / Math.sqrt(1.001), 3);
    const training = await model.predict(tensor(), { training: true });
    expect(training.values[0]! + training.values[1]!).toBeCloseTo(0, 4);
    expect((await refusal(model.setWeights([one(1)]))).message).toContain("weight");
    subject.close();
    expect(tf.memory().numTensors).toBe(before);
  });

  it("leaves a model alone that was there before", async () => {
    const mine = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
    const subject = localSubject(() => mine);
    await subject.build();
    subject.close();
    expect((mine.predict(tf.ones([1, 2])) as tf.Tensor).shape).toEqual([1, 1]);
    mine.dispose();
  });

  it("says what is wrong with an answer, in a learner's words", async () => {
    const stub = localSubject(() => {
      throw new Error("not answered yet");
    });
    expect((await refusal(stub.call())).verdict).toBe("not-attempted");
    const broken = localSubject(() => (undefined as unknown as number[]).length);
    expect((await refusal(broken.call())).message).toMatch(/^Your code threw an error: TypeError: /);
    expect((await refusal(localSubject(3).call())).message).toContain("should be a function");
    expect((await refusal(localSubject(() => 3).build())).message).toContain("should return a model");
    expect((await refusal(localSubject(() => () => 3).call())).message).toContain("a function");
    const gone = localSubject((x: tf.Tensor) => {
      x.dispose();
      return x;
    });
    expect((await refusal(gone.call(tensor()))).message).toContain("disposed");
    const endless = localSubject(() => new Promise(() => undefined), { seconds: 0.05 });
    expect((await refusal(endless.call())).verdict).toBe("timeout");
    const circle: unknown[] = [];
    circle.push(circle);
    expect((await refusal(localSubject(circle).value())).message).toContain("nested");
  });
});
