"use strict";
/** Makes a fresh clone ready, or finds that it is. Safe to kill at any moment and to run twice at once. */
const fs = require("fs");
const paths = require("./paths");
const { build } = require("./build");
const { remove } = require("./files");
const { installJupyter, registerKernel } = require("./jupyter");
const { takeLock } = require("./lock");
const { installNodePackages } = require("./node-packages");
const { toProblem, SetupProblem } = require("./problem");
const { makeEnvironment } = require("./python");
const { runSteps } = require("./steps");
const { fillWork } = require("./work");
const { setUpEngine } = require("./tensorflow/engine");
const { askNvidiaSmi, decideBuild } = require("./tensorflow/graphics-card");
const { fetchLibrary, folderOf, wheelFits } = require("./tensorflow/library");

/** Roughly what a first set-up puts on the disk at its height, in bytes. */
const firstNeed = 2.6e9;

/** The steps; `state` collects what later steps and the summary want to know. */
function listSteps({ needsJupyter, decision, state }) {
  const optional = !needsJupyter;
  return [
    { name: "Node packages", run: installNodePackages },
    { name: "Python", run: makeEnvironment, optional },
    {
      name: "TensorFlow",
      needs: ["Python"],
      optional: true,
      run: (context) => library({ decision, state, context }),
    },
    { name: "JupyterLab", needs: ["Python"], optional, run: installJupyter },
    { name: "ganbook", needs: ["Node packages"], run: build },
    {
      name: "TensorFlow engine",
      needs: ["Node packages"],
      after: ["TensorFlow"],
      run: async (context) => {
        const { outcome, word } = await setUpEngine(decision, { ...context, library: state.library });
        state.engine = outcome;
        return word;
      },
    },
    { name: "kernel", needs: ["JupyterLab", "Node packages"], optional, run: registerKernel },
    { name: "work", run: () => work(state) },
  ];
}

/** The download runs beside npm's; its failure is the engine step's to judge, which knows other ways. */
async function library({ decision, state, context }) {
  if (!wheelFits()) return false;
  try {
    return await fetchLibrary(decision.build, context);
  } catch (error) {
    if (context.signal.aborted) throw error;
    state.library[decision.build] = toProblem(error, "TensorFlow");
    return false;
  }
}

async function work(state) {
  const { copied, lines } = fillWork();
  state.lines.push(...lines);
  return copied > 0 ? `${copied} files copied to work/` : false;
}

/** Fails early, with a clear word, where nothing can be written or nothing would fit. */
function checkFolder() {
  try {
    // First, because mkdir on a read-only disk says ENOENT.
    fs.accessSync(paths.root, fs.constants.W_OK);
    fs.mkdirSync(paths.state, { recursive: true });
    fs.writeFileSync(`${paths.state}/writable`, "");
  } catch (error) {
    throw toProblem(error, `Set-up writes into ${paths.root}, and cannot`);
  }
  if (fs.existsSync(paths.nodeModules) && fs.existsSync(paths.venv)) return;
  if (freeBytes() >= firstNeed) return;
  const gigabytes = (bytes) => (bytes / 1e9).toFixed(1);
  const message = `A first set-up needs ${gigabytes(firstNeed)} GB; ${paths.root} has ${gigabytes(freeBytes())} GB free.`;
  throw new SetupProblem(message, { kind: "disk", mend: "Free some space, or clone onto a larger disk." });
}

function freeBytes() {
  const { bavail, bsize } = fs.statfsSync(paths.root);
  return bavail * bsize;
}

/**
 * @param {{ cpu?: boolean, needsJupyter?: boolean }} [options] cpu: no GPU build of TensorFlow; needsJupyter: false where
 *   the work can go on without Python, as the library's tests can.
 * @returns {Promise<{ engine: object, failed: Map<string, SetupProblem> }>}
 * @throws SetupProblem
 */
async function setUp({ cpu = false, needsJupyter = true } = {}) {
  const since = Date.now();
  checkFolder();
  const release = await takeLock((pid) =>
    console.log(`Another set-up (process ${pid}) is at work in this clone; waiting for it.`),
  );
  try {
    remove(paths.temporary);
    fs.mkdirSync(paths.temporary, { recursive: true });
    console.log(`Set-up (Node ${process.versions.node})`);
    const decision = decideBuild({
      refused: cpu,
      platform: process.platform,
      arch: process.arch,
      room: fs.existsSync(folderOf("gpu")) ? Infinity : freeBytes(),
      smi: askNvidiaSmi(),
    });
    const state = { lines: [], library: {}, engine: null };
    const { failed, done } = await runSteps(listSteps({ needsJupyter, decision, state }));
    const time = `${((Date.now() - since) / 1000).toFixed(1)} s`;
    console.log(done === 0 ? `  nothing to do, ${time}` : `  done, ${time}`);
    for (const line of state.lines) console.log(line);
    if (state.engine.note) console.log(state.engine.note);
    if (state.engine.note && state.engine.mend) console.log(`To mend it: ${state.engine.mend}`);
    return { engine: state.engine, failed };
  } finally {
    release();
  }
}

module.exports = { setUp };
