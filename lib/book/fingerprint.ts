/** What an executed chapter was made from, as one number: when it differs, the chapter runs again. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { libraryFolder, repositoryData } from "../datasets/data-folder";
import type { Preset } from "../engine/preset";

/** Of the built library, the versions it asks for, and the weights and records that chapters read. */
export function courseFingerprint(): string {
  const hash = createHash("sha256");
  const library = libraryFolder();
  const files = [
    join(library, "package.json"),
    ...filesBelow(join(library, "dist"), /\.js$/),
    ...filesBelow(join(repositoryData(), "weights"), /./),
    ...filesBelow(join(repositoryData(), "records"), /./),
  ];
  for (const file of files) {
    hash.update(`${relative(library, file)}\0`);
    hash.update(createHash("sha256").update(readFileSync(file)).digest());
  }
  return hash.digest("hex");
}

/** @param course What `courseFingerprint()` gave; it is the same for all chapters of a build. */
export function chapterFingerprint(source: string, preset: Preset, course: string): string {
  return createHash("sha256").update(course).update(preset).update(readFileSync(source)).digest("hex");
}

function filesBelow(folder: string, pattern: RegExp): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path, pattern);
    return pattern.test(entry.name) ? [path] : [];
  });
}
