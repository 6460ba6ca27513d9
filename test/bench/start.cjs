"use strict";
/** `npm run bench`: builds the library and the bench where they changed, then runs the bench. */
const { spawnSync } = require("child_process");
const fs = require("fs");
const path = require("path");
const { build } = require("../../lib/setup/build");
const paths = require("../../lib/setup/paths");

const compiler = path.join(paths.nodeModules, "typescript", "bin", "tsc");

async function main() {
  if (!fs.existsSync(compiler) || !fs.existsSync(paths.dist)) {
    console.error(
      "bench: this clone is not set up yet. Run `npm start -- --check` once, then `npm run bench`.",
    );
    process.exit(1);
  }
  await build({ progress: () => {} }); // a bench of yesterday's build would mislead
  const compiled = spawnSync(process.execPath, [compiler, "-p", __dirname], { stdio: "inherit" });
  if (compiled.status !== 0) process.exit(1);
  require(path.join(paths.cache, "bench", "main.js"));
}

main().catch((error) => {
  console.error(`bench: ${error.message}`);
  process.exit(1);
});
