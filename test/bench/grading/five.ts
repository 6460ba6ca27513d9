/**
 * Five questions that a program marks, in TypeScript for our grader and in Python for nbgrader: the same tasks, the same
 * number of cells, three tests each. Ours draw their inputs; nbgrader's tests have them written down, as its users do.
 */
import type { Cell, Notebook } from "ganbook/dist/grading/authoring/notebook";
import type { Check, CheckedQuestion, Plain, QuestionSet } from "ganbook/dist/questions/types";
import type { Rng } from "ganbook";

export interface Five {
  name: string;
  /** Names of the parameters. */
  parameters: string;
  /** Body of a right and of a wrong answer, in both languages. */
  right: { ts: string; py: string };
  wrong: { ts: string; py: string };
  /** Arguments for a check. */
  draw: (random: Rng) => Plain[];
  /** The right result. */
  expected: (...args: never[]) => number | number[];
  /** Three tests of nbgrader's. */
  asserts: string[];
}

const whole = (random: Rng, low: number, high: number) => low + random.integer(high - low + 1);

export const five: readonly Five[] = [
  {
    name: "flatIndex",
    parameters: "rows, columns, row, column",
    right: { ts: "return row * columns + column;", py: "return row * columns + column" },
    wrong: { ts: "return column * rows + row;", py: "return column * rows + row" },
    draw: (random) => [whole(random, 2, 9), whole(random, 10, 20), whole(random, 0, 1), whole(random, 1, 9)],
    expected: (_rows: number, columns: number, row: number, column: number) => row * columns + column,
    asserts: ["flatIndex(3, 4, 1, 2) == 6", "flatIndex(5, 7, 0, 6) == 6", "flatIndex(2, 9, 1, 3) == 12"],
  },
  {
    name: "toBytes",
    parameters: "values",
    right: {
      ts: "return values.map((v: number) => Math.min(255, Math.max(0, Math.round((v + 1) * 127.5))));",
      py: "return [min(255, max(0, round((v + 1) * 127.5))) for v in values]",
    },
    wrong: {
      ts: "return values.map((v: number) => Math.min(255, Math.max(0, Math.floor(v * 255))));",
      py: "return [min(255, max(0, int(v * 255))) for v in values]",
    },
    draw: (random) => [Array.from({ length: 20 }, () => random.normal())],
    expected: (values: number[]) =>
      values.map((v) => Math.min(255, Math.max(0, Math.round((v + 1) * 127.5)))),
    asserts: ["toBytes([-1, 1]) == [0, 255]", "toBytes([0.2]) == [153]", "toBytes([2, -3]) == [255, 0]"],
  },
  {
    name: "variance",
    parameters: "values",
    right: {
      ts: "const m = values.reduce((a: number, b: number) => a + b, 0) / values.length;\n  return values.reduce((a: number, b: number) => a + (b - m) ** 2, 0) / values.length;",
      py: "m = sum(values) / len(values)\n    return sum((v - m) ** 2 for v in values) / len(values)",
    },
    wrong: {
      ts: "return values.reduce((a: number, b: number) => a + b * b, 0) / values.length;",
      py: "return sum(v * v for v in values) / len(values)",
    },
    draw: (random) => [Array.from({ length: 20 }, () => 3 + random.normal())],
    expected: (values: number[]) => {
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      return values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
    },
    asserts: [
      "abs(variance([1, 2, 3]) - 2 / 3) < 1e-9",
      "variance([4, 4]) == 0",
      "abs(variance([0, 10]) - 25) < 1e-9",
    ],
  },
  {
    name: "outputSize",
    parameters: "size, kernel, stride",
    right: {
      ts: "return Math.floor((size - kernel) / stride) + 1;",
      py: "return (size - kernel) // stride + 1",
    },
    wrong: { ts: "return Math.ceil(size / stride);", py: "return -(-size // stride)" },
    draw: (random) => [whole(random, 20, 40), whole(random, 3, 7), whole(random, 1, 2)],
    expected: (size: number, kernel: number, stride: number) => Math.floor((size - kernel) / stride) + 1,
    asserts: ["outputSize(28, 5, 1) == 24", "outputSize(28, 5, 2) == 12", "outputSize(32, 3, 2) == 15"],
  },
  {
    name: "descent",
    parameters: "start, rate, steps",
    right: {
      ts: "const path = [start];\n  for (let i = 0; i < steps; i++) path.push(path[i] - rate * 2 * path[i]);\n  return path;",
      py: "path = [start]\n    for i in range(steps):\n        path.append(path[i] - rate * 2 * path[i])\n    return path",
    },
    wrong: {
      ts: "const path = [start];\n  for (let i = 0; i < steps; i++) path.push(path[i] + rate * 2 * path[i]);\n  return path;",
      py: "path = [start]\n    for i in range(steps):\n        path.append(path[i] + rate * 2 * path[i])\n    return path",
    },
    draw: (random) => [random.normal(), 0.25, whole(random, 2, 6)],
    expected: (start: number, rate: number, steps: number) =>
      Array.from({ length: steps + 1 }, (_, i) => start * (1 - 2 * rate) ** i),
    asserts: [
      "descent(8, 0.25, 2) == [8, 4, 2]",
      "descent(1, 0.5, 1) == [1, 0]",
      "descent(3, 0.1, 0) == [3]",
    ],
  },
];

const close = (got: Plain, right: number | number[]) => {
  const [a, b] = [Array.isArray(got) ? (got as Plain[]) : [got], [right].flat()];
  return a.length === b.length && b.every((value, i) => Math.abs((a[i] as number) - value) < 1e-9);
};

function question({ name, draw, expected }: Five): CheckedQuestion {
  const checks = [1, 2, 3].map((round): Check => ({
    name: `round ${round}`,
    async run(subject, random) {
      const args = draw(random);
      const right = expected(...(args as never[]));
      return close(await subject.call(...args), right) ? undefined : `${name} gave something else.`;
    },
  }));
  return {
    kind: "function",
    id: `five/${name}`,
    title: name,
    points: 3,
    answer: name,
    hints: ["", "", ""],
    needs: "nothing",
    imports: [],
    seconds: 10,
    checks,
  };
}

export const fiveSet: QuestionSet = { notebook: "98-five", title: "Five", questions: five.map(question) };

/** @param isRight For each of the five. Without it, the stubs. */
export function fiveNotebook(isRight?: (place: number) => boolean): Notebook {
  const cells = five.flatMap(({ name, parameters, right, wrong }, place): Cell[] => {
    const body =
      isRight === undefined ? 'throw new Error("not answered yet");' : (isRight(place) ? right : wrong).ts;
    const types = parameters.split(", ").map((parameter) => `${parameter}: any`);
    const metadata = (role: string) => ({ ganbook: { role, question: `five/${name}` } });
    return [
      { cell_type: "markdown", metadata: {}, source: `## ${name}\n\nWrite \`${name}(${parameters})\`.` },
      {
        cell_type: "code",
        metadata: metadata("answer"),
        source: `function ${name}(${types.join(", ")}): any {\n  ${body}\n}`,
      },
      { cell_type: "code", metadata: metadata("check"), source: `await check("five/${name}", ${name});` },
    ];
  });
  return { cells, metadata: { ganbook: { assignment: "98-five" } }, nbformat: 4, nbformat_minor: 5 };
}
