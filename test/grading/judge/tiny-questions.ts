/** Three small questions, one of each kind that a sandbox serves, for tests of the judge itself. */
import { PlainTensor } from "../../../lib/questions/types";
import type { Check, CheckedQuestion, Plain } from "../../../lib/questions/types";

const base = {
  title: "A tiny question",
  points: 4,
  hints: ["", "", ""] as const,
  imports: [],
  needs: "nothing",
  kind: "function",
  seconds: 5,
} satisfies Partial<CheckedQuestion>;

const unless = (isRight: boolean, message: string) => (isRight ? undefined : message);

/** Largest element. Random lists of random lengths, so that nothing can be known beforehand. */
const largest: Check[] = [1, 2, 3].map((round) => ({
  name: `the largest of some numbers, round ${round}`,
  async run(subject, random) {
    for (let i = 0; i < 5; i++) {
      const list = Array.from({ length: 2 + random.integer(9) }, () => random.integer(2001) - 1000);
      const got = await subject.call(list);
      if (got !== Math.max(...list))
        return `Of ${list.join(", ")} your answer took ${typeof got === "number" ? got : typeof got}.`;
    }
    return undefined;
  },
}));

/** `maximum(list: number[]): number` */
export const maximum: CheckedQuestion = {
  ...base,
  id: "tiny/maximum",
  answer: "maximum",
  checks: [
    ...largest,
    {
      name: "nothing in, nothing out",
      run: async (subject) =>
        unless((await subject.call([])) === undefined, "Of no numbers there is no largest."),
    },
  ],
};

/** `double(x: Tensor): Tensor` */
export const double: CheckedQuestion = {
  ...base,
  id: "tiny/double",
  answer: "double",
  needs: "tensorflow",
  imports: ["tf"],
  seconds: 20,
  checks: [1, 2].map((round) => ({
    name: `doubles each number, round ${round}`,
    async run(subject, random) {
      const values = Float32Array.from({ length: 6 }, () => random.integer(1000) / 8);
      const got: Plain = await subject.call(new PlainTensor([2, 3], values));
      const isRight =
        got instanceof PlainTensor &&
        got.shape.join() === "2,3" &&
        got.values.every((v, i) => v === 2 * values[i]!);
      return unless(isRight, "Each number should be doubled, in a tensor of the same shape.");
    },
  })),
};

/** `makeNetwork(units: number): LayersModel`: [null, 3] -> one dense layer with bias and no activation. */
export const network: CheckedQuestion = {
  ...base,
  id: "tiny/network",
  kind: "network",
  answer: "makeNetwork",
  needs: "tensorflow",
  imports: ["tf"],
  seconds: 20,
  checks: [1, 2].map((round) => ({
    name: `computes x W + b with the weights it is given, round ${round}`,
    async run(subject, random) {
      const draw = (length: number) => Float32Array.from({ length }, () => random.integer(9) - 4);
      const [x, w, b] = [draw(3 * 16), draw(6), draw(2)];
      const model = await subject.build(2);
      const layers = (await model.describe()).filter(({ kind }) => kind !== "InputLayer");
      await model.setWeights([new PlainTensor([3, 2], w), new PlainTensor([2], b)]);
      const { values } = await model.predict(new PlainTensor([16, 3], x));
      const right = Array.from({ length: 32 }, (_, at) => {
        const [row, j] = [3 * (at >> 1), at % 2];
        return x[row]! * w[j]! + x[row + 1]! * w[2 + j]! + x[row + 2]! * w[4 + j]! + b[j]!;
      });
      const found = layers.map(({ kind, output }) => `${kind} [${output.join(", ")}]`).join(", ");
      return unless(
        right.every((value, j) => value === values[j]),
        `Use one linear layer; found ${found}.`,
      );
    },
  })),
};

/** `limits`: a value, { low, high }. */
export const bounds: CheckedQuestion = {
  ...base,
  id: "tiny/bounds",
  kind: "answer",
  answer: "bounds",
  checks: [
    {
      name: "from -1 to 1",
      async run(subject) {
        const value = (await subject.value()) as { low?: Plain; high?: Plain };
        return unless(value.low === -1 && value.high === 1, "Pictures are in [-1, 1].");
      },
    },
  ],
};

export const right = {
  maximum: `function maximum(list: number[]): number | undefined {
    return list.length === 0 ? undefined : list.reduce((a, b) => (b > a ? b : a));
  }`,
  double: `import { tf } from "ganbook";
    const double = (x: any) => x.mul(2);`,
  network: `import { tf } from "ganbook";
    const makeNetwork = (units: number) =>
      tf.sequential({ layers: [tf.layers.dense({ units, inputShape: [3] })] });`,
  bounds: `const bounds = { low: -1, high: 1 };`,
};
