/** What all pages share, once a site: style, script, formulas, charts, search. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { transform } from "esbuild";
import { cloneFolder, libraryFolder } from "../datasets/data-folder";
import { writeFileAtomic } from "../engine/atomic-file";
import type { SearchEntry } from "./prepare";

/** The template, style and script of the book. */
export const siteFolder = (): string => join(libraryFolder(), "book", "site");

export async function writeAssets(folder: string, entries: readonly SearchEntry[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const name of ["book.css", "book.js", "search.js"])
    copyFileSync(join(siteFolder(), name), join(folder, name));
  copyKatex(join(folder, "katex"));
  writeFileSync(join(folder, "plotly.js"), await smallScript("plotly.js-dist"));
  writeFileSync(join(folder, "minisearch.js"), await smallScript("minisearch", "dist/umd/index.js"));
  // A script, not JSON: a page that is opened from a disk may not fetch files.
  writeFileSync(join(folder, "search-index.js"), `window.ganbookSearch=${JSON.stringify(entries)};\n`);
}

function copyKatex(folder: string): void {
  const dist = dirname(require.resolve("katex/dist/katex.min.css"));
  mkdirSync(join(folder, "fonts"), { recursive: true });
  for (const name of ["katex.min.css", "katex.min.js"]) copyFileSync(join(dist, name), join(folder, name));
  copyFileSync(join(dist, "contrib", "auto-render.min.js"), join(folder, "auto-render.min.js"));
  for (const name of readdirSync(join(dist, "fonts")).filter((font) => font.endsWith(".woff2")))
    copyFileSync(join(dist, "fonts", name), join(folder, "fonts", name));
}

/** A package's script without its spaces and long names, kept in .cache because the large one takes seconds. */
async function smallScript(name: string, file?: string): Promise<string> {
  const folder = packageFolder(name);
  const { version, main } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<
    string,
    string
  >;
  const kept = join(cloneFolder(), ".cache", "book", "scripts", `${name}-${version}.js`);
  if (existsSync(kept)) return readFileSync(kept, "utf8");
  const source = readFileSync(join(folder, file ?? main!), "utf8");
  const { code } = await transform(source, { minify: true, legalComments: "inline", target: "es2020" });
  await writeFileAtomic(kept, code);
  return code;
}

function packageFolder(name: string): string {
  const places = (require.resolve.paths(name) ?? []).map((place) => join(place, name));
  const found = places.find((place) => existsSync(join(place, "package.json")));
  if (found === undefined) throw new Error(`${name} is not installed. Run \`npm start\` again.`);
  return found;
}
