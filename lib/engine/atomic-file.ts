/** Writes a file so that nobody ever sees half of it, whenever the process is killed. */
import { randomBytes } from "node:crypto";
import { copyFile, mkdir, open, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * Writes under a temporary name in the same folder, waits until the disk has it, then renames. Makes the folder.
 *
 * @throws Error of the file system (no space, no permission); the temporary file is removed and the old file stays.
 */
export function writeFileAtomic(path: string, contents: Uint8Array | string): Promise<void> {
  return replaceFile(path, (temporary) => writeFile(temporary, contents));
}

/** The same for a copy, which need not fit in memory. */
export function copyFileAtomic(source: string, path: string): Promise<void> {
  return replaceFile(path, (temporary) => copyFile(source, temporary));
}

async function replaceFile(path: string, write: (temporary: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString("hex")}.part`);
  try {
    await write(temporary);
    await flush(temporary);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function flush(path: string): Promise<void> {
  const file = await open(path, "r+");
  await file.sync().finally(() => file.close());
}
