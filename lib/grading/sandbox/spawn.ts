/** Starts the program of a sandbox with an empty environment and no descriptors but its own. */
import { spawn } from "node:child_process";
import type { ChildProcess, StdioOptions } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import type { Duplex } from "node:stream";
import { inheritedDescriptors } from "./descriptors";
import { PIPE } from "./level";
import type { SandboxCommand } from "./level";

/** It leads a process group, which can be ended as a whole. */
export function spawnQuietly({
  program,
  args,
  descriptor4,
  user,
  standardStreams,
}: SandboxCommand): ChildProcess {
  const filter = descriptor4 === undefined ? undefined : openSync(descriptor4, "r");
  const streams = standardStreams
    ? (["pipe", "pipe", "pipe"] as const)
    : (["ignore", "pipe", "pipe", "pipe", filter ?? "ignore"] as const);
  const isRoot = process.getuid?.() === 0;
  try {
    return spawn(program, args, {
      stdio: closed(streams),
      env: {},
      cwd: "/",
      detached: true,
      windowsHide: true,
      ...(isRoot && user !== undefined ? { uid: user, gid: user } : {}),
    });
  } finally {
    if (filter !== undefined) closeSync(filter);
  }
}

/** What would be inherited besides is replaced by /dev/null. */
function closed(streams: readonly ("ignore" | "pipe" | number)[]): StdioOptions {
  const last = Math.max(streams.length - 1, ...inheritedDescriptors(streams.length));
  return Array.from({ length: last + 1 }, (_, descriptor) => streams[descriptor] ?? "ignore");
}

export function streamsOf(child: ChildProcess, { standardStreams }: SandboxCommand) {
  const errors = child.stderr!;
  if (standardStreams) return { requests: child.stdin!, replies: child.stdout!, printed: undefined, errors };
  const pipe = child.stdio[PIPE] as Duplex;
  return { requests: pipe, replies: pipe, printed: child.stdout!, errors };
}
