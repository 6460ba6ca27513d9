import type { Rng } from "../../engine/rng";
import { between, dot, normalRows, normals, sum } from "../draw";
import { expectNumbers } from "../expect";
import type { CheckedQuestion, Subject } from "../types";

type Rows = number[][];

const length = (v: number[]) => Math.sqrt(dot(v, v));
const unit = (v: number[]) => scaled(v, 1 / length(v));
const scaled = (v: number[], factor: number) => v.map((value) => factor * value);
const times = (rows: Rows, v: number[]) => rows.map((row) => dot(row, v));
const transpose = (rows: Rows): Rows => rows[0]!.map((_, j) => rows.map((row) => row[j]!));

/** Rows at right angles to each other, of length 1 (Gram and Schmidt). */
function orthonormal(random: Rng, count: number, size: number): Rows {
  const rows: Rows = [];
  while (rows.length < count) {
    const v = normals(random, size);
    const rest = rows.reduce((left, row) => left.map((value, i) => value - dot(v, row) * row[i]!), v);
    rows.push(unit(rest));
  }
  return rows;
}

/** A matrix with these singular values: sum of s_k u_k v_k^T. */
function withValues(random: Rng, values: number[], [rows, columns]: [number, number]): Rows {
  const left = orthonormal(random, values.length, rows);
  const right = orthonormal(random, values.length, columns);
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => sum(values.map((s, k) => s * left[k]![i]! * right[k]![j]!))),
  );
}

/** The number of the exercise after `turns` turns from `start`. */
function turned(matrix: Rows, start: number[], turns: number): number {
  const back = transpose(matrix);
  let v = unit(start);
  for (let turn = 0; turn < turns; turn++) v = unit(times(back, times(matrix, v)));
  return length(times(matrix, v));
}

const frobenius = (matrix: Rows) => Math.sqrt(sum(matrix.flat().map((value) => value * value)));

async function ask(
  subject: Subject,
  { matrix, start, turns }: { matrix: Rows; start: number[]; turns: number },
  asked: string,
) {
  const right = turned(matrix, start, turns);
  return expectNumbers(await subject.call(matrix, start, turns), right, {
    asked,
    tolerance: 1e-7,
    traps: [
      {
        value: frobenius(matrix),
        message:
          "That is the root of the sum of all squares (the Frobenius norm): at least as large, and something else.",
      },
      { value: Math.max(...matrix.flat().map(Math.abs)), message: "That is the largest entry." },
      { value: right ** 2, message: "That is the square: the largest eigenvalue of W^T W. Take the root." },
      { value: turned(matrix, start, turns + 1), message: "That is one turn too many." },
      { value: turned(matrix, start, Math.max(0, turns - 1)), message: "That is one turn too few." },
      {
        value: turned(
          matrix,
          start.map(() => 1),
          turns,
        ),
        message: "Begin with `start`.",
      },
      { value: 1, message: "Give the length of W v, not that of v." },
    ],
    otherwise:
      "Each turn is: v becomes W^T (W v), and is then brought to length 1. The result is the length of W v.",
  });
}

export const largestStretch: CheckedQuestion = {
  kind: "function",
  id: "failures/largest-stretch",
  title: "The largest stretch of a matrix",
  points: 8,
  answer: "largestStretch",
  needs: "nothing",
  imports: [],
  seconds: 10,
  hints: [
    "Write two helpers: the product of a matrix with a vector, and a vector brought to length 1.",
    "W^T u is the sum over the rows of W of u_i times row i. One turn: w = W v, then v = W^T w, then divide v by its length.",
    "Bring `start` to length 1 first. After the last turn return the length of W v: the root of the sum of its squares.",
  ],
  checks: [
    {
      name: "one row is stretched by its length",
      run: (subject, random) => {
        const columns = between(random, 2, 6);
        const given = { matrix: normalRows(random, [1, columns]), start: normals(random, columns), turns: 1 };
        return ask(subject, given, "For a matrix of one row, with turns = 1");
      },
    },
    {
      name: "a mirror stretches nothing",
      run: (subject, random) => {
        const size = between(random, 2, 5);
        const matrix = Array.from(random.permutation(size), (to) =>
          Array.from({ length: size }, (_, j) => (j === to ? (random.integer(2) === 1 ? 1 : -1) : 0)),
        );
        const given = { matrix, start: normals(random, size), turns: between(random, 0, 3) };
        return ask(subject, given, "For a matrix that only exchanges and mirrors axes");
      },
    },
    {
      name: "without a turn: how much the start is stretched",
      run: (subject, random) => {
        const [rows, columns] = [between(random, 2, 5), between(random, 2, 5)];
        const given = {
          matrix: normalRows(random, [rows, columns]),
          start: normals(random, columns, { spread: 3 }),
          turns: 0,
        };
        return ask(subject, given, "With turns = 0");
      },
    },
    {
      name: "one turn, and two",
      weight: 2,
      async run(subject, random) {
        const matrix = normalRows(random, [3, 5]);
        const start = normals(random, 5);
        return (
          (await ask(subject, { matrix, start, turns: 1 }, "With turns = 1")) ??
          ask(subject, { matrix, start, turns: 2 }, "With turns = 2")
        );
      },
    },
    {
      name: "tall matrices too",
      run: (subject, random) =>
        ask(
          subject,
          { matrix: normalRows(random, [6, 2]), start: normals(random, 2), turns: 3 },
          "For 6 rows and 2 columns, with turns = 3",
        ),
    },
    {
      name: "after many turns: the largest singular value",
      weight: 2,
      async run(subject, random) {
        const largest = 2 + 5 * random.uniform();
        const matrix = withValues(random, [0.6 * largest, largest, 0.3 * largest], [5, 4]);
        const got = await subject.call(matrix, normals(random, 4), 100);
        return expectNumbers(got, largest, {
          asked: "For a matrix made with known singular values, with turns = 100,",
          tolerance: 1e-6,
          traps: [
            { value: frobenius(matrix), message: "That is the Frobenius norm." },
            { value: largest ** 2, message: "That is the square. Take the root." },
            { value: 0.6 * largest, message: "That is the second largest." },
          ],
        });
      },
    },
    {
      name: "large numbers stay finite",
      run: async (subject, random) => {
        const matrix = withValues(random, [4e6, 1e6], [3, 3]);
        return expectNumbers(await subject.call(matrix, normals(random, 3), 60), 4e6, {
          asked: "For a matrix that stretches by four million, with turns = 60,",
          otherwise: "Bring v to length 1 in every turn: otherwise it grows beyond all bounds.",
        });
      },
    },
  ],
};
