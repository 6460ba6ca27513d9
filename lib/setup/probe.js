"use strict";
/** What set-up made, looked at without changing anything. The doctor prints it. */
const { spawnSync } = require("child_process");
const fs = require("fs");
const path = require("path");
const paths = require("./paths");
const { environment } = require("./command");
const { readJson } = require("./files");
const { isInstalled } = require("./node-packages");
const { judgeNode } = require("./node-version");
const { lastOutcome } = require("./tensorflow/engine");

const setUpAgain = "Run: npm start";

/**
 * @typedef {object} Part
 * @property {string} name
 * @property {boolean} works
 * @property {string} found Versions and places, for the reader.
 * @property {string} why What is wrong; empty when it works.
 * @property {string} mend What to do about it; empty when it works.
 */

const good = (name, found) => ({ name, works: true, found, why: "", mend: "" });
const bad = (name, why, mend = setUpAgain) => ({ name, works: false, found: "", why, mend });

function probeNode() {
  const version = process.versions.node;
  const { text, fatal } = judgeNode(version);
  return fatal ? bad("Node", text, "Get a newer Node from https://nodejs.org") : good("Node", version);
}

function probePackages() {
  if (isInstalled()) return good("Node packages", "as in package-lock.json");
  return bad("Node packages", "node_modules is not what package-lock.json says.");
}

/** Versions of Python packages in .venv, asked of that Python itself. */
const versionsProbe = `
import importlib.metadata, json, sys
names = ["jupyterlab", "jupyter-server", "nbconvert", "plotly"]
print(json.dumps({"python": sys.version.split()[0], **{name: importlib.metadata.version(name) for name in names}}))
`;

function probePython() {
  if (!fs.existsSync(paths.venvPython)) {
    const absent = bad("Python", "There is no .venv in the clone.");
    return [absent, bad("JupyterLab", "It needs Python.")];
  }
  const options = { env: environment(), encoding: "utf8", timeout: 60_000 };
  const result = spawnSync(paths.venvPython, ["-c", versionsProbe], options);
  if (result.status !== 0) {
    const said = `${result.stderr || result.error || ""}`.trim().split("\n").pop();
    return [
      bad("Python", said),
      bad("JupyterLab", "Its packages do not answer.", "Delete .venv, then run: npm start"),
    ];
  }
  const { python, ...packages } = JSON.parse(result.stdout);
  const list = Object.entries(packages).map(([name, version]) => `${name} ${version}`);
  return [good("Python", python), good("JupyterLab", list.join(", "))];
}

function probeKernel() {
  const spec = readJson(path.join(paths.kernel, "kernel.json"));
  if (!spec) return bad("kernel", "The kernel tslab is not registered in .venv.");
  const missing = spec.argv.slice(0, 2).find((file) => !fs.existsSync(file));
  if (missing) return bad("kernel", `It starts ${missing}, which is not there.`);
  const { version } = readJson(path.join(paths.nodeModules, "tslab", "package.json"));
  return good("kernel", `tslab ${version}, started by ${spec.argv[0]}`);
}

function probeWork() {
  if (fs.existsSync(path.join(paths.work, ".given.json"))) return good("work", "your copies of the chapters");
  return bad("work", "Your copies of the chapters are missing.");
}

/** @returns {Part[]} Everything that JupyterLab and the kernel need. */
function probeParts() {
  return [probeNode(), probePackages(), ...probePython(), probeKernel(), probeWork()];
}

/** What set-up said about the TensorFlow engine: { note, mend }, both empty when all is well. */
function engineNote() {
  const { note = "", mend = "" } = lastOutcome() || {};
  return { note, mend: note && mend };
}

module.exports = { probeParts, engineNote };
