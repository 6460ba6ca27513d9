"use strict";
/**
 * Runs one program and ends it when the process that asked for it is gone, even by kill -9.
 *
 * Without this a killed set-up leaves `npm ci` or pip at work, and the next set-up would write into the same
 * folders beside it. The channel to the parent closes when the parent dies, however it dies.
 * Usage: node supervise.js GRACE_MS PROGRAM ARGUMENTS...   (GRACE_MS: time between a polite and a hard end)
 */
const { spawn } = require("child_process");

const grace = Number(process.argv[2]);
const [program, ...programArguments] = process.argv.slice(3);
const child = spawn(program, programArguments, {
  stdio: ["ignore", "inherit", "inherit"],
  windowsHide: true,
});

child.on("error", (error) => {
  process.stderr.write(`${program}: ${error.code || error.message}\n`);
  process.exit(127);
});
child.on("exit", (code, signal) => process.exit(signal ? 128 : code));

process.on("disconnect", () => {
  if (grace === 0) endAll();
  child.kill("SIGTERM");
  setTimeout(endAll, grace);
});
// The terminal's Ctrl-C belongs to the parent, which then closes the channel.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.disconnect?.());

/** This process leads a group of its own, so that helpers of the program (a compiler's parts) end too. */
function endAll() {
  if (process.platform !== "win32") process.kill(-process.pid, "SIGKILL");
  child.kill("SIGKILL");
  process.exit(1);
}
