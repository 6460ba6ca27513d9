/** How Node runs inside, and the limits that the kernel holds it to. */
import { spawnSync } from "node:child_process";
import { limits } from "./limits";

export const nodeOptions = [
  `--max-old-space-size=${limits.heapMegabytes}`,
  "--random-seed=1", // Math.random() gives an honest answer the same numbers in each run
];

/** What Node 20 and 22 have of it before the first line of a program, generously. */
const OWN_DATA = 64 * 2 ** 20;
let dataLimit: number | undefined;

/**
 * The kernel's limit of private writable memory, in bytes. From Node 24 on V8 sets half a gigabyte of addresses aside for
 * code, which the kernel counts though nobody uses it: what a bare Node has is looked up, and comes on top.
 */
export function dataLimitBytes(): number {
  if (dataLimit !== undefined) return dataLimit;
  const script = "require('node:fs').readFileSync('/proc/self/status', 'utf8')";
  const { stdout } = spawnSync(process.execPath, [...nodeOptions, "-p", script], { encoding: "utf8" });
  const kilobytes = Number(/^VmData:\s+(\d+)/m.exec(stdout)?.[1] ?? 0);
  return (dataLimit = limits.dataBytes + Math.max(0, 1024 * kilobytes - OWN_DATA));
}

/** For prlimit(1), which starts what follows it. Hard limits: nothing inside can raise them. */
export const resourceLimits = () => [
  `--data=${dataLimitBytes()}`,
  `--cpu=${limits.processorSeconds}`,
  `--nofile=${limits.openFiles}`,
  "--fsize=0",
  "--core=0",
];
