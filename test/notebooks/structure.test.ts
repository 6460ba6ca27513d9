/** What every chapter promises its reader, read off what git would commit. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chapters, readNotebook, root, textOf } from "./notebook";

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

describe.each(chapters)("notebooks/%s", (name) => {
  const notebook = readNotebook(join(root, "notebooks", name));
  const code = notebook.cells.filter((cell) => cell.cell_type === "code");
  const prose = notebook.cells
    .filter((cell) => cell.cell_type === "markdown")
    .map((cell) => textOf(cell.source));

  it("opens with the tslab kernel in anyone's JupyterLab", () => {
    expect(notebook.nbformat).toBe(4);
    expect(notebook.metadata.kernelspec?.name).toBe("tslab");
  });

  it("is stored without outputs", () => {
    for (const cell of code) {
      expect(cell.outputs, cell.id).toEqual([]);
      expect(cell.execution_count ?? null, cell.id).toBeNull();
    }
  });

  it("has cells that fit a reader's head: median 8 lines or less, none over 25", () => {
    const lengths = code.map((cell) => textOf(cell.source).split("\n").length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(25);
    expect(median(lengths)).toBeLessThanOrEqual(8);
  });

  it("has lines that fit a reader's screen: none over 100 characters", () => {
    const long = code.flatMap((cell) => textOf(cell.source).split("\n")).filter((line) => line.length > 100);
    expect(long).toEqual([]);
  });

  it("has unique cell names", () => {
    const ids = notebook.cells.map((cell) => cell.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[\w-]{1,64}$/); // nbconvert refuses any other
  });

  it("never has a cell whose only await is a for await, which the kernel refuses", () => {
    for (const cell of code) {
      const text = textOf(cell.source);
      if (/for await/.test(text)) expect(text.replace(/for await/g, ""), cell.id).toMatch(/\bawait\b/);
    }
  });

  it("imports in its first code cell only, and no engine of its own", () => {
    for (const [i, cell] of code.entries()) {
      const imports = textOf(cell.source).match(/^import .*/gm) ?? [];
      if (i > 0) expect(imports, cell.id).toEqual([]);
      for (const line of imports) expect(line).not.toMatch(/@tensorflow/);
    }
  });

  it("describes every picture in its prose", () => {
    for (const text of prose) {
      expect(text).not.toMatch(/!\[\s*\]\(/);
      for (const image of text.match(/<img[^>]*>/g) ?? []) expect(image).toMatch(/alt="[^"]+"/);
    }
  });

  it("ends with a summary and three questions with folded answers", () => {
    const text = prose.join("\n");
    expect(text).toMatch(/^## Summary/m);
    expect(text.match(/<details>/g)?.length ?? 0).toBeGreaterThanOrEqual(3);
  });

  it("has prose that markdownlint accepts", () => {
    const folder = mkdtempSync(join(tmpdir(), "prose-"));
    const file = join(folder, name.replace(".ipynb", ".md"));
    writeFileSync(file, prose.map((text) => text.trim()).join("\n\n") + "\n");
    const bin = join(root, "node_modules/markdownlint-cli/markdownlint.js");
    const lint = spawnSync(process.execPath, [bin, "--config", join(root, ".markdownlint.json"), file], {
      encoding: "utf8",
    });
    rmSync(folder, { recursive: true });
    expect(lint.stderr + lint.stdout).toBe("");
  });

  it("holds no path of the author's machine", () => {
    expect(readFileSync(join(root, "notebooks", name), "utf8")).not.toMatch(/\/home\/|\/Users\/|\/tmp\//);
  });
});
