"use strict";
/** Starts and stops JupyterLab, with all of its own files inside the clone. */
const crypto = require("crypto");
const fs = require("fs");
const http = require("http");
const net = require("net");
const path = require("path");
const paths = require("./paths");
const { startSupervised } = require("./command");
const { SetupProblem } = require("./problem");

const log = path.join(paths.jupyter, "server.log");

/** Jupyter's folders; without these it writes to the home folder and reads kernels and settings from there. */
function jupyterEnvironment() {
  const inside = (name) => path.join(paths.jupyter, name);
  return {
    JUPYTER_CONFIG_DIR: inside("config"),
    JUPYTER_DATA_DIR: inside("data"),
    JUPYTER_RUNTIME_DIR: inside("runtime"),
    JUPYTERLAB_SETTINGS_DIR: inside("settings"),
    JUPYTERLAB_WORKSPACES_DIR: inside("workspaces"),
    IPYTHONDIR: inside("ipython"),
    JUPYTER_PREFER_ENV_PATH: "1",
    JUPYTER_PATH: "",
    JUPYTER_CONFIG_PATH: "",
    JUPYTER_PLATFORM_DIRS: "0",
  };
}

function isFree(port) {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", (error) =>
      ["EADDRINUSE", "EACCES"].includes(error.code) ? resolve(0) : reject(error),
    );
    server.listen(port, "127.0.0.1", () => {
      const found = server.address().port;
      server.close(() => resolve(found));
    });
  });
}

/** @param {number | undefined} wanted 0: any; undefined: the first free one from 8888 on. */
async function choosePort(wanted) {
  if (wanted !== undefined) {
    const port = await isFree(wanted);
    if (port) return port;
    throw new SetupProblem(`Port ${wanted} is taken by another program.`, {
      mend: "Leave --port out, or give another.",
    });
  }
  for (let port = 8888; port < 8988; port++) if (await isFree(port)) return port;
  return isFree(0);
}

/** Whether the server answers to our token. */
function answers(port, token) {
  return new Promise((resolve) => {
    const headers = { authorization: `token ${token}` };
    const request = http.get(
      { host: "127.0.0.1", port, path: "/api/status", headers, timeout: 5000 },
      (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      },
    );
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(false));
  });
}

const isRoot = () => process.getuid && process.getuid() === 0;

/** A browser can be opened only where there is a screen. */
const hasScreen = () =>
  process.platform !== "linux" ||
  Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY || process.env.BROWSER);

/**
 * @param {{ folder: string, port?: number, browser?: boolean, open?: string }} options folder: what the server shows;
 *   open: a notebook below it, with slashes.
 * @returns {Promise<{ url: string, port: number, token: string, ended: Promise<number>, stop: () => Promise<void> }>}
 */
async function startServer({ folder, port: wanted, browser = false, open = "" }) {
  const port = await choosePort(wanted);
  const token = crypto.randomBytes(24).toString("hex");
  const page = open ? `/lab/tree/${open.split("/").map(encodeURIComponent).join("/")}` : "/lab";
  fs.mkdirSync(paths.jupyter, { recursive: true });
  const options = ["--ServerApp.ip=127.0.0.1", `--ServerApp.port=${port}`, "--ServerApp.port_retries=0"];
  options.push(`--ServerApp.root_dir=${folder}`, `--LabApp.default_url=${page}`, "--LabApp.news_url=");
  // It would look for editors' helpers of other languages by running whatever it finds on the PATH.
  options.push("--LanguageServerManager.autodetect=False");
  if (isRoot()) options.push("--allow-root");
  if (!browser || !hasScreen()) options.push("--no-browser");
  const handle = fs.openSync(log, "w");
  const child = startSupervised([paths.venvPython, "-m", "jupyterlab", ...options], {
    env: { ...jupyterEnvironment(), JUPYTER_TOKEN: token },
    cwd: folder,
    grace: 8000,
    output: handle,
  });
  fs.closeSync(handle);
  const ended = new Promise((resolve) => child.on("exit", (code) => resolve(code ?? 1)));
  const stop = async () => {
    if (child.connected) child.disconnect();
    await ended;
  };
  await waitFor({ port, token, ended, stop });
  return { url: `http://127.0.0.1:${port}${page}?token=${token}`, port, token, ended, stop };
}

async function waitFor({ port, token, ended, stop }) {
  let gone = false;
  ended.then(() => (gone = true));
  for (const since = Date.now(); Date.now() - since < 120_000;) {
    if (await answers(port, token)) return;
    if (gone) break;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await stop();
  const said = fs.readFileSync(log, "utf8").trim().split("\n").slice(-12);
  const indented = said.map((line) => `    ${line}`).join("\n");
  throw new SetupProblem(
    `JupyterLab ${gone ? "ended at once" : "did not answer within 2 minutes"}. It said:\n${indented}`,
    { log },
  );
}

module.exports = { startServer, jupyterEnvironment, log };
