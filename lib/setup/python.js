"use strict";
/** Step "Python": a virtual environment .venv made by a Python that is on this machine. */
const { spawnSync } = require("child_process");
const fs = require("fs");
const path = require("path");
const paths = require("./paths");
const { environment, run } = require("./command");
const { readJson, remove, writeJson } = require("./files");
const { SetupProblem } = require("./problem");

/** Newest first: what the course's Python packages were tried on. */
const versions = ["3.13", "3.12", "3.11", "3.10"];
const stamp = path.join(paths.venv, "ganbook-python.json");

/** Lies here while pip is at work: a killed pip can leave half a package that it later takes for a whole one. */
const unfinished = path.join(paths.venv, "ganbook-packages.unfinished");

const probe = `
import json, sys
found = {"version": "%d.%d" % sys.version_info[:2], "executable": sys.executable}
try:
    import ensurepip, venv
    found["venv"] = True
except ImportError:
    found["venv"] = False
print(json.dumps(found))
`;

/** What one command is: null when it is no Python. */
function inspect(command) {
  const [program, ...rest] = command;
  const options = { env: environment(), encoding: "utf8", timeout: 20_000, windowsHide: true };
  const result = spawnSync(program, [...rest, "-c", probe], options);
  if (result.status !== 0) return null;
  try {
    return JSON.parse(result.stdout.trim().split("\n").pop());
  } catch {
    return null;
  }
}

function candidates() {
  const named = versions.map((version) => [`python${version}`]);
  if (process.platform === "win32") return [...versions.map((v) => ["py", `-${v}`]), ["python"], ["python3"]];
  return [["python3"], ["python"], ...named];
}

/**
 * A Python that can make the environment.
 * @throws SetupProblem that names what was found instead, and how to get one.
 */
function findPython() {
  const seen = [];
  for (const command of candidates()) {
    const found = inspect(command);
    if (!found) continue;
    if (versions.includes(found.version) && found.venv) return found;
    seen.push({ command: command.join(" "), ...found });
  }
  throw noPython(seen);
}

function noPython(seen) {
  const halves = seen.find((found) => versions.includes(found.version) && !found.venv);
  if (halves) {
    return new SetupProblem(
      `Python ${halves.version} (${halves.executable}) lacks the modules venv and ensurepip.`,
      {
        mend: `Install them (Debian, Ubuntu: sudo apt install python${halves.version}-venv), then run the same command again.`,
      },
    );
  }
  const what =
    seen.map((found) => `${found.command} is ${found.version}`).join(", ") || "there is none on the PATH";
  return new SetupProblem(`JupyterLab needs Python 3.10, 3.11, 3.12 or 3.13; ${what}.`, {
    mend:
      "Install one (Debian, Ubuntu: sudo apt install python3 python3-venv; macOS: brew install python; " +
      "Windows: python.org), then run the same command again.",
  });
}

async function makeEnvironment({ progress, signal }) {
  // existsSync follows links: false when the Python that .venv was made by has gone.
  if (readJson(stamp) && fs.existsSync(paths.venvPython) && !fs.existsSync(unfinished)) return false;
  progress("looking for Python");
  const python = findPython();
  progress("venv");
  remove(paths.venv);
  await run("python", [python.executable, "-m", "venv", paths.venv], { signal, what: "Making .venv" });
  writeJson(stamp, python);
  return `${python.version}, ${python.executable}`;
}

/** The command line of the clone's own pip. */
const pip = (...words) => [paths.venvPython, "-m", "pip", ...words];

/** Installs exactly what is named: nothing to resolve, and no bytecode ahead of its use. */
const pipInstall = (...words) => pip("install", "--no-deps", "--no-compile", ...words);

module.exports = { makeEnvironment, findPython, pip, pipInstall, unfinished };
