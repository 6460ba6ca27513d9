/** Makes the programs that run in a sandbox: one file each, so that nothing else of the course is visible there. */
import { join } from "node:path";
import { build } from "esbuild";
import type { BuildOptions, Plugin } from "esbuild";
import { libraryFolder } from "../../datasets/data-folder";

/** What an answer needs, and with it which program its sandbox runs. */
export type Needs = "nothing" | "tensorflow";

const common = {
  bundle: true,
  write: false,
  platform: "node",
  format: "cjs",
  target: "node20",
  logLevel: "silent",
  tsconfigRaw: {},
} satisfies BuildOptions;

/** The program that serves requests in a sandbox, as text. */
export async function bundleChild(needs: Needs): Promise<string> {
  const { outputFiles } = await build({
    ...common,
    entryPoints: [join(libraryFolder(), `grading/child/${needs === "nothing" ? "plain" : "tensorflow"}.ts`)],
    external: ["@tensorflow/tfjs-node", "@tensorflow/tfjs-backend-wasm"],
    // Names stay: they stand in messages.
    minifyWhitespace: true,
    minifySyntax: true,
  });
  return outputFiles[0]!.text;
}

/**
 * The functions of the library that a question offers to answers, and nothing that they do not use themselves: a function
 * expression (require, module, exports). TensorFlow.js is left out; the sandbox has it.
 */
export async function bundleLibrary(names: readonly string[]): Promise<string> {
  if (names.length === 0) return "(() => {})";
  const { outputFiles } = await build({
    ...common,
    stdin: {
      contents: `export { ${names.join(", ")} } from "./index";`,
      resolveDir: libraryFolder(),
      loader: "ts",
    },
    packages: "external",
    plugins: [withoutSideEffects],
    banner: { js: "((require, module, exports) => {" },
    footer: { js: "})" },
  });
  return outputFiles[0]!.text;
}

/**
 * Each file with all that it uses of the library, as one small text.
 *
 * @param files Paths, by a name for each.
 * @returns Texts by the same names.
 */
export async function bundleFiles(files: Readonly<Record<string, string>>): Promise<Map<string, string>> {
  const outdir = join(libraryFolder(), "bundled"); // nothing is written there
  const { outputFiles } = await build({
    ...common,
    entryPoints: { ...files },
    outdir,
    packages: "external",
    plugins: [withoutSideEffects],
    legalComments: "none",
    minifyWhitespace: true,
    minifySyntax: true,
  });
  const texts = new Map(outputFiles.map(({ path, text }) => [path, text] as const));
  return new Map(Object.keys(files).map((name) => [name, texts.get(join(outdir, `${name}.js`))!] as const));
}

/** The library's files do nothing when they are imported, so a file that is not used can be left out. */
const withoutSideEffects: Plugin = {
  name: "without-side-effects",
  setup(bundler) {
    bundler.onResolve({ filter: /./ }, async ({ path, pluginData, ...options }) => {
      if (pluginData === "resolved") return undefined;
      const result = await bundler.resolve(path, { ...options, pluginData: "resolved" });
      return { ...result, sideEffects: false };
    });
  },
};
