/** Finds the strongest sandbox that works on this machine, by starting one of each. */
import type { SandboxLevel } from "../types";
import { bare } from "./bare";
import { bubblewrap } from "./bubblewrap";
import { docker } from "./docker";
import type { LevelCommand, SandboxFiles } from "./level";
import { Sandbox } from "./sandbox";
import { unshare } from "./unshare";

const commands: Record<SandboxLevel, LevelCommand> = { bubblewrap, unshare, docker, none: bare };

const onLinux: readonly SandboxLevel[] = ["bubblewrap", "unshare", "docker"];

export interface LevelOptions {
  /** Only this one; by default the strongest that works. */
  level?: SandboxLevel;
  /** Where nothing works, run answers without a sandbox. */
  unsafe?: boolean;
}

export interface ChosenLevel {
  level: SandboxLevel;
  start(files: SandboxFiles): Sandbox;
}

/**
 * @param files With any child in it, to try with.
 * @throws Error when no sandbox works: why each does not, and what to do.
 */
export async function chooseLevel(
  files: SandboxFiles,
  { level, unsafe = false }: LevelOptions,
): Promise<ChosenLevel> {
  const reasons: string[] = [];
  const safe = process.platform === "linux" ? onLinux : (["docker"] as const);
  const candidates = level === undefined ? [...safe, ...(unsafe ? (["none"] as const) : [])] : [level];
  if (level === "none" && !unsafe) throw new Error('The level "none" is no sandbox: it needs `unsafe`.');
  for (const candidate of candidates) {
    const start = (where: SandboxFiles) => startLevel(candidate, where);
    try {
      const sandbox = start(files);
      await sandbox.ready.finally(() => sandbox.end());
      return { level: candidate, start };
    } catch (error) {
      reasons.push(`${candidate}: ${(error as Error).message}`);
    }
  }
  throw new Error(
    `Answers run in a sandbox only, and none works here. ${reasons.join(". ")}. ${mend()} To run them without a ` +
      "sandbox, with all your rights, on a machine that holds nothing of value: --unsafe-no-sandbox.",
  );
}

function startLevel(level: SandboxLevel, files: SandboxFiles): Sandbox {
  const command = commands[level](files);
  if ("missing" in command) throw new Error(command.missing);
  return new Sandbox(command);
}

function mend(): string {
  if (process.platform !== "linux") return "Install Docker Desktop and run `docker pull node:20-slim`.";
  return (
    "Install bubblewrap (`sudo apt install bubblewrap`). Where it says that it lacks permission, allow user namespaces: " +
    "`sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0` on Ubuntu 24.04, " +
    "`sudo sysctl kernel.unprivileged_userns_clone=1` on older Debian; in a container, start it with user namespaces allowed."
  );
}
