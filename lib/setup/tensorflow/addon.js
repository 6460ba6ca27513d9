"use strict";
/** tfjs-node's own addon, unchanged, compiled against the TensorFlow in .cache and put where tfjs-node looks for it. */
const fs = require("fs");
const path = require("path");
const paths = require("../paths");
const { run } = require("../command");
const { copyAtomic, hash, hashFile, remove } = require("../files");
const { folderOf, libraries } = require("./library");
const { withCompiler } = require("./compiler");

const sources = ["tfjs_backend.cc", "tfjs_binding.cc"].map((name) =>
  path.join(paths.tfjsNode, "binding", name),
);
const installed = path.join(paths.tfjsNode, "lib", "napi-v8", "tfjs_binding.node");

/** The compiled addon's place in .cache: another name when its sources change. */
function addonOf(build) {
  const made = hash(...sources.map((file) => fs.readFileSync(file)));
  return path.join(folderOf(build), `tfjs_binding-${made.slice(0, 12)}.node`);
}

/** From the addon's folder back to the libraries; relative, so that the clone can be moved. */
function runPath(build) {
  const way = path.relative(path.dirname(installed), path.join(folderOf(build), "tensorflow"));
  return `-Wl,-rpath,$ORIGIN/${way}`;
}

/**
 * Empty libraries with the right names, to link against: the linker only has to write down the names, and to read
 * 800 MB for that takes 10 s. The addon asks for C functions alone.
 */
async function makeStubs(compiler, folder, { env, signal }) {
  fs.mkdirSync(folder, { recursive: true });
  const empty = path.join(folder, "empty.c");
  fs.writeFileSync(empty, "");
  for (const name of libraries) {
    const flags = [
      "-shared",
      "-nostdlib",
      `-Wl,-soname,${name}`,
      "-x",
      "c",
      empty,
      "-o",
      path.join(folder, name),
    ];
    await run("compile-stubs", [...compiler, ...flags], { env, signal, what: "Compiling" });
  }
  return libraries.map((name) => path.join(folder, name));
}

async function compileWith(compiler, { env, build, signal, target }) {
  const work = path.join(paths.temporary, "addon");
  remove(work);
  const stubs = await makeStubs(compiler, work, { env, signal });
  const include = path.join(paths.nodeModules, "node-api-headers", "include");
  const output = path.join(work, "tfjs_binding.node");
  const flags = ["-std=c++17", "-O2", "-fPIC", "-shared", "-DNAPI_VERSION=8", "-w", `-I${include}`];
  const ownHeaders = `-I${path.join(folderOf(build), "tensorflow", "include")}`;
  const linking = ["-o", output, "-Wl,--no-as-needed", ...stubs, runPath(build)];
  const command = [...compiler, ...flags, ownHeaders, ...sources, ...linking];
  await run("compile", command, { env, signal, what: "Compiling tfjs-node's addon" });
  copyAtomic(output, target);
  remove(work);
}

/** Makes sure that node_modules holds the addon for this build. Says what it did, or false. */
async function installAddon(build, { progress, signal }) {
  const target = addonOf(build);
  let word = "addon put back";
  if (!fs.existsSync(target)) {
    progress("compiling");
    const compile = (compiler, env) => compileWith(compiler, { env, build, signal, target });
    word = await withCompiler(
      async (compiler, env, name) => {
        await compile(compiler, env);
        return `addon compiled by ${name}`;
      },
      { progress, signal },
    );
  }
  if (hashFile(installed) === hashFile(target)) return false;
  copyAtomic(target, installed);
  return word;
}

module.exports = { installAddon, addonOf, installed };
