"use strict";
/** One set-up at a time in one clone. A lock whose holder is dead is taken over. */
const fs = require("fs");
const path = require("path");
const paths = require("./paths");

const file = path.join(paths.state, "lock.json");
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** When a process was started, so that a number used again is not taken for the old process; "" where not known. */
function startOf(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return "";
  }
}

function isAlive({ pid, started }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code === "ESRCH") return false;
  }
  return startOf(pid) === started;
}

/** The holder; null when nobody holds it; { pid: 0 } while somebody is just writing it. */
function holder() {
  try {
    const text = fs.readFileSync(file, "utf8");
    if (text.endsWith("\n")) return JSON.parse(text);
    const age = Date.now() - fs.statSync(file).mtimeMs;
    return age < 5000 ? { pid: 0 } : { pid: -1 };
  } catch (error) {
    if (error.code === "ENOENT") return null;
    if (error instanceof SyntaxError) return { pid: -1 };
    throw error;
  }
}

/** Moves a dead holder's lock away. Renaming is atomic, so of two who try only one succeeds. */
function clearDead() {
  const aside = `${file}.${process.pid}.dead`;
  try {
    fs.renameSync(file, aside);
    fs.rmSync(aside, { force: true });
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
}

async function tryTake(mine) {
  try {
    fs.writeFileSync(file, mine, { flag: "wx" });
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
  // Somebody who saw the dead lock a moment ago may still clear ours away by mistake: look again.
  await pause(50);
  return fs.existsSync(file) && fs.readFileSync(file, "utf8") === mine;
}

/**
 * Waits until this process holds the lock.
 * @param {(pid: number) => void} onWait Called once when somebody else holds it.
 * @returns {Promise<() => void>} Gives the lock back.
 */
async function takeLock(onWait) {
  fs.mkdirSync(paths.state, { recursive: true });
  const mine = JSON.stringify({ pid: process.pid, started: startOf(process.pid) }) + "\n";
  for (let told = false; ;) {
    const other = holder();
    if (other && other.pid !== 0 && (other.pid < 0 || !isAlive(other))) {
      clearDead();
      await pause(500); // what the dead one started sees its end at once, and ends too
    } else if (other && other.pid !== 0 && !told) {
      onWait(other.pid);
      told = true;
    }
    if (await tryTake(mine)) break;
    await pause(300);
  }
  return () => fs.rmSync(file, { force: true });
}

module.exports = { takeLock };
