"use strict";
/** Steps "JupyterLab" and "kernel": pinned Python packages, the TypeScript kernel, settings; all inside .venv. */
const fs = require("fs");
const path = require("path");
const paths = require("./paths");
const { run } = require("./command");
const { hashFile, readJson, remove, writeAtomic, writeJson } = require("./files");
const { pipInstall, unfinished } = require("./python");

const stamp = path.join(paths.venv, "ganbook-packages.json");

async function installJupyter({ progress, signal }) {
  const requirements = hashFile(paths.requirements);
  const last = readJson(stamp);
  if (last && last.requirements === requirements) return false;
  progress("pip install");
  writeAtomic(unfinished, "");
  // Every version is in the file, dependencies too, so there is nothing for pip to resolve.
  await run("jupyter", pipInstall("-r", paths.requirements), { signal, what: "pip install" });
  writeJson(stamp, { requirements });
  remove(unfinished);
  return "JupyterLab, nbconvert, plotly";
}

/** What `tslab install` would write, but with the clone's own tslab (see kernel.js) and the Node that runs now. */
function kernelSpec() {
  return {
    argv: [process.execPath, paths.kernelProgram, "kernel", "--config-path", "{connection_file}"],
    display_name: "TypeScript",
    language: "typescript",
    // 2: only errors; TensorFlow's notes would fill the terminal that JupyterLab runs in.
    env: { TF_CPP_MIN_LOG_LEVEL: "2" },
  };
}

/** JupyterLab asks about news and looks for updates on its first start: not in a course that runs offline. */
const settings = {
  "@jupyterlab/apputils-extension:notification": { checkForUpdates: false, fetchNews: "false" },
};

function writeIfChanged(file, text) {
  if (fs.existsSync(file) && fs.readFileSync(file, "utf8") === text) return false;
  writeAtomic(file, text);
  return true;
}

async function registerKernel() {
  const text = (value) => JSON.stringify(value, null, 2) + "\n";
  const overrides = path.join(paths.venv, "share", "jupyter", "lab", "settings", "overrides.json");
  const written = [
    writeIfChanged(path.join(paths.kernel, "kernel.json"), text(kernelSpec())),
    writeIfChanged(overrides, text(settings)),
  ];
  return written.includes(true) ? "tslab registered in .venv" : false;
}

module.exports = { installJupyter, registerKernel, kernelSpec };
