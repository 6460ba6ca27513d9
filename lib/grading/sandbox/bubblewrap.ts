/**
 * The sandbox of choice on Linux: bubblewrap, an unprivileged program that Flatpak uses too.
 *
 * Inside there is Node, the libraries it loads and one script, all read-only; no /proc, no /dev, no /tmp; one process,
 * number 1, in user, mount, process, network, ipc and host name namespaces of its own.
 */
import { findProgram } from "./find-program";
import { FILTER, NOBODY } from "./level";
import type { LevelCommand } from "./level";
import { nodeOptions, resourceLimits } from "./node-options";

export const bubblewrap: LevelCommand = ({ node, libraries, child, filter }) => {
  const prlimit = findProgram("prlimit");
  const bwrap = findProgram("bwrap");
  if (bwrap === undefined) return { missing: "bubblewrap is not installed (`apt install bubblewrap`)" };
  if (prlimit === undefined) return { missing: "prlimit is not installed (`apt install util-linux`)" };
  if (filter === undefined) return { missing: `there is no filter of system calls for ${process.arch}` };
  const visible = [...libraries.map((path) => [path, path]), [node, "/node"], [child, "/child.js"]];
  return {
    program: prlimit,
    descriptor4: filter,
    user: NOBODY,
    args: [
      ...resourceLimits(),
      bwrap,
      ...["--unshare-all", "--unshare-user", "--disable-userns"], // nor can it make namespaces of its own
      ...["--uid", String(NOBODY), "--gid", String(NOBODY), "--hostname", "sandbox"],
      ...["--as-pid-1", "--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL"],
      ...visible.flatMap(([from, to]) => ["--ro-bind", from!, to!]),
      ...["--remount-ro", "/", "--chdir", "/"],
      ...["--seccomp", String(FILTER)],
      ...["--", "/node", ...nodeOptions, "/child.js"],
    ],
  };
};
