"use strict";
/**
 * The kernel: tslab as it comes, on a TypeScript that starts a cell sooner.
 *
 * tslab compiles each cell twice, each time through one of TypeScript's *builders*, which first works out which of some
 * thousand declaration files names which other: two fifths of what a cell costs before it runs. tslab asks the builder for
 * nothing of that but the learner's own source files that a cell imports. So here it gets a plain program, and the
 * builder is only made when there are such files.
 */
const path = require("path");
const paths = require("./paths");

const tslab = path.join(paths.nodeModules, "tslab");

/**
 * In place of `createEmitAndSemanticDiagnosticsBuilderProgram`, with its parameters.
 *
 * @param {object} ts tslab's own TypeScript.
 */
const plainProgram =
  (ts) =>
  (...parameters) => {
    const plain = ts.createAbstractBuilder(...parameters);
    const [, , host] = parameters;
    plain.getProgram().getTypeChecker(); // the builder did this, too: tslab reads the names that it finds
    plain.getAllDependencies = (file) => {
      const sources = plain.getSourceFiles().filter((source) => !source.isDeclarationFile);
      if (sources.every((source) => source === file)) return [file.fileName];
      const builder = ts.createEmitAndSemanticDiagnosticsBuilderProgram(plain.getProgram(), host);
      return builder.getAllDependencies(file);
    };
    return plain;
  };

/** From here on, what requires tslab's TypeScript gets one that makes plain programs. */
function quicken() {
  const place = require.resolve("@tslab/typescript-for-tslab", { paths: [tslab] });
  const ts = require(place);
  const createWatchCompilerHost = (...parameters) => {
    parameters[3] ??= plainProgram(ts);
    return ts.createWatchCompilerHost(...parameters);
  };
  require.cache[place].exports = { ...ts, createWatchCompilerHost }; // its own properties cannot be set
}

if (require.main === module) {
  quicken();
  require(path.join(tslab, "dist", "main.js")).main();
}

module.exports = { quicken };
