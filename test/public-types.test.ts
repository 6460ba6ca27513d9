/** The kernel compiles cells with TypeScript 5.0.4, not strict: the built declarations must be whole there. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import type * as TypeScript from "typescript";
import { afterAll, describe, expect, it } from "vitest";

const root = resolve(__dirname, "..");
const require_ = createRequire(__filename);
const ts = require_("@tslab/typescript-for-tslab") as typeof TypeScript;
const folder = mkdtempSync(join(root, "test/.types-")); // below the clone, so that "ganbook" is found as from a notebook

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Errors of a cell compiled as tslab compiles it (its options are fixed in its converter). */
function errorsOf(cell: string): string[] {
  const file = join(folder, "cell.ts");
  writeFileSync(file, cell);
  const program = ts.createProgram([file], {
    module: ts.ModuleKind.ES2020,
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts"],
    moduleResolution: ts.ModuleResolutionKind.NodeJs,
    esModuleInterop: true,
    noEmit: true,
    strict: false,
    types: ["node"],
    typeRoots: [join(root, "node_modules/@types")],
  });
  const ours = join(root, "lib/dist");
  return ts
    .getPreEmitDiagnostics(program)
    .filter((d) => d.file?.fileName === file || d.file?.fileName.startsWith(ours))
    .map(
      (d) =>
        `${d.file?.fileName.replace(root, "") ?? ""}: ${ts.flattenDiagnosticMessageText(d.messageText, " ")}`,
    );
}

describe("public types under the kernel's compiler", () => {
  it("is the compiler that tslab brings", () => expect(ts.version).toMatch(/^5\.0\./));

  it("has been built", () => expect(existsSync(join(root, "lib/dist/index.d.ts"))).toBe(true));

  it("compiles every public name, and none is any", () => {
    const names = [...publicNames()];
    expect(names.length).toBeGreaterThan(20);
    const isAny = "type IsAny<T> = 0 extends 1 & T ? true : false;";
    const lines = names.map((name, i) => `const a${i}: IsAny<typeof g.${name}> = false;`);
    expect(errorsOf(`import * as g from "ganbook";\n${isAny}\n${lines.join("\n")}\nexport {};`)).toEqual([]);
  });

  it("refuses a misspelt option before anything runs", () => {
    const cell = `import { train } from "ganbook";\nconst f = (g, d) => train(g, d, { step: 10, seed: 1 });\nexport {};`;
    expect(errorsOf(cell).join(" ")).toMatch(/steps/);
  });
});

function publicNames(): string[] {
  const text = readFileSync(join(root, "lib/dist/index.d.ts"), "utf8");
  return [...text.matchAll(/^export \{([^}]*)\}/gm)].flatMap((m) =>
    m[1]!
      .split(",")
      .map((name) => name.trim().split(" as ").pop()!.trim())
      .filter(Boolean),
  );
}
