"use strict";
/** Which build of TensorFlow this machine should have: with CUDA, or for the CPU only. */
const { spawnSync } = require("child_process");

/** CUDA 12, which TensorFlow 2.21 is built for, runs on drivers from this on. */
const oldestDriver = 525;
/** What the wheel and CUDA need on the disk at their height, in bytes, beside the rest of a first set-up. */
const diskNeed = 9e9;
const query = ["--query-gpu=name,driver_version,compute_cap", "--format=csv,noheader"];

/** What `nvidia-smi` says: { found, ok, output }; found is false when there is no such program. */
function askNvidiaSmi() {
  const result = spawnSync("nvidia-smi", query, { encoding: "utf8", timeout: 15_000, windowsHide: true });
  if (result.error && result.error.code === "ENOENT") return { found: false, ok: false, output: "" };
  return {
    found: true,
    ok: result.status === 0,
    output: `${result.stdout || ""}${result.stderr || ""}`.trim(),
  };
}

/**
 * @param {{ refused: boolean, platform: string, arch: string, room: number,
 *   smi: { found: boolean, ok: boolean, output: string } }} facts
 *   refused: the user gave --cpu; room: free bytes, Infinity where the build is already there.
 * @returns {{ build: "cpu" | "gpu", card: string, why: string }} why: one sentence for the user when there is something
 *   to say, such as a card that is not used; else empty.
 */
function decideBuild({ refused, platform, arch, room, smi }) {
  const cpu = (why, card = "") => ({ build: "cpu", card, why });
  if (!smi.found) return cpu("");
  if (!smi.ok)
    return cpu(`nvidia-smi is there but fails (${firstLine(smi.output)}): the CPU build is taken.`);
  const [card = "", driver = ""] = firstLine(smi.output)
    .split(",")
    .map((part) => part.trim());
  if (card === "" || !/^\d+/.test(driver)) {
    return cpu(`nvidia-smi names no card (${firstLine(smi.output)}): the CPU build is taken.`);
  }
  if (refused) return cpu(`${card} is not used, because of --cpu.`, card);
  if (platform !== "linux" || arch !== "x64") {
    return cpu(`${card} is not used: TensorFlow's GPU build is for Linux on x64 only.`, card);
  }
  if (parseInt(driver, 10) < oldestDriver) {
    return cpu(
      `${card} is not used: its driver ${driver} is older than ${oldestDriver}, which CUDA 12 needs.`,
      card,
    );
  }
  if (room < diskNeed) {
    const gigabytes = (bytes) => (bytes / 1e9).toFixed(0);
    const need = `TensorFlow's GPU build with CUDA needs ${gigabytes(diskNeed)} GB of disk, and ${gigabytes(room)} are free`;
    return cpu(`${card} is not used: ${need}.`, card);
  }
  return { build: "gpu", card, why: "" };
}

const firstLine = (text) => text.split("\n")[0].trim() || "it printed nothing";

module.exports = { askNvidiaSmi, decideBuild };
