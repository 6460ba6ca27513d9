/**
 * Whose file is this? By the path below the folder of submissions, or inside a zip of the whole class:
 *
 * | path | student |
 * |---|---|
 * | `Ana Lopez_123456_assignsubmission_file_/05-dcgan.ipynb` (Moodle, folders) | Ana Lopez |
 * | `Ana Lopez_123456_assignsubmission_file_05-dcgan.ipynb` (Moodle, flat) | Ana Lopez |
 * | `lopezana_LATE_1234_56789_05-dcgan-1.ipynb` (Canvas; LATE and -1 may be missing) | lopezana |
 * | `ana/05-dcgan.ipynb`, `ana/05-dcgan/05-dcgan.ipynb` (nbgrader) | ana |
 * | `ana-05-dcgan.ipynb`, `ana_05-dcgan.ipynb`, `05-dcgan-ana.ipynb` | ana |
 * | `ana.ipynb`, `ana.zip` | ana |
 */
export interface Owner {
  student: string;
  /** Number in the names of Moodle's files, which its grading worksheet calls "Participant". */
  moodleId?: string;
  /** Number of the user in Canvas. */
  canvasId?: string;
}

const MOODLE = /^(.+)_(\d+)_assignsubmission_file(?:_|$)/;
const CANVAS = /^([^_]+)(?:_LATE)?_(\d+)_(\d+)_./;

/**
 * @param path Below the folder, with "/" between the parts.
 * @param notebooks Names of the course's exercises, such as "05-dcgan".
 */
export function ownerOf(path: string, notebooks: readonly string[]): Owner {
  const parts = path.normalize("NFC").split("/");
  for (const part of parts) {
    const [, student, moodleId] = MOODLE.exec(part) ?? [];
    if (student !== undefined) return { student, moodleId };
  }
  const file = parts[parts.length - 1]!;
  const [, student, canvasId] = CANVAS.exec(file) ?? [];
  if (student !== undefined) return { student, canvasId };
  return { student: parts.length > 1 ? parts[0]! : flatName(file, notebooks) };
}

/** Whether a zip with these paths is an export of a whole class. */
export function isClassExport(paths: readonly string[]): boolean {
  return paths.some((path) => path.split("/").some((part) => MOODLE.test(part) || CANVAS.test(part)));
}

function flatName(file: string, notebooks: readonly string[]): string {
  const name = file.replace(/\.(ipynb|zip)$/i, "");
  for (const notebook of notebooks) {
    const place = name.toLowerCase().indexOf(notebook.toLowerCase());
    if (place < 0) continue;
    const rest = place > 0 ? name.slice(0, place) : name.slice(notebook.length);
    return rest.replace(/^[-_ ]+|[-_ ]+$/g, "") || name;
  }
  return name;
}

/** What editors and archivers leave beside the files. */
export function isClutter(path: string): boolean {
  return path
    .split("/")
    .some((part) => part.startsWith(".") || part === "__MACOSX" || part === "node_modules");
}
