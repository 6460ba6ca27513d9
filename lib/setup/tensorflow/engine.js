"use strict";
/**
 * Step "TensorFlow engine". In this order: tfjs-node's addon compiled here against the TensorFlow of pip's wheel;
 * tfjs-node's own installer; neither, and then chapters run on the wasm engine.
 */
const fs = require("fs");
const path = require("path");
const paths = require("../paths");
const { run } = require("../command");
const { hash, hashFile, readJson, remove, writeJson } = require("../files");
const { findNpm } = require("../node-packages");
const { SetupProblem } = require("../problem");
const { addonOf, hasQuiet, installAddon, installed } = require("./addon");
const { systemCompiler } = require("./compiler");
const { fetchLibrary, folderOf, version, wheelFits } = require("./library");

const record = path.join(paths.state, "engine.json");

/** How much slower a DCGAN step is on wasm than on TensorFlow, as the course measured it. */
const slower = "about 4 times";

/** What the last set-up reached: { engine, build, route, why, mend, ... }, or null. */
const lastOutcome = () => readJson(record);

/** Everything that a new attempt could turn out differently by. */
function circumstances(decision) {
  const tfjs = readJson(path.join(paths.tfjsNode, "package.json")) || {};
  const machine = [
    process.platform,
    process.arch,
    process.versions.modules,
    systemCompiler() || "no compiler",
  ];
  const python = fs.existsSync(paths.venvPython) ? "python" : "no python";
  return hash(version, tfjs.version, decision.build, decision.card, ...machine, python);
}

/** Whether the engine that the last set-up made is still whole. */
function isWhole(outcome) {
  if (!outcome || hashFile(installed) !== outcome.addon) return false;
  if (outcome.route === "installer") return true;
  return fs.existsSync(folderOf(outcome.build)) && hasQuiet(outcome.build);
}

async function verify(signal) {
  const command = [process.execPath, path.join(__dirname, "verify.js")];
  const printed = await run("engine-verify", command, { signal, seconds: 300, what: "A first calculation" });
  return JSON.parse(printed.trim().split("\n").pop());
}

async function fromWheel(build, context) {
  if (!wheelFits())
    throw new SetupProblem(
      "There is no TensorFlow wheel for this system (Linux on x64 with glibc 2.27 is wanted).",
    );
  if (!fs.existsSync(paths.venvPython))
    throw new SetupProblem("There is no Python, which downloads TensorFlow.");
  const earlier = context.library && context.library[build];
  if (earlier) throw earlier; // the step before failed on this very download
  await fetchLibrary(build, context);
  const word = await installAddon(build, context);
  context.progress("a first calculation");
  const facts = await verify(context.signal);
  if (build === "gpu" && !facts.gpu)
    throw new SetupProblem("TensorFlow's GPU build started, but it does not see the card.");
  return { route: "wheel", build, facts, word: word || "checked" };
}

/** As tfjs-node's makers intend: it downloads its own TensorFlow 2.9.1 and its addon. */
async function fromInstaller({ progress, signal }) {
  progress("tfjs-node's own installer");
  remove(path.join(paths.tfjsNode, "deps"));
  const command = [
    ...findNpm(),
    "rebuild",
    "@tensorflow/tfjs-node",
    "--ignore-scripts=false",
    "--foreground-scripts",
  ];
  await run("tfjs-installer", command, { signal, seconds: 900, what: "tfjs-node's own installer" });
  return {
    route: "installer",
    build: "cpu",
    facts: await verify(signal),
    word: "by tfjs-node's own installer",
  };
}

/** Tries the ways in order. Faults of disk and network end the search: the other ways meet them too. */
async function firstThatWorks(ways, signal) {
  const problems = [];
  for (const [name, way] of ways) {
    try {
      return { ...(await way()), problems };
    } catch (error) {
      if (signal.aborted || !(error instanceof SetupProblem)) throw error;
      problems.push({ name, message: error.message, mend: error.mend, kind: error.kind, log: error.log });
      if (error.kind === "disk") break;
    }
  }
  return { problems };
}

function waysFor(decision, context) {
  const ways = [];
  if (decision.build === "gpu") ways.push(["GPU build", () => fromWheel("gpu", context)]);
  ways.push(["CPU build", () => fromWheel("cpu", context)]);
  ways.push(["tfjs-node's own installer", () => fromInstaller(context)]);
  return ways;
}

/** One sentence for the reader on what is not as it could be; empty when all is well. */
function noteFor(decision, { route, build, problems }) {
  const first = problems[0];
  const reason = first && first.message.split("\n").slice(0, 2).join(" ").replace(/\s+/g, " ");
  if (!route)
    return `The TensorFlow engine could not be set up: ${reason} Chapters run on wasm, ${slower} slower.`;
  if (decision.build === "gpu" && build === "cpu") return `${decision.card} is not used: ${reason}`;
  return decision.why;
}

/**
 * @param {{ build: "cpu" | "gpu", card: string, why: string }} decision Of graphics-card.js.
 * @param {object} context progress and signal of the step; library: faults of the download, by build.
 * @returns {Promise<{ outcome: object, word: string | false }>} outcome: also kept in .cache/setup/engine.json.
 */
async function setUpEngine(decision, context) {
  const key = circumstances(decision);
  const last = lastOutcome();
  const again = last && last.key === key;
  if (again && last.engine === "tensorflow" && isWhole(last)) return { outcome: last, word: false };
  if (again && last.engine === "wasm" && !last.retry) return { outcome: last, word: false };
  if (again && last.engine === "tensorflow" && last.route === "wheel" && fs.existsSync(addonOf(last.build))) {
    await installAddon(last.build, context); // a new npm ci took it away
    return { outcome: last, word: "addon put back" };
  }
  const found = await firstThatWorks(waysFor(decision, context), context.signal);
  const retry = found.problems.some(({ kind }) => kind === "network" || kind === "disk");
  const mend = (found.problems.find((problem) => problem.mend) || { mend: "" }).mend;
  const common = { key, note: noteFor(decision, found), mend, problems: found.problems, card: decision.card };
  const outcome = found.route
    ? {
        ...common,
        engine: "tensorflow",
        route: found.route,
        build: found.build,
        ...found.facts,
        addon: hashFile(installed),
      }
    : { ...common, engine: "wasm", retry };
  writeJson(record, outcome);
  return {
    outcome,
    word: found.route ? `TensorFlow ${found.facts.version}, ${found.word}` : "not available",
  };
}

module.exports = { setUpEngine, lastOutcome };
