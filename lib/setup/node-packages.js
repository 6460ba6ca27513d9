"use strict";
/** Step "Node packages": node_modules holds exactly what package-lock.json says. */
const fs = require("fs");
const path = require("path");
const paths = require("./paths");
const { run } = require("./command");
const { readJson, remove, writeAtomic } = require("./files");
const { SetupProblem } = require("./problem");

/** Lies here from before npm begins until it has ended well; npm itself leaves no mark when it is killed. */
const unfinished = path.join(paths.state, "node-packages.unfinished");

/** npm of the Node that runs, as [program, first argument]. */
function findNpm() {
  const bin = path.dirname(process.execPath);
  const candidates = [
    process.env.npm_execpath,
    path.join(bin, "..", "lib", "node_modules", "npm", "bin", "npm-cli.js"),
    path.join(bin, "node_modules", "npm", "bin", "npm-cli.js"),
  ];
  const script = candidates.find((file) => file && /npm-cli\.js$/.test(file) && fs.existsSync(file));
  if (script) return [process.execPath, script];
  return process.platform === "win32" ? ["cmd", "/c", "npm"] : ["npm"];
}

/** Whether npm's own list of what it installed agrees with the lock file, and each folder is there. */
function isInstalled() {
  if (fs.existsSync(unfinished)) return false;
  const wanted = readJson(path.join(paths.root, "package-lock.json"));
  const found = readJson(path.join(paths.nodeModules, ".package-lock.json"));
  if (!wanted || !found) return false;
  const same = (place) => {
    const [lock, installed] = [wanted.packages[place], found.packages[place]];
    if (!installed) return Boolean(lock.optional || lock.devOptional);
    return lock.version === installed.version && lock.integrity === installed.integrity && isThere(place);
  };
  return Object.keys(wanted.packages)
    .filter((place) => place !== "")
    .every(same);
}

const isThere = (place) => fs.existsSync(path.join(paths.root, place, "package.json"));

async function installNodePackages({ progress, signal }) {
  if (!fs.existsSync(path.join(paths.root, "package-lock.json"))) {
    throw new SetupProblem("package-lock.json is missing.", {
      mend: "Get it back with: git checkout package-lock.json",
    });
  }
  if (isInstalled()) return false;
  progress("npm ci");
  writeAtomic(unfinished, "npm ci began and has not ended.\n");
  const quiet = ["--no-audit", "--no-fund", "--loglevel=warn", "--fetch-retry-mintimeout=2000"];
  const command = [...findNpm(), "ci", "--ignore-scripts", "--prefer-offline", ...quiet];
  // Set by `npm start` for its own child; npm would take them for options of this one.
  await run("node-packages", command, {
    signal,
    what: "npm ci",
    env: { npm_config_yes: "", npm_command: "" },
  });
  remove(unfinished);
  return `npm ci, ${fs.readdirSync(paths.nodeModules).length} folders`;
}

module.exports = { installNodePackages, isInstalled, findNpm };
