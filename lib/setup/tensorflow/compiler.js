"use strict";
/** A C++ compiler: the system's, else the one that pip's package ziglang carries. */
const { spawnSync } = require("child_process");
const fs = require("fs");
const path = require("path");
const paths = require("../paths");
const { environment, run } = require("../command");
const { remove } = require("../files");
const { pipInstall } = require("../python");

const zigVersion = "0.15.2";
const zigFolder = path.join(paths.cache, `ziglang-${zigVersion}`);

const works = (program) =>
  spawnSync(program, ["--version"], { env: environment(), timeout: 20_000, windowsHide: true }).status === 0;

/** @returns {string | undefined} Name of a compiler on the PATH; CXX, as everywhere, comes first. */
function systemCompiler() {
  return [process.env.CXX, "g++", "clang++"].find((program) => program && works(program));
}

/**
 * Calls `compile(command, env)` with the compiler's first words.
 * ziglang takes 400 MB on disk and is needed once, so it is deleted after it has done its work.
 */
async function withCompiler(compile, { progress, signal }) {
  const program = systemCompiler();
  if (program) {
    try {
      return await compile([program], {}, program);
    } catch (error) {
      if (signal.aborted) throw error; // else a compiler that cannot compile this is no compiler: try the other
    }
  }
  progress("no C++ compiler here: getting ziglang");
  if (!fs.existsSync(zigFolder)) {
    const staging = `${zigFolder}.part`;
    remove(staging);
    const command = pipInstall("--target", staging, `ziglang==${zigVersion}`);
    await run("ziglang", command, { signal, what: "pip install ziglang" });
    fs.renameSync(staging, zigFolder);
  }
  progress("compiling with ziglang");
  const zig = path.join(zigFolder, "ziglang", "zig");
  const caches = path.join(paths.temporary, "zig");
  const env = { ZIG_GLOBAL_CACHE_DIR: caches, ZIG_LOCAL_CACHE_DIR: caches };
  const made = await compile(
    [zig, "c++", "-target", "x86_64-linux-gnu.2.27", "-s"],
    env,
    `ziglang ${zigVersion}`,
  );
  remove(zigFolder);
  remove(caches);
  return made;
}

module.exports = { systemCompiler, withCompiler };
