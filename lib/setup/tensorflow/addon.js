"use strict";
/**
 * tfjs-node's own addon, unchanged, compiled against the TensorFlow in .cache and put where tfjs-node looks for it; beside
 * it a small one of our own, which keeps TensorFlow's greetings off the screen.
 */
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
const quietSource = path.join(__dirname, "quiet.c");
const folder = path.join(paths.tfjsNode, "lib", "napi-v8");
const installed = path.join(folder, "tfjs_binding.node");
const quietInstalled = path.join(folder, "ganbook_quiet.node");

/** The compiled addon's place in .cache: another name when its sources change. */
function addonOf(build) {
  const made = hash(...sources.map((file) => fs.readFileSync(file)));
  return path.join(folderOf(build), `tfjs_binding-${made.slice(0, 12)}.node`);
}

/** The place of the small one. */
function quietOf(build) {
  return path.join(folderOf(build), `quiet-${hash(fs.readFileSync(quietSource)).slice(0, 12)}.node`);
}

/** Whether the small one is where the library looks for it. */
const hasQuiet = (build) =>
  fs.existsSync(quietOf(build)) && hashFile(quietInstalled) === hashFile(quietOf(build));

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

async function compileQuiet(compiler, { env, build, signal }) {
  const include = path.join(paths.nodeModules, "node-api-headers", "include");
  fs.mkdirSync(paths.temporary, { recursive: true });
  const output = path.join(paths.temporary, "quiet.node");
  const flags = ["-x", "c", "-std=gnu11", "-O2", "-fPIC", "-shared", "-DNAPI_VERSION=8", `-I${include}`];
  await run("compile-quiet", [...compiler, ...flags, quietSource, "-o", output], {
    env,
    signal,
    what: "Compiling",
  });
  copyAtomic(output, quietOf(build));
}

/** Makes sure that node_modules holds the addon for this build. Says what it did, or false. */
async function installAddon(build, { progress, signal }) {
  const target = addonOf(build);
  let word = "addon put back";
  if (!fs.existsSync(target) || !fs.existsSync(quietOf(build))) {
    progress("compiling");
    const compile = async (compiler, env) => {
      if (!fs.existsSync(target)) await compileWith(compiler, { env, build, signal, target });
      await compileQuiet(compiler, { env, build, signal });
    };
    word = await withCompiler(
      async (compiler, env, name) => {
        await compile(compiler, env);
        return `addon compiled by ${name}`;
      },
      { progress, signal },
    );
  }
  if (hashFile(installed) === hashFile(target) && hasQuiet(build)) return false;
  copyAtomic(target, installed);
  copyAtomic(quietOf(build), quietInstalled);
  return word;
}

module.exports = { installAddon, addonOf, hasQuiet, installed };
