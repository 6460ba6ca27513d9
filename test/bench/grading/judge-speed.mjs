/**
 * How fast the judge is: `node test/bench/grading/judge-speed.mjs [--seconds 10] [--jobs 2] [--json]`.
 *
 * One fresh sandbox a question. Four spans of so many seconds: plain functions; functions that need TensorFlow.js; plain
 * functions with one loop without end among twenty; one question at a time, for the time that one takes.
 */
import { availableParallelism, loadavg } from "node:os";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { startJudge } from "../../../lib/dist/grading/judge/judge.js";
import { PlainTensor } from "../../../lib/dist/questions/types.js";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "10" },
    jobs: { type: "string", default: "2" },
    json: { type: "boolean", default: false },
  },
});
const seconds = Number(values.seconds);
const jobs = Number(values.jobs);
if (!(seconds > 0) || !Number.isInteger(jobs) || jobs < 1) {
  console.error("Give --seconds as a number over 0 and --jobs as a whole number from 1.");
  process.exit(1);
}

const base = { title: "", points: 1, hints: ["", "", ""], kind: "function", imports: [], seconds: 2 };

const plain = {
  ...base,
  id: "speed/maximum",
  answer: "maximum",
  needs: "nothing",
  checks: ["a", "b", "c"].map((name) => ({
    name,
    async run(subject, random) {
      const list = Array.from({ length: 50 }, () => random.normal());
      return (await subject.call(list)) === Math.max(...list) ? undefined : "wrong";
    },
  })),
};

const tensorflow = {
  ...base,
  id: "speed/double",
  answer: "double",
  needs: "tensorflow",
  imports: ["tf"],
  seconds: 20,
  checks: ["a", "b", "c"].map((name) => ({
    name,
    async run(subject, random) {
      const list = Float32Array.from({ length: 64 }, () => random.normal());
      const got = await subject.call(new PlainTensor([8, 8], list));
      return got.values.every((value, i) => value === 2 * list[i]) ? undefined : "wrong";
    },
  })),
};

const right = {
  plain: "const maximum = (list: number[]) => Math.max(...list);",
  tensorflow: `import { tf } from "ganbook"; const double = (x: any) => tf.mul(x, 2);`,
};
const endless = "const maximum = () => { for (;;) {} };";

/** Grades for so long, so many at the same time. */
async function span(judge, { question, cell, places }) {
  const times = [];
  const start = performance.now();
  const end = start + 1000 * seconds;
  let wrong = 0;
  let count = 0;
  const worker = async () => {
    while (performance.now() < end) {
      const number = count++;
      const { code, verdict } = cell(number);
      const began = performance.now();
      const result = await judge.grade(question, { given: [], cells: [code] }, number);
      times.push(performance.now() - began);
      if (result.verdict !== verdict) wrong++;
    }
  };
  await Promise.all(Array.from({ length: places }, worker));
  const perHour = Math.round((3.6e6 * times.length) / (performance.now() - start));
  times.sort((a, b) => a - b);
  const at = (share) => Math.round(times[Math.min(times.length - 1, Math.floor(share * times.length))]);
  return { questions: times.length, perHour, p50: at(0.5), p95: at(0.95), wrong };
}

const megabytes = () => Math.round(process.memoryUsage.rss() / 2 ** 20);

const judge = await startJudge({ jobs });
const pass = (code) => () => ({ code, verdict: "pass" });
const hostile = (number) =>
  number % 20 === 0 ? { code: endless, verdict: "timeout" } : { code: right.plain, verdict: "pass" };

await judge.grade(plain, { given: [], cells: [right.plain] }, 0); // what is made once a judge does not count
await judge.grade(tensorflow, { given: [], cells: [right.tensorflow] }, 0);
const result = { level: judge.level, jobs, cores: availableParallelism(), seconds, load: loadavg()[0] };
const before = megabytes();
result.plain = await span(judge, { question: plain, cell: pass(right.plain), places: jobs });
result.memory = { before, after: megabytes(), grades: result.plain.questions };
result.tensorflow = await span(judge, { question: tensorflow, cell: pass(right.tensorflow), places: jobs });
result.hostile = await span(judge, { question: plain, cell: hostile, places: jobs });
result.single = await span(judge, { question: plain, cell: pass(right.plain), places: 1 });
result.singleTensorflow = await span(judge, {
  question: tensorflow,
  cell: pass(right.tensorflow),
  places: 1,
});
result.loadAfter = loadavg()[0];
await judge.close();

if (values.json) console.log(JSON.stringify(result, null, 2));
else {
  const row = ({ perHour, p50, p95, questions, wrong }) =>
    `${perHour} questions/h; one takes ${p50} ms (p95 ${p95}); ${questions} graded, ${wrong} with a wrong verdict`;
  console.log(`sandbox ${result.level}, ${jobs} jobs, ${result.cores} cores, load ${result.load.toFixed(1)}`);
  console.log(`plain functions:     ${row(result.plain)}`);
  console.log(`TensorFlow.js:       ${row(result.tensorflow)}`);
  console.log(`1 in 20 never ends:  ${row(result.hostile)}`);
  console.log(`one at a time:       ${row(result.single)}`);
  console.log(`the same, TF.js:     ${row(result.singleTensorflow)}`);
  console.log(
    `judge's memory: ${before} MB, ${result.memory.after} MB after ${result.memory.grades} more grades`,
  );
}
const wrong = [result.plain, result.tensorflow, result.hostile, result.single].some((part) => part.wrong > 0);
process.exit(wrong ? 1 : 0);
