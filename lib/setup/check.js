"use strict";
/** `npm start -- --check`: the whole way from the server to a tensor, once. */
const path = require("path");
const paths = require("./paths");
const { run } = require("./command");
const { readJson } = require("./files");
const { SetupProblem } = require("./problem");
const { startServer } = require("./server");

/** In CI a slower engine than the normal one is a fault, not a fall-back. */
const strict = () => process.env.GANBOOK_CI_STRICT === "1";

async function checkServer() {
  const since = Date.now();
  const server = await startServer({ folder: paths.work, port: 0 });
  console.log(`JupyterLab answers on port ${server.port} (${((Date.now() - since) / 1000).toFixed(1)} s)`);
  let found;
  try {
    const command = [paths.venvPython, path.join(__dirname, "check-server.py"), `127.0.0.1:${server.port}`];
    const printed = await run("check", command, {
      env: { JUPYTER_TOKEN: server.token },
      seconds: 180,
      what: "One cell in the kernel",
    });
    found = JSON.parse(printed.trim().split("\n").pop());
  } finally {
    await server.stop();
  }
  report(found);
  if (strict() && found.engine.name !== "tensorflow") {
    throw new SetupProblem(
      `The engine is ${found.engine.name}; with GANBOOK_CI_STRICT=1 it must be tensorflow.`,
    );
  }
  console.log(`Check passed (${((Date.now() - since) / 1000).toFixed(1)} s)`);
}

function report({ engine, product, node, server }) {
  if (JSON.stringify(product) !== "[[17],[39]]")
    throw new SetupProblem(`The kernel multiplies wrongly: ${JSON.stringify(product)}`);
  const { version: tslab } = readJson(path.join(paths.nodeModules, "tslab", "package.json"));
  const { version: ganbook } = readJson(path.join(paths.root, "lib", "package.json"));
  const { version: python } = readJson(path.join(paths.venv, "ganbook-python.json"));
  console.log(
    `A cell ran in the kernel: ganbook ${ganbook}, engine ${engine.name} (${engine.version}, ${engine.device})`,
  );
  console.log(`Node ${node}, tslab ${tslab}, Python ${python}, Jupyter Server ${server}`);
}

module.exports = { checkServer };
