"use strict";
/** What `npm test` runs after set-up, in this order. */
const path = require("path");
const paths = require("./paths");

const tool = (...parts) => path.join(paths.nodeModules, ...parts);
const vitest = [tool("vitest", "vitest.mjs"), "run"];
const compiler = tool("typescript", "bin", "tsc");
const slow = ["test/notebooks/execute.test.ts", "test/browser/**"];

/**
 * @typedef {object} TestStep
 * @property {string} name As in `npm test -- NAME`.
 * @property {string[]} command Script and arguments for this Node.
 * @property {boolean} [counts] Its tests are counted (it is a vitest run).
 * @property {boolean} [jupyter] It needs JupyterLab.
 */

/** @type {TestStep[]} */
const testSteps = [
  { name: "format", command: [tool("prettier", "bin", "prettier.cjs"), "--check", "--log-level=warn", "."] },
  { name: "lint", command: [tool("eslint", "bin", "eslint.js"), "."] },
  { name: "types", command: [compiler, "-p", "test/tsconfig.json"] },
  {
    name: "markdown",
    command: [tool("markdownlint-cli", "markdownlint.js"), "*.md", "data/**/*.md", "lib/*.md"],
  },
  { name: "unit", command: [...vitest, ...slow.map((pattern) => `--exclude=${pattern}`)], counts: true },
  { name: "notebooks", command: [...vitest, "test/notebooks/execute.test.ts"], counts: true, jupyter: true },
  { name: "browser", command: [...vitest, "test/browser", "--passWithNoTests"], counts: true, jupyter: true },
];

module.exports = { testSteps };
