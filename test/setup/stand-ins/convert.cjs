/** Cells from stdin -> what tslab's converter makes of them, by TypeScript's own builder or by the kernel's (`quick`). */
const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const root = join(__dirname, "../../..");
if (process.argv[2] === "quick") require(join(root, "lib/setup/kernel.js")).quicken();
const ts = require(
  require.resolve("@tslab/typescript-for-tslab", { paths: [join(root, "node_modules/tslab")] }),
);
const { create } = ts.BuilderState;
let builders = 0;
ts.BuilderState.create = (...parts) => ++builders && create(...parts);
const { createConverter } = require(join(root, "node_modules/tslab/dist/converter.js"));

const { cells, unfinished } = JSON.parse(readFileSync(0, "utf8"));
const converter = createConverter();
let declared = "";
const converted = cells.map((cell) => {
  const result = converter.convert(declared, cell);
  declared = result.declOutput ?? declared;
  return result;
});
const candidates = converter.complete(declared, unfinished, unfinished.length).candidates;
const hover = converter.inspect(declared, unfinished, unfinished.indexOf(".") - 1);
process.stdout.write(JSON.stringify({ converted, candidates, hover: hover?.displayParts, builders }));
converter.close();
