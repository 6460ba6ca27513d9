/** Where the files of one student lie. Names of students are not trusted: they may hold slashes, dots or markup. */
import { createHash } from "node:crypto";
import { join } from "node:path";

/** A name that each file system takes; a name that had to be changed, or is reserved somewhere, ends in a hash. */
export function folderName(student: string): string {
  if (
    /^[a-z0-9][a-z0-9._-]{0,59}$/.test(student) &&
    !/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)|\.$/.test(student)
  ) {
    return student;
  }
  // Long enough that nobody finds a name that leads into somebody else's folder.
  const hash = createHash("sha256").update(student).digest("hex").slice(0, 16);
  const readable = student
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40);
  return `${readable || "student"}-${hash}`;
}

export const resultPath = (out: string, student: string, notebook: string): string =>
  join(out, "students", folderName(student), notebook, "results.json");

/** The result that the last change of marks replaced. */
export const previousPath = (out: string, student: string, notebook: string): string =>
  join(out, "students", folderName(student), notebook, "previous.json");

export const pagePath = (out: string, student: string): string =>
  join(out, "students", folderName(student), "index.html");
