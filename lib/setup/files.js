"use strict";
/** Files that are either whole or not there: every write goes to a temporary name and is then renamed. */
const crypto = require("crypto");
const fs = require("fs");
const path = require("path");

/**
 * Writes `data` so that a reader sees the old file or the new one, never a part. The temporary name is always the
 * same (set-up runs once at a time), so that what a kill left behind is written over by the next run.
 */
function writeAtomic(file, data) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.part`;
  const handle = fs.openSync(temporary, "w");
  try {
    fs.writeFileSync(handle, data);
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
  fs.renameSync(temporary, file);
}

/** Copies through memory: meant for files of a few megabytes. */
function copyAtomic(from, to) {
  writeAtomic(to, fs.readFileSync(from));
}

function writeJson(file, value) {
  writeAtomic(file, JSON.stringify(value, null, 2) + "\n");
}

/** The parsed file, or null when it is missing or damaged: set-up then makes it anew. */
function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

/** SHA-256 as hex over all parts, each with its length before it, so that no two lists collide. */
function hash(...parts) {
  const sum = crypto.createHash("sha256");
  for (const part of parts) {
    const bytes = Buffer.isBuffer(part) ? part : Buffer.from(String(part));
    sum.update(`${bytes.length}:`).update(bytes);
  }
  return sum.digest("hex");
}

/** SHA-256 of one file's bytes, or null when it is not there. */
function hashFile(file) {
  try {
    return hash(fs.readFileSync(file));
  } catch (error) {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
    throw error;
  }
}

/** Deletes a file or folder; fine when there is none. */
function remove(target) {
  fs.rmSync(target, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

/** All files below `folder` as paths relative to it, sorted; hidden ones and node_modules left out. */
function listFiles(folder, below = "") {
  const here = path.join(folder, below);
  if (!fs.existsSync(here)) return [];
  const found = [];
  for (const entry of fs.readdirSync(here, { withFileTypes: true })) {
    if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
    const name = path.join(below, entry.name);
    if (entry.isDirectory()) found.push(...listFiles(folder, name));
    else if (entry.isFile()) found.push(name);
  }
  return found.sort();
}

module.exports = { writeAtomic, copyAtomic, writeJson, readJson, hash, hashFile, remove, listFiles };
