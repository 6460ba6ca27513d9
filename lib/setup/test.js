"use strict";
/** `npm test`: set-up, then every check, the first failure ends it. `npm test -- unit test/engine` runs a part. */
const { judgeNode } = require("./node-version");

const judgement = judgeNode(process.versions.node);
if (judgement.text) console.error(judgement.text);
if (judgement.fatal) process.exit(1);

const { spawn } = require("child_process");
const path = require("path");
const paths = require("./paths");
const { environment } = require("./command");
const { readJson, remove } = require("./files");
const { reportAndExit, SetupProblem } = require("./problem");
const { jupyterEnvironment } = require("./server");
const { setUp } = require("./setup");
const { addCounts, readCounts, wronglySkipped } = require("./test-counts");
const { testSteps } = require("./test-steps");

const reportFile = path.join(paths.state, "tests.json");
const strict = process.env.GANBOOK_CI_STRICT === "1";

/** Runs one program to its end; its output is shown at once, or kept and given back. */
function runTool(command, { show }) {
  // Notebooks that tests run write Jupyter's files into the clone, as those of a learner do.
  const env = environment(jupyterEnvironment());
  const stdio = show ? "inherit" : ["ignore", "pipe", "pipe"];
  const child = spawn(process.execPath, command, { cwd: paths.root, env, stdio });
  let output = "";
  for (const stream of show ? [] : [child.stdout, child.stderr])
    stream.on("data", (data) => (output += data));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ ok: code === 0, output }));
  });
}

async function runStep(step, extra) {
  const since = Date.now();
  console.log(`\n== ${step.name}`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportFile}`];
  remove(reportFile);
  const command = [...step.command, ...(step.counts ? reporters : []), ...extra];
  const { ok, output } = await runTool(command, { show: Boolean(step.counts) });
  if (!ok) process.stdout.write(output);
  console.log(`== ${step.name}: ${ok ? "passed" : "FAILED"}, ${((Date.now() - since) / 1000).toFixed(1)} s`);
  const report = step.counts && readJson(reportFile);
  return { ok, counts: report ? readCounts(report) : { passed: 0, failed: 0, skipped: [] } };
}

/** The steps that the words ask for; what follows a single step's name goes to its program. */
function choose(words) {
  if (words.length === 0) return { steps: testSteps, extra: [] };
  const step = testSteps.find(({ name }) => name === words[0]);
  if (step) return { steps: [step], extra: words.slice(1) };
  const names = testSteps.map(({ name }) => name).join(", ");
  throw new SetupProblem(`npm test has no step "${words[0]}". It has: ${names}.`);
}

/** Without Python the library can still be tested; in CI that is a fault. */
function judgeJupyter(failed) {
  const [problem] = failed.values();
  if (!problem) return true;
  if (strict) throw problem;
  console.log(`JupyterLab is not there: ${problem.message}`);
  if (problem.mend) console.log(`To mend it: ${problem.mend}`);
  return false;
}

async function main() {
  const { steps, extra } = choose(process.argv.slice(2));
  const { engine, failed } = await setUp({ needsJupyter: false });
  const jupyter = judgeJupyter(failed);
  if (strict && engine.engine !== "tensorflow") throw new SetupProblem(`GANBOOK_CI_STRICT=1: ${engine.note}`);
  const all = [];
  let passed = true;
  for (const step of steps) {
    if (step.jupyter && !jupyter) {
      console.log(`\n== ${step.name}: skipped, because JupyterLab is not there`);
      continue;
    }
    const { ok, counts } = await runStep(step, extra);
    all.push(counts);
    passed = ok;
    if (!ok) break;
  }
  finish(addCounts(all), passed);
}

function finish(total, passed) {
  console.log("");
  for (const { file, name } of total.skipped)
    console.log(`skipped: ${path.relative(paths.root, file)}: ${name}`);
  const wrong = strict ? wronglySkipped(total) : [];
  for (const { name } of wrong) console.log(`GANBOOK_CI_STRICT=1: this test may not be skipped: ${name}`);
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped.length} skipped`);
  process.exitCode = passed && wrong.length === 0 ? 0 : 1;
}

main().catch(reportAndExit);
