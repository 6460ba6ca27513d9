import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { failedCells } from "../../lib/book/execute";
import { chapterFingerprint } from "../../lib/book/fingerprint";
import { coursePages } from "../../lib/book/pages";
import { preparePage } from "../../lib/book/prepare";
import { expectedTimes, keepTime } from "../../lib/book/times";
import { writeBook } from "../../lib/book/write-book";
import { chapters } from "../notebooks/notebook";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "book-"))));
afterEach(() => rmSync(folder, { recursive: true }));

const silent = { onStart: () => {}, onDone: () => {} };

describe("writeBook", () => {
  it("never writes over a folder that holds something else", async () => {
    writeFileSync(join(folder, "thesis.txt"), "mine");
    await expect(writeBook({ out: folder, preset: "smoke", ...silent })).rejects.toThrow(RangeError);
    expect(readdirSync(folder)).toEqual(["thesis.txt"]);
  });

  it("stopped, leaves the old book as it was and nothing half written", async () => {
    const out = join(folder, "book");
    mkdirSync(out);
    writeFileSync(join(out, "ganbook-book.txt"), "old");
    const signal = AbortSignal.abort(new Error("stopped"));
    await expect(writeBook({ out, preset: "smoke", all: true, signal, ...silent })).rejects.toThrow();
    expect(readdirSync(folder)).toEqual(["book"]);
    expect(readFileSync(join(out, "ganbook-book.txt"), "utf8")).toBe("old");
  });
});

describe("pages", () => {
  it("are all chapters, in order, each with its exercises behind it", () => {
    const pages = coursePages();
    expect(pages.filter(({ kind }) => kind === "chapter").map(({ name }) => `${name}.ipynb`)).toEqual(
      chapters,
    );
    const exercises = pages.findIndex(({ file }) => file === "exercises-05-dcgan.html");
    expect(pages[exercises - 1]!.file).toBe("05-dcgan.html");
  });
});

describe("preparePage", () => {
  const [page] = coursePages();
  const cell = (cell_type: "markdown" | "code", id: string, source: string) => ({
    cell_type,
    id,
    metadata: {},
    source,
  });
  const notebook = {
    cells: [
      cell("markdown", "title", "# Title\n\nhello\n\n## Part\n\nfirst"),
      cell("code", "sum", "const sum = 1 + 1;\n"),
      cell("markdown", "after", "more about **weights**"),
      cell("markdown", "again", "## Part"),
    ],
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
  };

  it("gives each piece a place of its own and the search what stands under each heading", () => {
    const { notebook: prepared, entries } = preparePage(notebook, page!, [page!]);
    const ids = prepared.cells.map(({ id }) => id);
    expect(ids).toEqual(["title", "part", "cell-sum", "after", "part-2"]);
    expect(entries.map(({ title, url }) => [title, url.split("#")[1]])).toEqual([
      ["Title", "title"],
      ["Part", "part"],
      ["Part", "part-2"],
    ]);
    expect(entries[1]!.text).toContain("const sum = 1 + 1;");
    expect(entries[1]!.text).toContain("more about weights");
  });
});

describe("what was executed", () => {
  const printed = (name: string, text: string) => [{ output_type: "stream", name, text }];
  const code = (id: string, outputs: { output_type: string; name: string; text: string }[]) => ({
    cell_type: "code" as const,
    id,
    metadata: {},
    source: "x",
    outputs,
  });

  it("counts as failed when the kernel said so", () => {
    expect(failedCells([code("fine", printed("stdout", "Error is only a word here"))])).toEqual([]);
    expect(failedCells([code("bad", printed("stderr", "TypeError: x"))])).toEqual([
      "cell bad failed: TypeError: x",
    ]);
  });

  it("runs again when the notebook, the preset or the library differs", () => {
    const file = join(folder, "a.ipynb");
    writeFileSync(file, "one");
    const first = chapterFingerprint(file, "smoke", "library");
    expect(chapterFingerprint(file, "smoke", "library")).toBe(first);
    const others = [chapterFingerprint(file, "short", "library"), chapterFingerprint(file, "smoke", "newer")];
    writeFileSync(file, "two");
    others.push(chapterFingerprint(file, "smoke", "library"));
    expect(new Set([first, ...others]).size).toBe(4);
  });

  it("is expected to take as long as last time, else as the others did", async () => {
    expect(expectedTimes(folder, ["a"], "smoke")).toEqual([15]);
    await keepTime(folder, "a", 10.04);
    await keepTime(folder, "b", 30);
    expect(expectedTimes(folder, ["a", "b", "new"], "smoke")).toEqual([10, 30, 20]);
  });
});
