/** Runs each chapter from top to bottom as a reader would, in the smallest preset, through the kernel of this clone. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type Notebook, chapters, readNotebook, root, textOf } from "./notebook";

const bin = join(root, ".venv", process.platform === "win32" ? "Scripts/jupyter.exe" : "bin/jupyter");
// Below the clone, so that cells find "ganbook" and the types of Node as they do in work/.
mkdirSync(join(root, ".cache"), { recursive: true });
const folder = mkdtempSync(join(root, ".cache/notebooks-"));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function execute(
  name: string,
  source = "notebooks",
): { notebook: Notebook; log: string; seconds: number; bytes: number } {
  const copy = join(folder, name);
  cpSync(join(root, source, name), copy);
  const begun = Date.now();
  const run = spawnSync(bin, ["nbconvert", "--to", "notebook", "--execute", "--inplace", copy], {
    encoding: "utf8",
    env: { ...process.env, GANBOOK_PRESET: "smoke", JUPYTER_PLATFORM_DIRS: "1" },
    timeout: 300_000,
  });
  const log = `exit ${run.status}\n${run.stderr}`;
  if (run.status !== 0) throw new Error(`${source}/${name} failed:\n${log.slice(-4000)}`);
  const seconds = (Date.now() - begun) / 1000;
  return { notebook: readNotebook(copy), log, seconds, bytes: statSync(copy).size };
}

describe.skipIf(!existsSync(bin))("chapters run from top to bottom (JupyterLab is in .venv)", () => {
  it.each(chapters)("notebooks/%s", { timeout: 300_000 }, (name) => {
    const { notebook, seconds, bytes } = execute(name);
    console.log(`${name}: ${seconds.toFixed(1)} s, ${(bytes / 1e6).toFixed(2)} MB executed`);
    const outputs = notebook.cells.flatMap((cell) =>
      (cell.outputs ?? []).map((output) => ({ id: cell.id, output })),
    );
    // This kernel reports a failed cell as text on stderr, so a pass needs more than the absence of error outputs.
    for (const { id, output } of outputs) {
      expect(output.output_type, id).not.toBe("error");
      if (output.name === "stderr") expect(textOf(output.text), id).not.toMatch(/Error|error|Unexpected/);
    }
    const shown = outputs.filter(({ output }) => output.data !== undefined);
    expect(shown.length, "figures shown").toBeGreaterThanOrEqual(3);
    expect(bytes, "an executed chapter stays small").toBeLessThan(5_000_000);
  });
});

const exercises = readdirSync(join(root, "solutions")).filter((name) => name.endsWith(".ipynb"));

describe.skipIf(!existsSync(bin))("exercises with their solutions pass in the kernel", () => {
  it.each(exercises)("solutions/%s", { timeout: 300_000 }, (name) => {
    const { cells } = execute(name, "solutions").notebook;
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
