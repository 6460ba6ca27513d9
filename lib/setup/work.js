"use strict";
/**
 * Step "work": the learner's own copies of notebooks/ and exercises/. What a learner changed is never overwritten:
 * a newer version of the course's file is put beside it.
 */
const fs = require("fs");
const path = require("path");
const paths = require("./paths");
const { copyAtomic, hashFile, listFiles, readJson, writeJson } = require("./files");

const folders = ["notebooks", "exercises"];

/** What was given to the learner: path in work/ -> hash of the file as it was given. */
const recordFile = path.join(paths.work, ".given.json");

/** Name of a newer version beside a changed file: the first that is free, or that the learner left as it was given. */
function nameBeside(name, given) {
  const { dir, name: stem, ext } = path.parse(name);
  for (let count = 1; ; count++) {
    const candidate = path.join(dir, `${stem}.new${count === 1 ? "" : `-${count}`}${ext}`);
    const now = hashFile(path.join(paths.work, candidate));
    if (now === null || now === given[candidate]) return candidate;
  }
}

/**
 * Decides about one file.
 * @param {{ source: string, mine: string | null, given: string | undefined }} hashes Of the course's file, of the
 *   learner's copy (null when there is none), and of the course's file that the learner was offered last.
 * @returns {"keep" | "copy" | "beside"}
 */
function decide({ source, mine, given, last }) {
  if (mine === source) return "keep";
  if (mine === null || mine === given) return "copy";
  return last === source ? "keep" : "beside";
}

/** Brings one file up to date; returns a line for the learner, or "". */
function update(name, record) {
  const from = path.join(paths.root, name);
  const to = path.join(paths.work, name);
  const source = hashFile(from);
  const mine = hashFile(to);
  const action = decide({ source, mine, given: record.given[name], last: record.offered[name] });
  if (action === "copy") {
    copyAtomic(from, to);
    record.copied++;
  }
  if (action !== "beside") {
    if (hashFile(to) === source) record.given[name] = source;
    record.offered[name] = source;
    return "";
  }
  const beside = nameBeside(name, record.given);
  copyAtomic(from, path.join(paths.work, beside));
  record.given[beside] = source;
  record.offered[name] = source;
  return `The course has a newer ${name}. Yours is kept; the new one lies beside it: work/${beside}`;
}

/** @returns {{ copied: number, lines: string[] }} How many files were written, and what the learner should read. */
function fillWork() {
  const before = readJson(recordFile) || {};
  const record = { given: { ...before.given }, offered: { ...before.offered }, copied: 0 };
  const lines = [];
  for (const folder of folders) {
    for (const name of listFiles(path.join(paths.root, folder))) {
      const line = update(path.join(folder, name), record);
      if (line) lines.push(line);
    }
  }
  const after = { given: record.given, offered: record.offered };
  if (JSON.stringify(after) !== JSON.stringify(before)) writeJson(recordFile, after);
  for (const folder of folders) fs.mkdirSync(path.join(paths.work, folder), { recursive: true });
  return { copied: record.copied, lines };
}

module.exports = { fillWork, decide };
