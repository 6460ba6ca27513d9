"use strict";
/** `npm start`: set up what is missing, then JupyterLab. */
const { judgeNode } = require("./node-version");

const judgement = judgeNode(process.versions.node);
if (judgement.text) console.error(judgement.text);
if (judgement.fatal) process.exit(1);

const fs = require("fs");
const path = require("path");
const paths = require("./paths");
const { checkServer } = require("./check");
const { parseOptions, UsageError, help } = require("./options");
const { reportAndExit, SetupProblem } = require("./problem");
const { startServer, log } = require("./server");
const { setUp } = require("./setup");

const firstChapter = "notebooks/00-start-here.ipynb";

/** The notebook to open, relative to the server's folder and with slashes; "" when there is no chapter yet. */
function findNotebook(wanted, folder) {
  if (!wanted) return fs.existsSync(path.join(folder, firstChapter)) ? firstChapter : "";
  const places = [folder, path.join(folder, "notebooks"), process.env.INIT_CWD || process.cwd(), paths.root];
  for (const place of places) {
    const file = path.resolve(place, wanted);
    const below = path.relative(folder, file);
    const inside = !below.startsWith("..") && !path.isAbsolute(below);
    if (inside && fs.existsSync(file)) return below.split(path.sep).join("/");
  }
  const names = fs.readdirSync(path.join(folder, "notebooks")).filter((name) => name.endsWith(".ipynb"));
  throw new SetupProblem(
    `There is no notebook ${wanted} in ${folder}. There are: ${names.join(", ") || "none"}.`,
  );
}

/** Resolves when the user wants an end: Ctrl-C, a closed terminal, or a polite kill. */
const userStops = () =>
  new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => resolve(signal));
  });

async function openJupyter(options) {
  const folder = options.author ? paths.root : paths.work;
  const open = findNotebook(options.notebook, folder);
  const stopped = userStops();
  const server = await startServer({ folder, port: options.port, browser: options.browser, open });
  console.log(`\nJupyterLab is open at\n  ${server.url}\n`);
  console.log(
    `Ctrl-C here ends it. Your notebooks are in ${path.relative(paths.root, folder) || "the clone itself"}/; the server's log is ${path.relative(paths.root, log)}.`,
  );
  const code = await Promise.race([stopped.then(() => "user"), server.ended]);
  if (code !== "user") {
    throw new SetupProblem(`JupyterLab ended by itself (exit code ${code}).`, { log });
  }
  console.log("\nStopping JupyterLab and its kernels ...");
  await server.stop();
  console.log("Stopped. Your notebooks are kept.");
}

async function main() {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) return console.log(help);
  const { engine } = await setUp({ cpu: options.cpu });
  if (options.check) return checkServer(engine);
  return openJupyter(options);
}

main().catch((error) => {
  if (error instanceof UsageError) {
    console.error(error.message);
    process.exit(2);
  }
  reportAndExit(error);
});
