/**
 * Runs a notebook in JupyterLab and takes a picture of all of it:
 *
 *     node test/browser/screenshot.mjs NOTEBOOK OUT.png [--dark] [--width 1280] [--seconds 600] [--no-run]
 */
import { writeFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { runnerImport } from "vite"; // comes with vitest; reads TypeScript on each Node that we support

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    dark: { type: "boolean", default: false },
    "no-run": { type: "boolean", default: false },
    width: { type: "string", default: "1280" },
    seconds: { type: "string", default: "600" },
  },
});
const [notebook, picture] = positionals;
if (notebook === undefined || picture === undefined) {
  console.error(
    "Usage: node test/browser/screenshot.mjs NOTEBOOK OUT.png [--dark] [--width 1280] [--seconds 600] [--no-run]",
  );
  process.exit(2);
}

const { module: lab } = await runnerImport(fileURLToPath(new URL("lab.ts", import.meta.url)));
const server = await lab.startLab([resolve(notebook)], {}, { isDark: values.dark });
try {
  const browser = await lab.startBrowser();
  try {
    const page = await lab.openNotebook(browser, server, basename(notebook));
    if (!values["no-run"]) {
      await lab.runAllCells(page);
      await lab.waitUntilIdle(page, Number(values.seconds) * 1000);
    }
    await writeFile(picture, await lab.wholeNotebook(page, Number(values.width)));
    console.log(`Wrote ${picture}`);
  } finally {
    await browser.close();
  }
} finally {
  await server.stop();
}
