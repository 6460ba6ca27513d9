#!/usr/bin/env node
"use strict";
/** The `ganbook` command: a door to lib/dist, which set-up builds. */
const fs = require("fs");
const path = require("path");

const main = path.join(__dirname, "..", "dist", "cli", "main.js");
if (fs.existsSync(main)) {
  require(main);
} else {
  console.error(
    "ganbook is not built yet. Run `npm start` once in the clone (or `npm start -- --check`), then try again.",
  );
  process.exitCode = 1;
}
