"use strict";
/** Adds up what vitest counted over several runs. */

/** Folders whose tests must not be skipped in CI: there everything they need is installed. */
const neverSkipped = /[\\/]test[\\/](browser|engine|contracts|notebooks)[\\/]/;

/**
 * @param {object} report Of vitest's json reporter.
 * @returns {{ passed: number, failed: number, skipped: { file: string, name: string }[] }}
 */
function readCounts(report) {
  const tests = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, status }) => ({ file: name, name: fullName.trim(), status })),
  );
  const having = (...states) => tests.filter(({ status }) => states.includes(status));
  // A file that fails before its first test has none to count, and is a failure all the same.
  const broken = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  );
  return {
    passed: having("passed").length,
    failed: having("failed").length + broken.length,
    skipped: having("pending", "skipped", "todo", "disabled").map(({ file, name }) => ({ file, name })),
  };
}

function addCounts(all) {
  return {
    passed: all.reduce((sum, counts) => sum + counts.passed, 0),
    failed: all.reduce((sum, counts) => sum + counts.failed, 0),
    skipped: all.flatMap((counts) => counts.skipped),
  };
}

/**
 * The tests that were skipped and may not be, where GANBOOK_CI_STRICT=1.
 * @param {{ skipped: { file: string, name: string }[] }} counts
 * @returns {{ file: string, name: string }[]}
 */
const wronglySkipped = ({ skipped }) => skipped.filter(({ file }) => neverSkipped.test(file));

module.exports = { readCounts, addCounts, wronglySkipped };
