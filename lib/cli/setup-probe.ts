/** The door to set-up's own probes: plain JavaScript beside dist, so that it runs before anything is built. */
import { join } from "node:path";
import { libraryFolder } from "../datasets/data-folder";

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
  return require(join(libraryFolder(), "setup", "probe.js")) as SetupProbe;
}
