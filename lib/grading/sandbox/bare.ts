/** No sandbox: the answer runs with the judge's rights. Only where somebody asked for it in so many words. */
import { nodeOptions } from "./node-options";
import type { LevelCommand } from "./level";

export const bare: LevelCommand = ({ child }) => ({
  program: process.execPath,
  args: [...nodeOptions, child, "standard"],
  standardStreams: true, // Windows has no descriptor 3
});
