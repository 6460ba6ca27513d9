"use strict";
/** Where everything that set-up makes lies: all of it inside the clone. */
const path = require("path");

const windows = process.platform === "win32";
const root = path.resolve(__dirname, "..", "..");
const cache = path.join(root, ".cache");
const venv = path.join(root, ".venv");

module.exports = {
  root,
  cache,
  /** Set-up's own notes: what was made from what, logs, the lock. */
  state: path.join(cache, "setup"),
  /** Temporary files of pip, npm and the compiler; emptied when a set-up begins. */
  temporary: path.join(cache, "tmp"),
  nodeModules: path.join(root, "node_modules"),
  tfjsNode: path.join(root, "node_modules", "@tensorflow", "tfjs-node"),
  dist: path.join(root, "lib", "dist"),
  venv,
  venvPython: windows ? path.join(venv, "Scripts", "python.exe") : path.join(venv, "bin", "python"),
  kernel: path.join(venv, "share", "jupyter", "kernels", "tslab"),
  kernelProgram: path.join(__dirname, "kernel.js"),
  jupyter: path.join(cache, "jupyter"),
  work: path.join(root, "work"),
  requirements: path.join(__dirname, "requirements.txt"),
};
