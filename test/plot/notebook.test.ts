/** What show() leaves in a notebook, through the real kernel: one output with all formats, and updates in place. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readNotebook, root } from "../notebooks/notebook";

const bin = join(root, ".venv", process.platform === "win32" ? "Scripts/jupyter.exe" : "bin/jupyter");
const CELLS = [
  `import { html, lineChart, progressBar, show } from "ganbook";
show(lineChart([{ name: "a", y: [3, 2, 1] }], { alt: "It falls." }));`,
  `show(html("<b>one</b>", { alt: "One." })); show(html("<b>two</b>", { alt: "Two." }));`,
  `const bar = progressBar("Counting", 2); bar.update(1); bar.update(2); bar.done();`,
];

describe.skipIf(!existsSync(bin))("show() in an executed notebook (JupyterLab is in .venv)", () => {
  mkdirSync(join(root, ".cache"), { recursive: true });
  const folder = mkdtempSync(join(root, ".cache/plot-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("sends every format in one output, and draws progress over itself", { timeout: 240_000 }, () => {
    const path = join(folder, "show.ipynb");
    const cells = CELLS.map((source, place) => ({
      ...{ cell_type: "code", execution_count: null, id: `cell-${place}`, metadata: {}, outputs: [], source },
    }));
    const kernelspec = { name: "tslab", display_name: "TypeScript", language: "typescript" };
    writeFileSync(path, JSON.stringify({ cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 }));
    const run = spawnSync(bin, ["nbconvert", "--to", "notebook", "--execute", "--inplace", path], {
      encoding: "utf8",
    });
    expect(run.status, run.stderr).toBe(0);

    const outputs = readNotebook(path).cells.map((cell) => (cell.outputs ?? []).map(({ data = {} }) => data));
    expect(outputs.map((all) => all.length)).toEqual([1, 2, 1]);
    const mimes = ["application/vnd.plotly.v1+json", "image/svg+xml", "text/plain"];
    expect(Object.keys(outputs[0]![0]!).sort()).toEqual(mimes);
    expect(outputs[1]!.map((data) => String(data["text/html"]))).toEqual(["<b>one</b>", "<b>two</b>"]);
    expect(String(outputs[2]![0]!["text/plain"])).toContain("Counting: 2 of 2 · took");
  });
});
