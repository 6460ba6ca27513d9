/** The door to set-up's own probes: plain JavaScript beside dist, so that it runs before anything is built. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** One thing that the course needs on this machine. */
export interface Part {
  name: string;
  works: boolean;
  /** Versions and places. */
  found: string;
  /** What is wrong; empty when it works. */
  why: string;
  /** What to do about it; empty when it works. */
  mend: string;
}

export interface SetupProbe {
  probeParts: () => Part[];
  /** What set-up said about the TensorFlow engine, such as a graphics card that is not used; empty when all is well. */
  engineNote: () => { note: string; mend: string };
}

export function setupProbe(): SetupProbe {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- its path is known only at run time
  return require(join(packageFolder(), "setup", "probe.js")) as SetupProbe;
}

/** This file runs from lib/dist/cli and, in tests, from lib/cli. */
function packageFolder(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return folder;
}
