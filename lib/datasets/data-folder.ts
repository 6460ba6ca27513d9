/** Where the course and its data lie on this machine. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

/** A file or folder of a data set that is missing, damaged or cannot be had; the message says what to do. */
export class DataError extends Error {
  override name = "DataError";
}

/** The library's own folder, `lib/`, found from the built library and from its sources alike. */
export function libraryFolder(): string {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    if (isLibrary(folder)) return folder;
  }
  throw new DataError(
    `No package.json of ganbook above ${__dirname}. Use the library from a clone of the course.`,
  );
}

/** The clone of the course. */
export const cloneFolder = (): string => dirname(libraryFolder());

/** Its `data/` folder. */
export const repositoryData = (): string => join(cloneFolder(), "data");

/**
 * The folders to look in, first to last: `$GANBOOK_DATA` where it is set, then the repository's `data/`.
 * @throws DataError when `$GANBOOK_DATA` names no folder.
 */
export function dataFolders(): string[] {
  const chosen = process.env.GANBOOK_DATA;
  if (!chosen) return [repositoryData()];
  if (!statSync(chosen, { throwIfNoEntry: false })?.isDirectory()) {
    throw new DataError(`GANBOOK_DATA is ${chosen}, which is no folder. Correct the variable, or unset it.`);
  }
  return [chosen, repositoryData()];
}

function isLibrary(folder: string): boolean {
  const file = join(folder, "package.json");
  return existsSync(file) && (JSON.parse(readFileSync(file, "utf8")) as { name?: string }).name === "ganbook";
}
