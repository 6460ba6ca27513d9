/** One process at a time. */
import { promises as fs } from "node:fs";
import { DataError } from "./data-folder";

/**
 * Runs `work` while no other process runs its own under the same lock file; a lock whose process has died is taken over.
 * @throws DataError when another process holds it.
 */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  await take(path);
  try {
    return await work();
  } finally {
    await fs.rm(path, { force: true });
  }
}

async function take(path: string): Promise<void> {
  for (;;) {
    try {
      return await fs.writeFile(path, String(process.pid), { flag: "wx" });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const owner = Number(await fs.readFile(path, "utf8").catch(() => "0"));
    if (owner > 0 && isAlive(owner)) {
      throw new DataError(
        `Process ${owner} is at this already: wait for it. (If there is none, delete ${path}.)`,
      );
    }
    await fs.rm(path, { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
