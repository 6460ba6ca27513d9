/** What the bench ran on, and how busy it was. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { arch, cpus, loadavg, platform, release, totalmem } from "node:os";

export interface Machine {
  cpu: string;
  cores: number;
  gigabytes: number;
  system: string;
  node: string;
  /** Those that decide how fast a network trains; empty where the system does not list them. */
  flags: string[];
  /** Programs that wanted a core over the last minute, before the bench began. */
  load: number;
  /** Of this repository; "+" where files differ from it. */
  commit: string;
}

/** Vector units by the names of /proc/cpuinfo, the widest last. */
const interesting = [
  "avx2",
  "fma",
  "avx512f",
  "avx512_vnni",
  "avx512_bf16",
  "avx512_fp16",
  "amx_tile",
  "amx_bf16",
];

export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: cpus().length,
    gigabytes: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()} ${arch()}`,
    node: process.versions.node,
    flags: vectorFlags(readCpuInfo()),
    load: Math.round(loadavg()[0]! * 100) / 100,
    commit: commit(),
  };
}

/** @param cpuInfo The text of /proc/cpuinfo. */
export function vectorFlags(cpuInfo: string): string[] {
  const words = new Set(/^flags\s*:(.*)$/m.exec(cpuInfo)?.[1]?.split(" "));
  return interesting.filter((flag) => words.has(flag));
}

/** Whether bfloat16 products have units of their own. */
export function hasBfloat16({ flags }: Pick<Machine, "flags">): boolean {
  return flags.includes("avx512_bf16") || flags.includes("amx_bf16");
}

function readCpuInfo(): string {
  try {
    return readFileSync("/proc/cpuinfo", "utf8");
  } catch {
    return "";
  }
}

function commit(): string {
  try {
    const git = (...words: string[]) =>
      execFileSync("git", words, { encoding: "utf8", stdio: "pipe" }).trim();
    return git("rev-parse", "--short", "HEAD") + (git("status", "--porcelain") === "" ? "" : "+");
  } catch {
    return "unknown";
  }
}
