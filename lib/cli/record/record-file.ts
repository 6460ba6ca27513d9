/** Writes what a recording leaves behind. */
import { cpus, totalmem, type as systemType } from "node:os";
import { writeFileAtomic } from "../../engine/atomic-file";
import type { EngineInfo } from "../../engine/engine";
import { recordPath } from "../../metrics/records";
import type { RecordFile } from "../../metrics/records";

export function makeRecord<Result>(
  name: string,
  result: Result,
  { engine, minutes }: { engine: EngineInfo; minutes: number },
): RecordFile<Result> {
  return {
    name,
    command: `npx ganbook record ${name}`,
    date: new Date().toISOString().slice(0, 10),
    minutes: Math.round(minutes * 10) / 10,
    machine: {
      processor: cpus()[0]?.model.trim() ?? "unknown",
      cores: cpus().length,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      system: `${systemType()} ${process.arch}`,
    },
    versions: { node: process.version, engine: engine.version, device: engine.device },
    result,
  };
}

export async function writeRecord<Result>(record: RecordFile<Result>): Promise<string> {
  const path = recordPath(record.name);
  await writeFileAtomic(path, `${JSON.stringify(record, null, 2)}\n`);
  return path;
}
