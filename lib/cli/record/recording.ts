/** One thing that `npx ganbook record` makes. */
import type { EngineInfo } from "../../engine/engine";

export interface RecordOptions {
  /** Folder for checkpoints and sample grids of the way there. */
  out: string;
}

export interface Recording {
  /** What it makes, for --help. */
  description: string;
  readonly run: (engine: EngineInfo, options: RecordOptions) => Promise<void>;
}
