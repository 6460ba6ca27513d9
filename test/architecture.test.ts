/** Reads the library's imports and sizes: arrows point one way, nothing is circular, files stay small. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const lib = resolve(__dirname, "../lib");

/** Folders in steps; a file may import from its own folder and from the steps above its own. */
const steps: string[][] = [
  ["engine"],
  ["nn", "losses", "datasets", "theory"],
  ["models", "metrics"],
  ["train", "plot"],
  ["audit", "questions"],
  ["grading"],
  ["book"],
  ["cli", "index"],
];
const stepOf = new Map(steps.flatMap((names, step) => names.map((name) => [name, step] as const)));

function sources(folder = lib): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ["dist", "node_modules"].includes(entry.name) ? [] : sources(path);
    return /\.(ts|js)$/.test(entry.name) ? [path] : [];
  });
}

function folderOf(file: string): string {
  const [first = ""] = relative(lib, file).split("/");
  return first === "index.ts" ? "index" : first;
}

/** The library's own files that this file imports. */
function importsOf(file: string): string[] {
  const text = readFileSync(file, "utf8");
  const specifiers = [...text.matchAll(/(?:from\s+|import\(|require\()["'](\.[^"']*)["']/g)].map(
    (m) => m[1]!,
  );
  return specifiers.flatMap((specifier) => {
    const target = resolve(dirname(file), specifier);
    return files.filter((f) =>
      [target, `${target}.ts`, `${target}.js`, join(target, "index.ts")].includes(f),
    );
  });
}

const files = sources();
const graph = new Map(files.map((file) => [file, importsOf(file)]));

function cycleFrom(file: string, path: string[] = [], done = new Set<string>()): string[] | undefined {
  if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
  if (done.has(file)) return undefined;
  for (const next of graph.get(file) ?? []) {
    const cycle = cycleFrom(next, [...path, file], done);
    if (cycle) return cycle;
  }
  done.add(file);
  return undefined;
}

describe("architecture", () => {
  it("finds the sources", () => {
    expect(files.length).toBeGreaterThan(20);
    expect(graph.get(join(lib, "engine/rng.ts"))).toContain(join(lib, "engine/tf.ts"));
  });

  it.each(files.map((f) => relative(lib, f)))("%s imports only what stands before it", (name) => {
    const from = folderOf(join(lib, name));
    for (const target of graph.get(join(lib, name)) ?? []) {
      const to = folderOf(target);
      if (to === from || from === "index") continue;
      if (to === "setup" && from === "cli") continue; // the doctor asks set-up what is installed
      if (from === "setup" || to === "setup") expect(`${from} -> ${to}`).toBe("setup stands alone");
      const [own, theirs] = [stepOf.get(from), stepOf.get(to)];
      expect(own, `lib/${from}/ is not in the list of steps`).toBeDefined();
      expect(theirs, `lib/${to}/ is not in the list of steps`).toBeDefined();
      expect(theirs!, `lib/${name} imports from lib/${to}/`).toBeLessThan(own!);
    }
  });

  it("has no circular imports", () => {
    for (const file of files) expect(cycleFrom(file)?.map((f) => relative(lib, f))).toBeUndefined();
  });

  it.each(files.map((f) => relative(lib, f)))("%s has at most 300 lines and no any", (name) => {
    const lines = readFileSync(join(lib, name), "utf8").split("\n");
    expect(lines.length).toBeLessThanOrEqual(301);
    const code = lines.filter((line) => !/^\s*(\/?\*|\/\/)/.test(line)).join("\n");
    expect(code).not.toMatch(/:\s*any\b|<any>|as any\b/);
    expect(code).not.toMatch(/^export default/m);
  });
});
