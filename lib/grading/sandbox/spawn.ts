/** Starts the program of a sandbox with an empty environment and no descriptors but its own. */
import { spawn } from "node:child_process";
import type { ChildProcess, StdioOptions } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { devNull } from "node:os";
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
  const nothing = openSync(devNull, "r");
  const filter = descriptor4 === undefined ? undefined : openSync(descriptor4, "r");
  const streams = standardStreams
    ? (["pipe", "pipe", "pipe"] as const)
    : (["ignore", "pipe", "pipe", "pipe", filter ?? nothing] as const);
  const isRoot = process.getuid?.() === 0;
  try {
    return spawn(program, args, {
      stdio: closed(streams, nothing),
      env: {},
      cwd: "/",
      detached: true,
      windowsHide: true,
      ...(isRoot && user !== undefined ? { uid: user, gid: user } : {}),
    });
  } finally {
    if (filter !== undefined) closeSync(filter);
    closeSync(nothing);
  }
}

/** What would be inherited besides is replaced by /dev/null: "ignore" leaves it as it is, from 3 on. */
function closed(streams: readonly ("ignore" | "pipe" | number)[], nothing: number): StdioOptions {
  const inherited = inheritedDescriptors(streams.length);
  const last = Math.max(streams.length - 1, ...inherited);
  return Array.from(
    { length: last + 1 },
    (_, descriptor) => streams[descriptor] ?? (inherited.includes(descriptor) ? nothing : "ignore"),
  );
}

export function streamsOf(child: ChildProcess, { standardStreams }: SandboxCommand) {
  const errors = child.stderr!;
  if (standardStreams) return { requests: child.stdin!, replies: child.stdout!, printed: undefined, errors };
  const pipe = child.stdio[PIPE] as Duplex;
  return { requests: pipe, replies: pipe, printed: child.stdout!, errors };
}
