/** Where the library's own sources are: what runs in a sandbox is bundled from them. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** Path of a source, whether this file runs from the sources or from `dist`. */
export function courseSources(path: string): string {
  let folder = __dirname;
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return join(folder, path);
}
