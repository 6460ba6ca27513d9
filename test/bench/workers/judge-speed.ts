/**
 * How fast the judge is, one fresh sandbox a question. Spans of so many seconds, so many answers at a time: plain functions;
 * functions that need TensorFlow.js; plain functions with one loop without end among twenty. Prints JSON.
 */
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { startJudge } from "ganbook/dist/grading/judge/judge";
import type { CheckedQuestion, Subject, Verdict } from "ganbook/dist/questions/types";
import { PlainTensor } from "ganbook/dist/questions/types";
import type { Rng } from "ganbook";

const base = {
  title: "",
  points: 1,
  hints: ["", "", ""],
  kind: "function",
  imports: [],
  seconds: 2,
} satisfies Partial<CheckedQuestion>;

const checks = (run: (subject: Subject, random: Rng) => Promise<boolean>) =>
  ["a", "b", "c"].map((name) => ({
    name,
    run: async (subject: Subject, random: Rng) => ((await run(subject, random)) ? undefined : "wrong"),
  }));

const plain: CheckedQuestion = {
  ...base,
  id: "speed/maximum",
  answer: "maximum",
  needs: "nothing",
  checks: checks(async (subject, random) => {
    const list = Array.from({ length: 50 }, () => random.normal());
    return (await subject.call(list)) === Math.max(...list);
  }),
};

const tensorflow: CheckedQuestion = {
  ...base,
  id: "speed/double",
  answer: "double",
  needs: "tensorflow",
  imports: ["tf"],
  seconds: 20,
  checks: checks(async (subject, random) => {
    const list = Float32Array.from({ length: 64 }, () => random.normal());
    const got = await subject.call(new PlainTensor([8, 8], list));
    return got instanceof PlainTensor && got.values.every((value, i) => value === 2 * list[i]!);
  }),
};

const right = {
  plain: "const maximum = (list: number[]) => Math.max(...list);",
  tensorflow: `import { tf } from "ganbook"; const double = (x: any) => tf.mul(x, 2);`,
};
const endless = "const maximum = () => { for (;;) {} };";

export interface Span {
  questions: number;
  perHour: number;
  /** Milliseconds. */
  p50: number;
  p95: number;
  /** Answers whose verdict was not the one expected. */
  wrong: number;
}

interface Work {
  question: CheckedQuestion;
  cell: (number: number) => { code: string; verdict: Verdict };
}

async function main(): Promise<void> {
  const options = {
    seconds: { type: "string", default: "10" },
    jobs: { type: "string", default: "2" },
  } as const;
  const { values } = parseArgs({ options });
  const [seconds, jobs] = [Number(values.seconds), Number(values.jobs)];
  const judge = await startJudge({ jobs });

  async function span({ question, cell }: Work): Promise<Span> {
    const times: number[] = [];
    const start = performance.now();
    let [wrong, count] = [0, 0];
    const place = async () => {
      while (performance.now() < start + 1000 * seconds) {
        const number = count++;
        const { code, verdict } = cell(number);
        const began = performance.now();
        const result = await judge.grade(question, { given: [], cells: [code] }, number);
        times.push(performance.now() - began);
        if (result.verdict !== verdict) wrong++;
      }
    };
    await Promise.all(Array.from({ length: jobs }, place));
    const perHour = Math.round((3.6e6 * times.length) / (performance.now() - start));
    times.sort((a, b) => a - b);
    const at = (share: number) =>
      Math.round(times[Math.min(times.length - 1, Math.floor(share * times.length))]!);
    return { questions: times.length, perHour, p50: at(0.5), p95: at(0.95), wrong };
  }

  const pass = (code: string) => () => ({ code, verdict: "pass" as const });
  const mixed = (number: number) =>
    number % 20 === 0
      ? { code: endless, verdict: "timeout" as const }
      : { code: right.plain, verdict: "pass" as const };
  // What is made once a judge does not count.
  await judge.grade(plain, { given: [], cells: [right.plain] }, 0);
  await judge.grade(tensorflow, { given: [], cells: [right.tensorflow] }, 0);
  const result = {
    plain: await span({ question: plain, cell: pass(right.plain) }),
    tensorflow: await span({ question: tensorflow, cell: pass(right.tensorflow) }),
    hostile: await span({ question: plain, cell: mixed }),
  };
  await judge.close();
  console.log(JSON.stringify(result));
}

void main();
