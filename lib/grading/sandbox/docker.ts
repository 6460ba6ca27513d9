/**
 * Where the system has no namespaces of its own (macOS, Windows): a container that Docker starts.
 *
 * Slow to start (about a second), so that a class takes longer. Docker brings its own filter of system calls.
 */
import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { findProgram } from "./find-program";
import { NOBODY } from "./level";
import type { LevelCommand } from "./level";
import { limits } from "./limits";
import { nodeOptions } from "./node-options";

/** Holds a Node for Linux; it must be there already, for grading needs no network. */
const IMAGE = "node:20-slim";

export const docker: LevelCommand = ({ child }) => {
  const program = findProgram(process.platform === "win32" ? "docker.exe" : "docker");
  if (program === undefined) return { missing: "Docker is not installed" };
  try {
    execFileSync(program, ["image", "inspect", IMAGE], { stdio: "ignore", timeout: 10_000 });
  } catch {
    return { missing: `Docker does not run, or lacks its image (\`docker pull ${IMAGE}\`)` };
  }
  const name = `ganbook-${randomUUID()}`;
  return {
    program,
    args: dockerArguments(name, child),
    standardStreams: true,
    finish: [program, "kill", name],
  };
};

export function dockerArguments(name: string, child: string): string[] {
  return [
    ...["run", "--rm", "--interactive", "--pull", "never", "--name", name],
    ...["--network", "none", "--ipc", "none", "--read-only", "--cap-drop", "ALL"],
    ...["--security-opt", "no-new-privileges", "--user", `${NOBODY}:${NOBODY}`],
    ...["--pids-limit", String(limits.threads), "--memory", String(limits.dataBytes)],
    ...["--memory-swap", String(limits.dataBytes), "--ulimit", `cpu=${limits.processorSeconds}`],
    ...["--ulimit", `nofile=${limits.openFiles}`, "--ulimit", "core=0", "--ulimit", "fsize=0"],
    ...[
      "--volume",
      `${child}:/child.js:ro`,
      "--workdir",
      "/",
      IMAGE,
      "node",
      ...nodeOptions,
      "/child.js",
      "standard",
    ],
  ];
}
