/**
 * Where bubblewrap is missing: the same namespaces by util-linux's programs, which nearly every Linux has.
 *
 * Slower to start, and without a filter of system calls: processes are limited by number, memory files by size. As with
 * bubblewrap, what is inside sees Node, its libraries and one script, read-only.
 */
import { dirname } from "node:path";
import { findProgram } from "./find-program";
import { NOBODY } from "./level";
import type { LevelCommand, SandboxFiles } from "./level";
import { limits } from "./limits";
import { nodeOptions, resourceLimits } from "./node-options";

const needed = ["unshare", "prlimit", "mount", "mkdir", "touch", "sh"] as const;
type Programs = Record<(typeof needed)[number], string>;

export const unshare: LevelCommand = (files) => {
  const found = needed.map((name) => [name, findProgram(name)] as const);
  const missing = found.filter(([, path]) => path === undefined).map(([name]) => name);
  if (missing.length > 0)
    return { missing: `${missing.join(", ")} is not installed (\`apt install util-linux\`)` };
  const programs = Object.fromEntries(found) as Programs;
  return {
    program: programs.prlimit,
    user: NOBODY,
    args: [
      ...resourceLimits(),
      programs.unshare,
      ...[
        "--user",
        "--map-root-user",
        "--mount",
        "--pid",
        "--net",
        "--ipc",
        "--uts",
        "--fork",
        "--kill-child",
      ],
      ...[programs.sh, "-c", script(files, programs)],
    ],
  };
};

/** Builds a root folder in memory, then becomes Node in it, in a second user namespace where it has no rights. */
function script({ root, node, libraries, child }: SandboxFiles, programs: Programs): string {
  const { mount, mkdir, touch } = programs;
  const visible = [...libraries.map((path) => [path, path]), [node, "/node"], [child, "/child.js"]] as [
    string,
    string,
  ][];
  const folders = [...new Set(visible.map(([, to]) => dirname(to)))];
  const inside = (path: string) => quote(root + path);
  const start = [
    ...[programs.prlimit, `--nproc=${limits.threads}`],
    ...[programs.unshare, "--user", `--map-user=${NOBODY}`, `--map-group=${NOBODY}`],
    ...[`--root=${quote(root)}`, "--wd=/", "/node", ...nodeOptions, "/child.js"],
  ];
  return [
    "set -e",
    `${mount} -t tmpfs -o size=1m,mode=755,nosuid,nodev none ${quote(root)}`,
    `${mkdir} -p ${folders.map(inside).join(" ")}`,
    `${touch} ${visible.map(([, to]) => inside(to)).join(" ")}`,
    ...visible.flatMap(([from, to]) => [
      `${mount} --bind ${quote(from)} ${inside(to)}`,
      `${mount} -o remount,bind,ro ${inside(to)}`,
    ]),
    `${mount} -o remount,bind,ro ${quote(root)}`,
    "echo 1 > /proc/sys/user/max_user_namespaces", // for the one below: it is the last
    `exec ${start.join(" ")}`,
  ].join("\n");
}

const quote = (text: string) => `'${text.replace(/'/g, `'\\''`)}'`;
