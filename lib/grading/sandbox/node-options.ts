/** How Node runs inside, and the limits that the kernel holds it to. */
import { limits } from "./limits";

export const nodeOptions = [
  `--max-old-space-size=${limits.heapMegabytes}`,
  "--random-seed=1", // Math.random() gives an honest answer the same numbers in each run
];

/** For prlimit(1), which starts what follows it. Hard limits: nothing inside can raise them. */
export const resourceLimits = [
  `--data=${limits.dataBytes}`,
  `--cpu=${limits.processorSeconds}`,
  `--nofile=${limits.openFiles}`,
  "--fsize=0",
  "--core=0",
];
