"use strict";
/**
 * Plays npm, Python with pip, a C++ compiler and tsc for the tests of set-up: each does its work in two halves, so
 * that a kill in between leaves the same kind of ruins as the real one. STAND_IN_HANG names the place to hang at.
 * Usage: node tool.cjs ROLE ARGUMENTS...
 */
const fs = require("fs");
const path = require("path");

const [role, ...words] = process.argv.slice(2);
const put = (file, text) => {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
};
const after = (flag) => words[words.indexOf(flag) + 1];

/** Says who hangs here, then never ends by itself. */
function half(place) {
  fs.appendFileSync(process.env.STAND_IN_LOG, `${place}\n`);
  if (process.env.STAND_IN_HANG !== place) return;
  fs.writeFileSync(process.env.STAND_IN_MARK, String(process.pid));
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
}

const fakeTfjs = `
const square = { arraySync: () => [[7, 10], [15, 22]] };
module.exports = {
  tensor2d: () => null,
  matMul: () => square,
  backend: () => ({ binding: { TF_Version: "2.21.0" }, isUsingGpuDevice: __dirname.includes("with-card") }),
};`;

const packages = {
  "node_modules/typescript": {
    "bin/tsc": `process.argv.splice(2, 0, "tsc"); require(${JSON.stringify(__filename)});`,
  },
  "node_modules/tslab": { "bin/tslab": "" },
  "node_modules/node-api-headers": { "include/node_api.h": "" },
  "node_modules/@tensorflow/tfjs-node": {
    "index.js": fakeTfjs,
    "binding/tfjs_backend.cc": "// one",
    "binding/tfjs_binding.cc": "// two",
  },
};

function npm() {
  if (process.env.STAND_IN_OFFLINE) fail("npm error code ECONNREFUSED");
  if (words[0] === "rebuild") fail("npm error tfjs-node's installer failed");
  fs.rmSync("node_modules", { recursive: true, force: true });
  const lock = JSON.parse(fs.readFileSync("package-lock.json", "utf8"));
  Object.entries(packages).forEach(([place, files], index) => {
    if (index === 2) half("npm");
    put(`${place}/package.json`, JSON.stringify({ version: lock.packages[place].version }));
    for (const [name, text] of Object.entries(files)) put(`${place}/${name}`, text);
  });
  put("node_modules/.package-lock.json", JSON.stringify({ packages: lock.packages }));
}

function python() {
  if (words[0] === "-c") {
    return console.log(
      JSON.stringify({ version: "3.11", executable: process.env.STAND_IN_PYTHON, venv: true }),
    );
  }
  if (words[0].endsWith("open-wheel.py")) return openWheel();
  if (words[1] === "venv") return makeVenv(words[2]);
  if (process.env.STAND_IN_OFFLINE) fail("Failed to establish a new connection: Connection refused");
  if (words[2] === "download") return download();
  if (words.includes("--target"))
    return put(path.join(after("--target"), "nvidia", "cublas", "lib", "libcublas.so.12"), "");
  put(".venv/lib/first.py", "first");
  half("pip install");
  put(".venv/lib/second.py", "second");
}

function makeVenv(folder) {
  put(path.join(folder, "pyvenv.cfg"), "");
  half("venv");
  fs.mkdirSync(path.join(folder, "bin"), { recursive: true });
  fs.copyFileSync(process.env.STAND_IN_PYTHON, path.join(folder, "bin", "python"));
}

function download() {
  half("pip download");
  put(path.join(after("-d"), "tensorflow.whl"), "wheel");
}

function openWheel() {
  const [, , folder, ...members] = words;
  members.forEach((member, index) => {
    if (index === 1) half("open wheel");
    put(path.join(folder, member), member);
  });
  console.log("nvidia-cublas-cu12<13.0");
}

function compiler() {
  if (words[0] === "--version") return;
  put(after("-o"), "half");
  half(after("-o").endsWith(".node") ? "compile" : "stubs");
  put(after("-o"), "addon");
}

function tsc() {
  put("lib/dist/index.js", "half");
  half("tsc");
  put("lib/dist/index.js", "whole");
  put("lib/dist/index.d.ts", "whole");
}

function fail(text) {
  console.error(text);
  process.exit(1);
}

({ npm, python, compiler, tsc })[role]();
