"use strict";
/** Step "ganbook": lib/ compiled to lib/dist, only when its sources changed. */
const fs = require("fs");
const path = require("path");
const paths = require("./paths");
const { run } = require("./command");
const { hash, listFiles, readJson, remove, writeJson } = require("./files");

const stamp = path.join(paths.dist, ".built.json");
const lib = path.join(paths.root, "lib");
const compiler = path.join(paths.nodeModules, "typescript", "bin", "tsc");

function sources() {
  return listFiles(lib).filter((name) => name.endsWith(".ts") && !name.startsWith(`dist${path.sep}`));
}

/** What the build is made from: names and bytes of all sources, the options, the compiler. */
function fingerprint(names) {
  const options = fs.readFileSync(path.join(paths.root, "tsconfig.json"));
  const { version } = readJson(path.join(paths.nodeModules, "typescript", "package.json")) || {};
  return hash(version, options, ...names.flatMap((name) => [name, fs.readFileSync(path.join(lib, name))]));
}

const outputsOf = (name) =>
  name.endsWith(".d.ts") ? [] : [name.replace(/\.ts$/, ".js"), name.replace(/\.ts$/, ".d.ts")];

const allThere = (outputs) => outputs.every((name) => fs.existsSync(path.join(paths.dist, name)));

/** A source that was deleted or renamed must not live on in dist. */
function removeStale(outputs) {
  const wanted = new Set(outputs);
  for (const name of listFiles(paths.dist)) {
    if (/\.(js|d\.ts)$/.test(name) && !wanted.has(name)) remove(path.join(paths.dist, name));
  }
}

async function build({ progress, signal }) {
  const names = sources();
  const outputs = names.flatMap(outputsOf);
  const made = fingerprint(names);
  const last = readJson(stamp);
  if (last && last.made === made && allThere(outputs)) return false;
  progress("tsc");
  remove(stamp);
  // The compiler trusts its own notes; they are worth nothing when outputs are missing.
  if (!allThere(last ? outputs.filter((name) => last.outputs.includes(name)) : outputs)) {
    remove(path.join(paths.dist, ".tsbuildinfo"));
  }
  await run("build", [process.execPath, compiler, "-p", "tsconfig.json"], { signal, what: "Compiling lib/" });
  removeStale(outputs);
  writeJson(stamp, { made, outputs });
  return `${names.length} source files compiled`;
}

module.exports = { build };
