/** Runs nbconvert of the clone's own .venv. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { cloneFolder } from "../datasets/data-folder";

const MOMENT = 5000;

export class BookError extends Error {
  override readonly name = "BookError";
}

export interface Run {
  env?: NodeJS.ProcessEnv;
  signal?: AbortSignal;
}

/**
 * @returns What nbconvert wrote to stderr.
 * @throws BookError with the end of that when it fails; the signal's reason when it was stopped (it has ended then).
 */
export async function nbconvert(words: string[], { env = {}, signal }: Run = {}): Promise<string> {
  const bin = process.platform === "win32" ? ["Scripts", "jupyter.exe"] : ["bin", "jupyter"];
  const program = join(cloneFolder(), ".venv", ...bin);
  if (!existsSync(program))
    throw new BookError("JupyterLab is not there. Run `npm start -- --check` once, then try again.");
  signal?.throwIfAborted();
  const child = spawn(program, ["nbconvert", ...words], {
    cwd: cloneFolder(),
    env: { ...process.env, JUPYTER_PLATFORM_DIRS: "1", ...env },
    stdio: ["ignore", "ignore", "pipe"],
    // In a group of its own: Ctrl-C in the terminal comes to us, and we end it in order.
    detached: process.platform !== "win32",
  });
  let text = "";
  child.stderr.on("data", (data: Buffer) => (text += data.toString()));
  const stop = () => {
    child.kill("SIGTERM"); // nbclient then ends the kernel
    setTimeout(() => child.kill("SIGKILL"), MOMENT).unref();
  };
  signal?.addEventListener("abort", stop, { once: true });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  signal?.removeEventListener("abort", stop);
  signal?.throwIfAborted();
  if (code !== 0) throw new BookError(`nbconvert ended with ${code}:\n${text.slice(-4000)}`);
  return text;
}
