/** What every kind of sandbox is made of: files that are visible inside, and a command line that starts Node there. */

/** The files of one judge, in a folder that every user may read. */
export interface SandboxFiles {
  /** Node's program, as a path that an unprivileged user can reach. */
  node: string;
  /** The shared libraries that Node loads, each to be seen under its own path. */
  libraries: readonly string[];
  /** The program that serves requests. */
  child: string;
  /** An empty folder, for a sandbox to build its root on. */
  root: string;
  /** The filter of system calls; undefined where this machine has none. */
  filter: string | undefined;
}

export interface SandboxCommand {
  program: string;
  args: readonly string[];
  /** A file to be opened as descriptor 4. */
  descriptor4?: string;
  /** Requests go to its standard input and replies come from its standard output, where there is no descriptor 3. */
  standardStreams?: boolean;
  /** A command to run besides when it is to end. */
  finish?: readonly [program: string, ...args: string[]];
  /** Whom it runs as, where the judge is root. */
  user?: number;
}

/** Says how to start a sandbox, or why it cannot work here and what would mend that. */
export type LevelCommand = (files: SandboxFiles) => SandboxCommand | { missing: string };

/** Where the child's pipe is: requests come in, replies go out. */
export const PIPE = 3;
export const FILTER = 4;

/** "nobody": the user inside, and outside where the judge is root, so that nothing ever runs with root's rights. */
export const NOBODY = 65534;
