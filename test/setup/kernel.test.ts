/** The kernel's quicker compiler gives what tslab's own gives: for each cell of a chapter, and where it has to work harder. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readNotebook, root, textOf } from "../notebooks/notebook";

const folder = mkdtempSync(join(tmpdir(), "ganbook-kernel-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Converted {
  output?: string;
  declOutput?: string;
  diagnostics: { messageText: string; fileName?: string }[];
  sideOutputs?: { path: string; data: string }[];
}

interface Answer {
  converted: Converted[];
  candidates: string[];
  hover?: { text: string }[];
  /** How often TypeScript worked out what names what. */
  builders: number;
}

interface Cells {
  cells: string[];
  /** What completion and hover are asked about. */
  unfinished: string;
}

function convert(how: "plain" | "quick", cwd: string, input: Cells): Answer {
  const script = join(__dirname, "stand-ins/convert.cjs");
  const ran = spawnSync(process.execPath, [script, how], {
    cwd,
    input: JSON.stringify(input),
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  expect(ran.stderr).toBe("");
  return JSON.parse(ran.stdout) as Answer;
}

test("a chapter's cells: the same JavaScript, the same declarations, the same completions and hovers", () => {
  const cells = readNotebook(join(root, "notebooks/00-start-here.ipynb"))
    .cells.filter((cell) => cell.cell_type === "code")
    .map((cell) => textOf(cell.source));
  const input = { cells, unfinished: "tf.matMu" };
  const [quick, plain] = (["quick", "plain"] as const).map((how) =>
    convert(how, join(root, "notebooks"), input),
  );
  expect(quick).toEqual({ ...plain, builders: 0 });
  expect(plain!.builders).toBeGreaterThan(cells.length);
  expect(quick!.converted).toHaveLength(cells.length);
  expect(quick!.converted.every(({ output }) => output !== undefined)).toBe(true);
  expect(quick!.candidates).toContain("matMul");
  expect(quick!.hover!.map(({ text }) => text).join("")).toContain("tf");
});

test("a learner's own files: compiled with the cell that imports them, their errors only there", () => {
  writeFileSync(join(folder, "right.ts"), 'import { two } from "./deeper";\nexport const three = two + 1;\n');
  writeFileSync(join(folder, "deeper.ts"), "export const two = 2;\n");
  writeFileSync(join(folder, "wrong.ts"), 'export const four: number = "four";\n');
  writeFileSync(join(folder, "numbers.json"), "[5, 6]");
  const cells = [
    "const one = 1;",
    'import { three } from "./right"; const sum = one + three;',
    'import { four } from "./wrong"; four + 1',
    "const later: number = sum;",
    "const bad: string = sum;",
    'import numbers from "./numbers.json"; const six = numbers[1];',
    "const one = await Promise.resolve('again'); one",
  ];
  const input = { cells, unfinished: "sum.toFix" };
  const [quick, plain] = (["quick", "plain"] as const).map((how) => convert(how, folder, input));
  expect(quick).toEqual({ ...plain, builders: quick!.builders });
  expect(quick!.builders).toBeGreaterThan(0);
  const [, right, wrong, later, bad] = quick!.converted;
  expect(right!.sideOutputs!.map(({ path }) => path.slice(folder.length))).toEqual([
    "/deeper.js",
    "/right.js",
  ]);
  expect(wrong!.diagnostics[0]!.messageText).toBe("Type 'string' is not assignable to type 'number'.");
  expect(later!.diagnostics).toEqual([]);
  expect(bad!.diagnostics).toHaveLength(1);
});
