"use strict";
/** `npm run book`: sets up what is missing, then `ganbook book` with the same words. */
const { judgeNode } = require("./node-version");

const judgement = judgeNode(process.versions.node);
if (judgement.text) console.error(judgement.text);
if (judgement.fatal) process.exit(1);

const { spawn } = require("child_process");
const path = require("path");
const { environment } = require("./command");
const { reportAndExit } = require("./problem");
const { jupyterEnvironment } = require("./server");
const { setUp } = require("./setup");

async function main() {
  await setUp({ needsJupyter: true });
  const command = [path.join(__dirname, "ganbook.js"), "book", ...process.argv.slice(2)];
  const env = environment(jupyterEnvironment());
  // Where npm was called, so that --out is read from there.
  const cwd = process.env.INIT_CWD || process.cwd();
  const child = spawn(process.execPath, command, { cwd, env, stdio: "inherit" });
  // Ctrl-C goes to both; the child ends in order, and its code is ours.
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  child.on("close", (code) => (process.exitCode = code ?? 1));
}

main().catch(reportAndExit);
