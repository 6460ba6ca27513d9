/**
 * Takes the grader's guards away, one at a time, in a copy of the clone, and sees that a test fails each time:
 * `node test/grading/break-guards.mjs [--only WORD]`. Some ten minutes; not part of `npm test`.
 *
 * `guards.mjs` lists them. The tests have to pass as they are: run them first.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { guards } from "./guards.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const { values } = parseArgs({ options: { only: { type: "string", default: "" } } });

function copyOfClone() {
  const copy = mkdtempSync(join(tmpdir(), "ganbook-guards-"));
  for (const name of ["lib", "test"])
    cpSync(join(root, name), join(copy, name), {
      recursive: true,
      filter: (path) => !/\/(dist|node_modules)$/.test(path),
    });
  for (const name of ["node_modules", "exercises", "solutions", "notebooks", "data", ".venv"])
    symlinkSync(join(root, name), join(copy, name));
  for (const name of ["package.json", "tsconfig.json", "vitest.config.mts"])
    cpSync(join(root, name), join(copy, name));
  return copy;
}

/** How many tests fail; 0 also where none runs, as for a file that cannot be loaded. The tests pass without a change. */
function failedTests(copy, test, titles) {
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const file = `test/grading/${test}.test.ts`.replace("grading/../", "");
  const args = ["run", "--root", copy, "--bail", "1", file, ...(titles ? ["-t", titles] : [])];
  const { stdout } = spawnSync(process.execPath, [vitest, ...args], {
    cwd: copy,
    encoding: "utf8",
    timeout: 300_000,
    env: { ...process.env, GANBOOK_CI_STRICT: "1", NO_COLOR: "1" },
  });
  return Number(/Tests +.*?(\d+) failed/.exec(stdout)?.[1] ?? 0);
}

const copy = copyOfClone();
const unnoticed = [];
try {
  for (const [guard, file, from, to, test, titles] of guards.filter(([name]) => name.includes(values.only))) {
    const path = resolve(copy, "lib/grading", file);
    const text = readFileSync(path, "utf8");
    if (text.split(from).length !== 2) {
      console.log(
        `?  ${guard}: ${JSON.stringify(from)} stands ${text.split(from).length - 1} times in ${file}`,
      );
      unnoticed.push(guard);
      continue;
    }
    writeFileSync(
      path,
      text.replace(from, () => to),
    );
    const failed = failedTests(copy, test, titles);
    writeFileSync(path, text);
    if (failed === 0) unnoticed.push(guard);
    console.log(
      failed > 0 ? `✓  ${guard}: missed by ${test}` : `✗  ${guard}: NOT MISSED (${test}: ${titles})`,
    );
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
console.log(
  unnoticed.length === 0 ? "Every guard is missed by a test." : `Not missed: ${unnoticed.join(", ")}.`,
);
process.exitCode = unnoticed.length === 0 ? 0 : 1;
