"use strict";
/** Faults of the machine, said so that a reader knows what to do next. */

/** @typedef {"network" | "disk" | "read-only" | "other"} Kind */

class SetupProblem extends Error {
  /**
   * @param {string} message What was expected and what came.
   * @param {{ mend?: string, kind?: Kind, log?: string }} [options] What to do; the fault's kind; the log with all output.
   */
  constructor(message, { mend = "", kind = "other", log = "" } = {}) {
    super(message);
    this.name = "SetupProblem";
    this.mend = mend;
    this.kind = kind;
    this.log = log;
  }
}

const signs = [
  [
    "disk",
    /ENOSPC|No space left on device|not enough space|disk quota|EDQUOT/i,
    "The disk is full. Free some space (a first set-up needs about 3 GB), then run the same command again.",
  ],
  [
    "read-only",
    /EROFS|Read-only file system|EACCES|EPERM|Permission denied/i,
    "Set-up may not write there. Move the clone to a folder that you own (or mend its rights), then run the same command again.",
  ],
  [
    "network",
    /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNRESET|ENETUNREACH|ERR_SOCKET_TIMEOUT|NewConnectionError|ConnectTimeout|ReadTimeout|Temporary failure in name resolution|Connection (refused|broken|reset)|network is unreachable|ProxyError|Failed to establish a new connection/i,
    "A download failed. Look at the network (a proxy is set by HTTPS_PROXY), then run the same command again: what is already there is kept.",
  ],
];

/** What kind of fault a program's output, or an error, shows. */
function classify(text) {
  for (const [kind, pattern, mend] of signs) if (pattern.test(text)) return { kind, mend };
  return { kind: "other", mend: "" };
}

/** Any error as a SetupProblem. */
function toProblem(error, what) {
  if (error instanceof SetupProblem) return error;
  const { kind, mend } = classify(`${error.code || ""} ${error.message}`);
  const problem = new SetupProblem(`${what}: ${error.message}`, { kind, mend });
  if (kind === "other") problem.stack = error.stack;
  return problem;
}

/** Says what is wrong and what mends it, and ends the process with exit code 1. */
function reportAndExit(error) {
  const problem = toProblem(error, "Set-up failed");
  const known = error instanceof SetupProblem || problem.kind !== "other";
  console.error(`\n${known ? problem.message : problem.stack}`);
  if (problem.log) console.error(`All of it: ${problem.log}`);
  if (problem.mend) console.error(`To mend it: ${problem.mend}`);
  process.exit(1);
}

module.exports = { SetupProblem, classify, toProblem, reportAndExit };
