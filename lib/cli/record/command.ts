/** `ganbook record`: makes again what the course ships as recorded. */
import { Command } from "commander";
import { join } from "node:path";
import type { EngineName } from "../../engine/engine";
import { useEngine } from "../../engine/use-engine";
import { recordings } from "./recordings";
import { say } from "./report";

export function recordCommand(): Command {
  const command = new Command("record").description(
    "make again what the course ships as recorded (takes long)",
  );
  for (const [name, { description, run }] of Object.entries(recordings)) {
    command
      .command(name)
      .description(description)
      .option("--engine <name>", "engine", "auto")
      .option("--out <dir>", "folder for checkpoints and pictures of the way there", join("runs", name))
      .action(async ({ engine, out }: { engine: EngineName | "auto"; out: string }) => {
        const info = await useEngine(engine);
        say(`${name}: ${description}; ${info.version} (${info.device}). ${info.note}`);
        await run(info, { out });
      });
  }
  return command;
}
