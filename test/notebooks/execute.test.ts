/** Runs each chapter from top to bottom as a reader would, in the smallest preset, through the kernel of this clone. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { executeChapter, failedCells, runNotebook } from "../../lib/book/execute";
import { courseFingerprint } from "../../lib/book/fingerprint";
import { type Notebook, chapters, readNotebook, root, textOf } from "./notebook";

const bin = join(root, ".venv", process.platform === "win32" ? "Scripts/jupyter.exe" : "bin/jupyter");
// Below the clone, so that cells find "ganbook" and the types of Node as they do in work/.
mkdirSync(join(root, ".cache"), { recursive: true });
const folder = mkdtempSync(join(root, ".cache/notebooks-"));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Always runs; what ran is kept, and the test of the book reads it instead of running each chapter again. */
async function executeInCache(name: string) {
  const begun = Date.now();
  const path = await executeChapter(join(root, "notebooks", name), {
    preset: "smoke",
    course: courseFingerprint(),
  });
  return { notebook: readNotebook(path), seconds: (Date.now() - begun) / 1000, bytes: statSync(path).size };
}

async function executeSolutions(name: string): Promise<Notebook> {
  const target = join(folder, basename(name));
  await runNotebook(join(root, "solutions", name), target, { preset: "smoke" });
  return readNotebook(target);
}

describe.skipIf(!existsSync(bin))("chapters run from top to bottom (JupyterLab is in .venv)", () => {
  it.each(chapters)("notebooks/%s", { timeout: 300_000 }, async (name) => {
    const { notebook, seconds, bytes } = await executeInCache(name);
    console.log(`${name}: ${seconds.toFixed(1)} s, ${(bytes / 1e6).toFixed(2)} MB executed`);
    expect(failedCells(notebook.cells)).toEqual([]);
    const outputs = notebook.cells.flatMap((cell) => cell.outputs ?? []);
    const shown = outputs.filter(({ data }) => data !== undefined);
    expect(shown.length, "figures shown").toBeGreaterThanOrEqual(3);
    expect(bytes, "an executed chapter stays small").toBeLessThan(5_000_000);
  });
});

const exercises = readdirSync(join(root, "solutions")).filter((name) => name.endsWith(".ipynb"));

describe.skipIf(!existsSync(bin))("exercises with their solutions pass in the kernel", () => {
  it.each(exercises)("solutions/%s", { timeout: 300_000 }, async (name) => {
    const { cells } = await executeSolutions(name);
    const checks = cells.filter(
      (cell) => (cell.metadata.ganbook as { role?: string } | undefined)?.role === "check",
    );
    expect(checks.length).toBeGreaterThanOrEqual(4);
    for (const cell of checks) {
      const shown = (cell.outputs ?? [])
        .map(({ data }) => textOf(data?.["text/plain"] as string | string[]))
        .join("");
      expect(shown, cell.id).toMatch(/All \d+ checks passed, \d+ points\.$/);
    }
  });
});

it.runIf(process.env.CI)("JupyterLab is there to run the chapters", () => expect(existsSync(bin)).toBe(true));
