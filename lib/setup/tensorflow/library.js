"use strict";
/**
 * Step "TensorFlow": two libraries and 14 headers out of TensorFlow's wheel, kept in .cache so that they outlive
 * a new `npm ci`. The folder has the wheel's own layout (tensorflow/ beside nvidia/), because that is where
 * the libraries look for CUDA.
 */
const fs = require("fs");
const path = require("path");
const paths = require("../paths");
const { pip } = require("../python");
const { run } = require("../command");
const { remove } = require("../files");
const { SetupProblem } = require("../problem");

const version = "2.21.0";
const packages = { cpu: `tensorflow-cpu==${version}`, gpu: `tensorflow==${version}` };
/** Size of each wheel, to show how far the download is. */
const megabytes = { cpu: 274, gpu: 572 };

const libraries = ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"];
const headers = [
  "tensorflow/c/c_api.h",
  "tensorflow/c/c_api_macros.h",
  "tensorflow/c/tf_attrtype.h",
  "tensorflow/c/tf_buffer.h",
  "tensorflow/c/tf_datatype.h",
  "tensorflow/c/tf_status.h",
  "tensorflow/c/tf_tensor.h",
  "tensorflow/c/tf_tstring.h",
  "tensorflow/c/eager/c_api.h",
  "tensorflow/core/platform/ctstring.h",
  "tensorflow/core/platform/ctstring_internal.h",
  "tsl/platform/ctstring.h",
  "tsl/platform/ctstring_internal.h",
  "xla/tsl/c/tsl_status.h",
];

const folderOf = (build) => path.join(paths.cache, `tensorflow-${version}-${build}`);

/** Whether there is a wheel for this machine: Linux on x64 with glibc 2.27 or newer. */
function wheelFits() {
  if (process.platform !== "linux" || process.arch !== "x64") return false;
  const glibc = process.report.getReport().header.glibcVersionRuntime;
  if (!glibc) return false;
  const [major, minor] = glibc.split(".").map(Number);
  return major > 2 || (major === 2 && minor >= 27);
}

/** Bytes of all files below a folder that is being written to. */
function bytesBelow(folder) {
  let sum = 0;
  for (const entry of fs.readdirSync(folder, { withFileTypes: true, recursive: true })) {
    try {
      if (entry.isFile()) sum += fs.statSync(path.join(entry.parentPath || entry.path, entry.name)).size;
    } catch {
      // pip moved it since it was listed
    }
  }
  return sum;
}

/** Runs pip with a temporary folder of its own, whose growth shows how far it is. */
async function runPip(name, pipArguments, { progress, signal, total }) {
  const temporary = path.join(paths.temporary, name);
  remove(temporary);
  fs.mkdirSync(temporary, { recursive: true });
  const watch = setInterval(() => {
    const done = Math.min(Math.round(bytesBelow(temporary) / 1e6), total);
    progress(`${done} of ${total} MB`);
  }, 1000);
  const env = { TMPDIR: temporary, TEMP: temporary, TMP: temporary };
  try {
    return await run(name, pip(...pipArguments), { env, signal, what: `pip ${pipArguments[0]}` });
  } finally {
    clearInterval(watch);
    remove(temporary);
  }
}

async function downloadWheel(build, folder, { progress, signal }) {
  const platform = [
    "--only-binary",
    ":all:",
    "--python-version",
    "3.11",
    "--platform",
    "manylinux_2_27_x86_64",
  ];
  const pipArguments = ["download", "--no-deps", ...platform, packages[build], "-d", folder];
  await runPip(`tensorflow-${build}`, pipArguments, { progress, signal, total: megabytes[build] });
  const wheel = fs.readdirSync(folder).find((name) => name.endsWith(".whl"));
  if (!wheel) throw new SetupProblem(`pip downloaded no wheel of ${packages[build]}.`);
  return path.join(folder, wheel);
}

/** CUDA and cuDNN as TensorFlow's wheel names them, put where its libraries look for them. */
async function installCuda(folder, requirements, { progress, signal }) {
  const pipArguments = ["install", "--no-deps", "--no-compile", "--target", folder, ...requirements];
  await runPip("cuda", pipArguments, { progress, signal, total: 2900 });
}

/**
 * Makes .cache/tensorflow-VERSION-BUILD complete: worked on under another name, renamed when all is there.
 * @param {"cpu" | "gpu"} build
 */
async function fetchLibrary(build, { progress, signal }) {
  const folder = folderOf(build);
  if (fs.existsSync(folder)) return false;
  const staging = `${folder}.part`;
  remove(staging);
  fs.mkdirSync(staging, { recursive: true });
  const wheel = await downloadWheel(build, staging, { progress, signal });
  progress("opening the wheel");
  const members = [
    ...libraries.map((name) => `tensorflow/${name}`),
    ...headers.map((name) => `tensorflow/include/${name}`),
  ];
  const opener = [paths.venvPython, path.join(__dirname, "open-wheel.py"), wheel, staging, ...members];
  const printed = await run(`tensorflow-${build}-open`, opener, {
    signal,
    what: "Opening TensorFlow's wheel",
  });
  remove(wheel);
  if (build === "gpu") await installCuda(staging, printed.trim().split("\n"), { progress, signal });
  fs.renameSync(staging, folder);
  return `${packages[build]}, its libraries only`;
}

module.exports = { version, libraries, folderOf, wheelFits, fetchLibrary };
