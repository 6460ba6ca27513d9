/** A JupyterLab of its own for a test or a screenshot: its own port, token, settings and browser. */
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";

export const root = fileURLToPath(new URL("../..", import.meta.url));
const PYTHON = join(root, ".venv", process.platform === "win32" ? "Scripts/python.exe" : "bin/python");

/** Where a browser is looked for, in this order; the variable wins. */
const BROWSERS = [
  process.env.CHROME_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

/** The path of a Chromium or a browser built on it; undefined when there is none. */
export function findBrowser(): string | undefined {
  return BROWSERS.find((path) => path !== undefined && path !== "" && existsSync(path));
}

export interface Lab {
  url: string;
  token: string;
  /** The folder that the server shows; inside the clone, so that notebooks find the course's packages. */
  folder: string;
  /** What the server has written so far. */
  log(): string;
  /** Ends server and kernels and removes the folder. */
  stop(): Promise<void>;
}

/** Starts JupyterLab on copies of these notebooks, so that no learner's file changes. */
export async function startLab(
  notebooks: string[],
  env: NodeJS.ProcessEnv = {},
  { isDark = false }: { isDark?: boolean } = {},
): Promise<Lab> {
  const home = await mkdtemp(join(tmpdir(), "ganbook-lab-"));
  await mkdir(join(root, ".cache"), { recursive: true });
  const folder = await mkdtemp(join(root, ".cache", "browser-"));
  for (const notebook of notebooks) await cp(notebook, join(folder, basename(notebook)));
  await writeSettings(home, isDark);
  const [port, token] = [await freePort(), randomBytes(16).toString("hex")];
  const server = spawnServer({
    folder,
    port,
    token,
    env: { ...process.env, ...privateFolders(home), ...env },
  });
  const stop = async () => {
    await endProcess(server.process);
    for (const path of [home, folder]) await rm(path, { recursive: true, force: true, maxRetries: 5 });
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await waitForServer(`${url}/api/status?token=${token}`, server);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, token, folder, log: server.log, stop };
}

/** Everything that Jupyter would otherwise read from or write to the user's home. */
function privateFolders(home: string): NodeJS.ProcessEnv {
  return {
    JUPYTER_CONFIG_DIR: join(home, "config"),
    JUPYTER_DATA_DIR: join(home, "data"),
    JUPYTER_RUNTIME_DIR: join(home, "runtime"),
    JUPYTERLAB_SETTINGS_DIR: join(home, "settings"),
    JUPYTERLAB_WORKSPACES_DIR: join(home, "workspaces"),
    IPYTHONDIR: join(home, "ipython"),
  };
}

const KERNEL = {
  argv: [
    process.execPath,
    join(root, "node_modules/tslab/bin/tslab"),
    "kernel",
    "--config-path",
    "{connection_file}",
  ],
  display_name: "TypeScript",
  language: "typescript",
};

async function writeSettings(home: string, isDark: boolean): Promise<void> {
  const write = async (path: string, value: unknown) => {
    await mkdir(join(path, ".."), { recursive: true });
    await writeFile(path, JSON.stringify(value));
  };
  const settings = join(home, "settings", "@jupyterlab");
  // All cells in the page, also those out of sight: else a test cannot find their outputs.
  await write(join(settings, "notebook-extension", "tracker.jupyterlab-settings"), { windowingMode: "none" });
  await write(join(settings, "apputils-extension", "notification.jupyterlab-settings"), {
    checkForUpdates: false,
    fetchNews: "false",
  });
  const theme = isDark ? "JupyterLab Dark" : "JupyterLab Light";
  await write(join(settings, "apputils-extension", "themes.jupyterlab-settings"), { theme });
  // The kernel that set-up registers in .venv is found first; this one serves where set-up has not run yet.
  await write(join(home, "data", "kernels", "tslab", "kernel.json"), KERNEL);
}

function spawnServer(options: { folder: string; port: number; token: string; env: NodeJS.ProcessEnv }) {
  const args = [
    ...["-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", `--port=${options.port}`],
    ...["--ServerApp.port_retries=0", `--ServerApp.root_dir=${options.folder}`],
    `--IdentityProvider.token=${options.token}`,
  ];
  const child = spawn(PYTHON, args, { env: options.env, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return { process: child as ChildProcess, log: () => text };
}

async function waitForServer(url: string, server: { process: ChildProcess; log(): string }): Promise<void> {
  const end = Date.now() + 180_000;
  while (Date.now() < end && server.process.exitCode === null) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await pause(200);
  }
  throw new Error(`JupyterLab did not start within 180 s. It said:\n${server.log()}`);
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM"); // the server then ends its kernels
  const killer = setTimeout(() => child.kill("SIGKILL"), 10_000);
  await ended;
  clearTimeout(killer);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string") throw new Error("freePort: the system gave no port.");
  return address.port;
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** A headless browser. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === undefined) {
    throw new Error("No Chromium was found. Install one, or set CHROME_PATH to the program's path.");
  }
  const isRoot = process.getuid?.() === 0;
  // Chromium's sandbox refuses to run as root, as it does in most containers; /dev/shm is small there.
  const args = isRoot ? ["--no-sandbox", "--disable-dev-shm-usage"] : ["--disable-dev-shm-usage"];
  return chromium.launch({ executablePath, args });
}

/** Opens one notebook of the lab and waits until its kernel is ready. */
export async function openNotebook(browser: Browser, lab: Lab, file: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
  await page.goto(`${lab.url}/lab/tree/${encodeURIComponent(file)}?token=${lab.token}&reset`);
  await page.locator(".jp-Notebook .jp-CodeCell").first().waitFor({ timeout: 180_000 });
  // The indicator in the toolbar says "idle" before there is a kernel; the status bar knows better.
  await page.locator("#jp-main-statusbar", { hasText: "TypeScript | Idle" }).waitFor({ timeout: 180_000 });
  return page;
}

/** As a learner does it: menu Run, Run All Cells. */
export async function runAllCells(page: Page): Promise<void> {
  await page.locator(".lm-MenuBar-item", { hasText: /^Run$/ }).click();
  await page.locator('.lm-Menu-item[data-command="runmenu:run-all"]').click();
}

/** As a learner does it: the square button of the toolbar. */
export async function pressStop(page: Page): Promise<void> {
  await page.locator('[data-command="notebook:interrupt-kernel"]:visible').first().click();
}

/** A PNG of the notebook from its first to its last cell, however long it is. */
export async function wholeNotebook(page: Page, width = 1280): Promise<Buffer> {
  await page.setViewportSize({ width, height: 1000 });
  const height = await page
    .locator(".jp-WindowedPanel-outer")
    .first()
    .evaluate((panel) => panel.scrollHeight);
  // One tall window instead of scrolling: 16384 is the most that Chromium paints in one piece.
  await page.setViewportSize({ width, height: Math.min(16_000, height + 200) });
  await pause(1000);
  return page.locator(".jp-NotebookPanel:visible").first().screenshot();
}

/** The code cell at this place, from 0. */
export function codeCell(page: Page, place: number) {
  return page.locator(".jp-Notebook .jp-CodeCell").nth(place);
}

/** Waits until no cell is waiting or running any more. */
export async function waitUntilIdle(page: Page, timeout: number): Promise<void> {
  // As text, because this file is not compiled with the types of a browser.
  const isIdle = `(() => {
    const prompts = [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")].map((p) => p.textContent);
    return prompts.some((text) => /[0-9]/.test(text)) && prompts.every((text) => !text.includes("*"));
  })()`;
  await page.waitForFunction(isIdle, undefined, { timeout, polling: 250 });
}
