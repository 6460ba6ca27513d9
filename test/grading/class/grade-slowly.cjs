/** Grades a folder with the built library and a judge that takes its time, and notes each answer that it was asked about. */
const { appendFileSync, readFileSync } = require("node:fs");
const { findIn } = require("../../../lib/dist/grading/notebook/find-answers");
const { gradeClass } = require("../../../lib/dist/grading/class/grade-class");
const { writeReports } = require("../../../lib/dist/grading/report/write-reports");

const [folder, out, assignment, log] = process.argv.slice(2);

async function grade(question, { cells }) {
  appendFileSync(log, `${cells.join().match(/student (\w+)/)[1]} ${question.id}\n`);
  await new Promise((wake) => setTimeout(wake, 15));
  const checks = question.checks.map(({ name }) => ({
    name,
    verdict: "pass",
    message: "",
    milliseconds: Math.random(),
  }));
  return { verdict: "pass", checks, output: "" };
}

const find = (...notebook) => Promise.resolve(findIn(...notebook));
const judge = { level: "bubblewrap", grade, find, close: () => Promise.resolve() };
gradeClass(
  {
    folder,
    out,
    assignments: [JSON.parse(readFileSync(assignment, "utf8"))],
    startJudge: () => Promise.resolve(judge),
    jobs: 2,
  },
  (done) => writeReports(out, done),
).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
