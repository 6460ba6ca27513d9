"use strict";
/** Runs programs for set-up: output goes to a log, a failure says what the program said. */
const { spawn } = require("child_process");
const fs = require("fs");
const path = require("path");
const paths = require("./paths");
const { SetupProblem, classify } = require("./problem");

const supervisor = path.join(__dirname, "supervise.js");

/** Variables that would make Python or pip read or write elsewhere than in the clone. */
const foreign = [
  "PYTHONHOME",
  "PYTHONPATH",
  "PIP_TARGET",
  "PIP_PREFIX",
  "PIP_USER",
  "VIRTUAL_ENV",
  "__PYVENV_LAUNCHER__",
];

/** Temporary files inside the clone: a killed set-up leaves none elsewhere, and the next one deletes them. */
const temporary = { TMPDIR: paths.temporary, TEMP: paths.temporary, TMP: paths.temporary };

/** The environment of every program that set-up starts. */
function environment(extra = {}) {
  const env = { ...process.env };
  for (const name of foreign) delete env[name];
  const set = {
    PYTHONNOUSERSITE: "1",
    PIP_USER: "0",
    PIP_DISABLE_PIP_VERSION_CHECK: "1",
    PIP_NO_INPUT: "1",
    PIP_REQUIRE_VIRTUALENV: "0",
  };
  return { ...env, ...set, ...extra };
}

/**
 * Starts a program under the supervisor.
 * @param {string[]} command Program and arguments.
 * @param {{ env?: object, cwd?: string, grace?: number, output: number | "inherit" }} options
 *   grace: milliseconds between a polite and a hard end; output: file handle for stdout and stderr.
 */
function startSupervised(command, { env = {}, cwd = paths.root, grace = 0, output }) {
  return spawn(process.execPath, [supervisor, String(grace), ...command], {
    cwd,
    env: environment(env),
    detached: process.platform !== "win32",
    windowsHide: true,
    stdio: ["ignore", output, output, "ipc"],
  });
}

/**
 * Runs a program to its end.
 * @param {string} name Name of the log, .cache/setup/NAME.log.
 * @param {string[]} command Program and arguments.
 * @param {{ env?: object, cwd?: string, signal?: AbortSignal, seconds?: number, what?: string }} [options]
 *   what: the opening of the message when it fails; seconds: time limit.
 * @returns {Promise<string>} All it printed.
 * @throws SetupProblem when it cannot start, exits with anything but 0, is stopped or takes too long.
 */
function run(name, command, { env, cwd, signal, seconds = 3600, what = name } = {}) {
  fs.mkdirSync(paths.state, { recursive: true });
  fs.mkdirSync(paths.temporary, { recursive: true });
  const log = path.join(paths.state, `${name}.log`);
  const handle = fs.openSync(log, "w");
  const child = startSupervised(command, { env: { ...temporary, ...env }, cwd, output: handle });
  fs.closeSync(handle);
  const stop = () => child.connected && child.disconnect();
  signal?.addEventListener("abort", stop, { once: true });
  let late = false;
  const limit = setTimeout(() => {
    late = true;
    stop();
  }, seconds * 1000);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => {
      clearTimeout(limit);
      signal?.removeEventListener("abort", stop);
      const output = fs.readFileSync(log, "utf8");
      if (code === 0) resolve(output);
      else
        reject(
          failure({
            what: late ? `${what} took longer than ${seconds} s` : what,
            output,
            log,
            stopped: signal?.aborted,
          }),
        );
    });
  });
}

function failure({ what, output, log, stopped }) {
  if (stopped) return new SetupProblem(`${what}: stopped because another step failed.`);
  const { kind, mend } = classify(output);
  const noise = /^npm (notice|error A complete log)|^WARNING: Retrying|^Ignoring /;
  const lines = output.split("\n").filter((line) => line.trim() !== "" && !noise.test(line.trim()));
  // A fault that is known needs fewer of the program's own words.
  const said = lines.slice(kind === "other" ? -8 : -3).map((line) => `    ${line.trim().slice(0, 200)}`);
  return new SetupProblem([`${what} failed. It said:`, ...said].join("\n"), { kind, mend, log });
}

module.exports = { run, startSupervised, environment };
