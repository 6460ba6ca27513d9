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
  const [first = "", ...rest] = path.normalize("NFC").split("/");
  // Only the first part: what lies in a student's own folder was named by that student, perhaps as somebody else's.
  const [, name, moodleId] = MOODLE.exec(first) ?? [];
  if (name !== undefined) return { student: name, moodleId };
  if (rest.length > 0) return { student: first };
  const [, student, canvasId] = CANVAS.exec(first) ?? [];
  return student === undefined ? { student: flatName(first, notebooks) } : { student, canvasId };
}

/** Whether a zip with these paths is an export of a whole class. */
export function isClassExport(paths: readonly string[]): boolean {
  return paths.some((path) => MOODLE.test(path.split("/")[0]!) || (!path.includes("/") && CANVAS.test(path)));
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
