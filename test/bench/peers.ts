/** The peers' own Python environment: whether it is there, and how it is made. */
import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Means } from "./contestants";
import { peerEnvironment, peerPrograms, pythonOf, root } from "./paths";

const requirements = join(peerPrograms, "requirements.txt");
const MEND = "run `npm run bench -- --setup`";

/** Why each peer cannot run; empty when it can. */
export async function probePeers(): Promise<Means["peers"]> {
  const [keras, torch] = await Promise.all([
    whyNot("import keras, tensorflow", { KERAS_BACKEND: "tensorflow" }),
    whyNot("import torch"),
  ]);
  return { keras, torch };
}

/** Why nbgrader cannot run; empty when it can. */
export const probeNbgrader = (): Promise<string> => whyNot("import nbgrader, ipykernel");

async function whyNot(code: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const python = pythonOf(peerEnvironment);
  if (!existsSync(python)) return `there is no environment for the peers: ${MEND}`;
  try {
    const variables = { ...process.env, PYTHONNOUSERSITE: "1", TF_CPP_MIN_LOG_LEVEL: "2", ...env };
    await promisify(execFile)(python, ["-c", code], { env: variables, timeout: 120_000 });
    return "";
  } catch (error) {
    const last = (error as { stderr?: string }).stderr?.trim().split("\n").at(-1);
    return `"${code}" fails (${last || (error as Error).message}): ${MEND}`;
  }
}

/**
 * Makes the environment and installs the pinned versions; pip shows how far it is. With everything there it takes
 * a second or two.
 *
 * @throws Error when a command fails.
 */
export async function setUpPeers(): Promise<void> {
  const course = pythonOf(join(root, ".venv"));
  if (!existsSync(course))
    throw new Error("The course's Python is missing. Run `npm start -- --check` first.");
  const python = pythonOf(peerEnvironment);
  if (!existsSync(python)) await run(course, ["-m", "venv", peerEnvironment]);
  await run(python, ["-m", "pip", "install", "--disable-pip-version-check", "--requirement", requirements]);
}

function run(program: string, words: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    // stdout is kept for results
    const child = spawn(program, words, { cwd: root, stdio: ["ignore", process.stderr, process.stderr] });
    child.on("error", reject);
    child.on("exit", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${words.slice(0, 3).join(" ")} ended with exit code ${code}.`));
    });
  });
}
