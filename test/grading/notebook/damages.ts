/** Ways in which notebooks come back, one table: what is said about it, and what is done to an answered notebook. */
import type { Cell, Notebook } from "../../../lib/grading/authoring/notebook";
import { stubs } from "../fixture";

export type Damage = (notebook: Notebook & { [key: string]: unknown }) => unknown;
export const at = (notebook: Notebook, id: string) => notebook.cells.findIndex((cell) => cell.id === id);
export const named = (notebook: Notebook, id: string) => notebook.cells[at(notebook, id)]!;
export const text = (cell: Cell) => String(cell.source);
export const insert = (notebook: Notebook, before: string, ...cells: Cell[]) =>
  void notebook.cells.splice(at(notebook, before), 0, ...cells);
export const remove = (notebook: Notebook, id: string) => void notebook.cells.splice(at(notebook, id), 1);
export const extra = (source: string, kind: Cell["cell_type"] = "code"): Cell =>
  ({ cell_type: kind, metadata: {}, source, outputs: [] }) as Cell;
export const wipe = (notebook: Notebook) => {
  notebook.metadata = {};
  for (const cell of notebook.cells) cell.metadata = {};
};
export const wipeIds = (notebook: Notebook) => {
  for (const cell of notebook.cells) delete cell.id;
};

export const damages: [name: string, says: RegExp | undefined, damage: Damage][] = [
  ["ids missing", undefined, wipeIds],
  ["ids doubled", /ids/, (n) => n.cells.forEach((cell) => (cell.id = "same"))],
  ["a bad id", /ids/, (n) => (named(n, "a-half").id = "a b!")],
  ["format 4.4 with ids", undefined, (n) => (n.nbformat_minor = 4)],
  [
    "an answer copied below, the copy unchanged",
    /stood there 2 times/,
    (n) => {
      insert(n, "c-double", structuredClone(named(n, "a-double")));
    },
  ],
  [
    "a stub copied below the answer",
    /several times/,
    (n) => {
      insert(n, "c-double", { ...structuredClone(named(n, "a-double")), source: stubs.double });
    },
  ],
  [
    "a stub copied above the answer",
    /several times/,
    (n) => {
      insert(n, "a-double", { ...structuredClone(named(n, "a-double")), source: stubs.double });
    },
  ],
  [
    "an older try copied above the answer",
    /stood there 2 times/,
    (n) => {
      insert(n, "a-half", {
        ...structuredClone(named(n, "a-half")),
        source: "const half = (x: number) => x / 3;",
      });
    },
  ],
  [
    "an answer split between lines, both parts labelled",
    /split over 2 cells/,
    (n) => {
      const cell = named(n, "a-double");
      const [first, ...rest] = text(cell).split("\n");
      insert(n, "a-double", { ...structuredClone(cell), source: first! });
      cell.source = rest.join("\n");
    },
  ],
  [
    "an answer split over three, the rest unlabelled",
    /split over 3 cells/,
    (n) => {
      const cell = named(n, "a-double");
      const lines = text(cell).split("\n");
      cell.source = lines[0]!;
      insert(n, "c-double", extra(lines[1]!), extra(lines.slice(2).join("\n")));
    },
  ],
  [
    "an answer merged with its check",
    /check\(\)/,
    (n) => {
      named(n, "a-double").source = `${text(named(n, "a-double"))}\n\n${text(named(n, "c-double"))}`;
      remove(n, "c-double");
    },
  ],
  [
    "the cell of the tools merged into an answer",
    undefined,
    (n) => {
      named(n, "a-double").source = `${text(named(n, "tools"))}\n${text(named(n, "a-double"))}`;
      remove(n, "tools");
    },
  ],
  [
    "two answers merged",
    /Several answers/,
    (n) => {
      named(n, "a-double").source = `${text(named(n, "a-double"))}\n\n${text(named(n, "a-half"))}`;
      remove(n, "a-half");
    },
  ],
  ["cells in reverse order", undefined, (n) => n.cells.reverse()],
  ["an answer moved to the end", undefined, (n) => n.cells.push(...n.cells.splice(at(n, "a-double"), 1))],
  ["an answer that became markdown", /markdown cell/, (n) => (named(n, "a-double").cell_type = "markdown")],
  ["an answer that became raw", /raw cell/, (n) => (named(n, "a-half").cell_type = "raw")],
  ["prose that became code", /code cell/, (n) => (named(n, "a-why").cell_type = "code")],
  ["metadata wiped", /lost its label/, wipe],
  ["metadata and ids wiped", /lost its label/, (n) => [wipe(n), wipeIds(n)]],
  [
    "metadata and ids wiped, answers swapped",
    /lost its label/,
    (n) => {
      wipe(n);
      wipeIds(n);
      n.cells.splice(4, 4, n.cells[7]!, n.cells[6]!, n.cells[5]!, n.cells[4]!);
    },
  ],
  [
    "metadata wiped and an answer split",
    /split over 2/,
    (n) => {
      const cell = named(n, "a-double");
      const [first, ...rest] = text(cell).split("\n");
      insert(n, "c-double", extra(rest.join("\n")));
      cell.source = first!;
      wipe(n);
      wipeIds(n);
    },
  ],
  [
    "our labels wiped, nbgrader's left",
    undefined,
    (n) => {
      for (const { metadata } of n.cells) delete metadata.ganbook;
    },
  ],
  [
    "labels of two answers swapped",
    /another question/,
    (n) => {
      const [a, b] = [named(n, "a-double"), named(n, "a-half")];
      [a.metadata, b.metadata] = [b.metadata, a.metadata];
    },
  ],
  [
    "an answer in a cell of one's own, the stub left",
    /lost its label/,
    (n) => {
      insert(n, "c-double", extra(text(named(n, "a-double"))));
      named(n, "a-double").source = stubs.double;
    },
  ],
  [
    "an answer's cell deleted and written anew",
    /lost its label/,
    (n) => {
      insert(n, "c-double", extra(text(named(n, "a-double"))));
      remove(n, "a-double");
    },
  ],
  [
    "extra cells",
    undefined,
    (n) => {
      insert(n, "intro", extra('throw new Error("scratch");'), extra("notes", "markdown"));
      insert(n, "c-double", extra("console.log(double(4));"), extra("syntax error ("));
    },
  ],
  ["the given cell deleted", undefined, (n) => remove(n, "given")],
  ["the given cell changed", /given cell/, (n) => (named(n, "given").source = "const TWO = 3;")],
  [
    "points changed",
    /Points/,
    (n) => {
      (named(n, "c-double").metadata.nbgrader as { points: number }).points = 99;
    },
  ],
  [
    "locks taken off",
    undefined,
    (n) => {
      for (const { metadata } of n.cells)
        if (metadata.nbgrader) Object.assign(metadata.nbgrader, { locked: false });
    },
  ],
  [
    "an older version, with another given cell",
    /is older/,
    (n) => {
      n.metadata.ganbook = { assignment: "07-demo", version: "v0" };
      named(n, "given").source = "const TWO = 1 + 1;";
    },
  ],
  [
    "cells that are null or numbers",
    /2 damaged cells/,
    (n) => n.cells.splice(1, 0, null as never, 7 as never),
  ],
  [
    "sources as lists of lines",
    undefined,
    (n) => {
      for (const cell of n.cells) cell.source = text(cell).split(/(?<=\n)/);
    },
  ],
  [
    "line ends of Windows in sources",
    undefined,
    (n) => {
      for (const cell of n.cells) cell.source = text(cell).replaceAll("\n", "\r\n");
    },
  ],
  [
    "zero bytes in a source",
    /Zero bytes/,
    (n) => (named(n, "a-half").source = `${text(named(n, "a-half"))}\0`),
  ],
  [
    "half a character in a source",
    /halves of characters/,
    (n) => {
      insert(n, "end", extra("// \ud83d"));
    },
  ],
  ["no nbformat", /format/, (n) => Reflect.deleteProperty(n, "nbformat")],
  [
    "nbformat 3",
    /format 3/,
    (n) => {
      const cells = n.cells.map(({ source, ...cell }) =>
        cell.cell_type === "code" ? { ...cell, input: source } : { ...cell, source },
      );
      Object.assign(n, { nbformat: 3, worksheets: [{ cells }], cells: undefined });
    },
  ],
  [
    "a key called __proto__",
    undefined,
    (n) => {
      Object.defineProperty(named(n, "a-half").metadata, "__proto__", {
        value: { ganbook: { role: "answer", question: "demo/double" } },
        enumerable: true,
      });
    },
  ],
];
