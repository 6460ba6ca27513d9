/** The students' package: nothing in it holds an answer, and what learners use is there. */
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { cloneFolder } from "../../../lib/datasets/data-folder";
import { notebookPath } from "../../../lib/grading/authoring/course-files";
import { leaksOf, release } from "../../../lib/grading/authoring/release";
import { questionSets } from "../../../lib/questions/all";

const folder = mkdtempSync(join(tmpdir(), "release-"));
afterAll(() => rmSync(folder, { recursive: true }));

const filesIn = (path: string) =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe("ganbook release", () => {
  const out = join(folder, "students");
  const { files } = release(out);
  const written = filesIn(out);

  it("writes what a learner needs", () => {
    expect(written.length).toBe(files);
    for (const name of [
      "package.json",
      "package-lock.json",
      ".npmrc",
      "tsconfig.json",
      "lib/setup/start.js",
      "lib/index.ts",
      "README.md",
    ])
      expect(existsSync(join(out, name)), name).toBe(true);
    for (const { notebook } of questionSets) {
      const [there, here] = [
        join(out, "exercises", `${notebook}.ipynb`),
        notebookPath("exercises", notebook),
      ];
      expect(readFileSync(there, "utf8")).toBe(readFileSync(here, "utf8"));
    }
    expect(readdirSync(join(out, "notebooks"))).toEqual(
      readdirSync(join(cloneFolder(), "notebooks")).filter((name) => name.endsWith(".ipynb")),
    );
  });

  it("leaves solutions, wrong answers and everything built behind", () => {
    for (const name of ["solutions", "test", "work", "node_modules", ".git", ".venv", "lib/dist"])
      expect(existsSync(join(out, name)), name).toBe(false);
    expect(written.filter((path) => /\.part$|cifar-10-batches/.test(path))).toEqual([]);
  });

  it("holds no text of an answer; the same search finds the solutions", () => {
    expect(leaksOf(written)).toEqual([]);
    const found = leaksOf([notebookPath("solutions", "05-dcgan")]);
    expect(found.some((leak) => leak.includes("dcgan/"))).toBe(true);
  });

  it("keeps only the scripts that work in it, and the package's versions", () => {
    const read = (root: string) =>
      JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: object };
    const [theirs, ours] = [read(out), read(cloneFolder())];
    expect(Object.keys(theirs.scripts)).toEqual(["start", "dev"]);
    expect({ ...theirs, scripts: null }).toEqual({ ...ours, scripts: null });
  });

  it("refuses a folder that holds something, or lies in the course", () => {
    expect(() => release(out)).toThrow(/not empty/);
    expect(() => release(join(cloneFolder(), "out"))).toThrow(/in the course itself/);
  });
});
