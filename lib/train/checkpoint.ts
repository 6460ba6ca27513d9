/**
 * Checkpoints: all that a run needs to go on as if it had never stopped, in one file.
 *
 * A file is written under another name and renamed, and the one before it is kept until then, so that a run killed at
 * any moment finds a whole checkpoint. Its SHA-256 is inside it: a damaged one is refused.
 */
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { decodeTensors, encodeTensors } from "../engine/safetensors";
import type { NamedArray, TensorMap } from "../engine/safetensors";
import { writeFileAtomic } from "../engine/atomic-file";
import type { GanDescription } from "../models/types";

/** What has to be the same for a run to go on: another value would make another run of it. */
export interface RunIdentity {
  model: GanDescription;
  dataset: { name: string; size: number };
  options: Record<string, unknown>;
}

export interface Checkpoint {
  /** Steps done. */
  step: number;
  identity: RunIdentity;
  /** Weights, optimiser moments, averages and reports, by name. */
  tensors: Map<string, NamedArray>;
  /** The file it came from. */
  path: string;
}

/** A checkpoint that is missing, damaged, or of another run. The message names the file and says what to do. */
export class CheckpointError extends Error {
  override readonly name = "CheckpointError";
}

const FORMAT = "1";
const KEPT = 2;
const fileName = /^checkpoint-(\d{6,})\.safetensors$/;
const unfinished = /^\.checkpoint-\d{6,}\.safetensors\..*\.part$/;

/**
 * Writes checkpoint-<step>.safetensors to a folder, made when it is not there, and removes all but the last two.
 *
 * @returns The file's path.
 */
export async function saveCheckpoint(
  dir: string,
  { step, identity, tensors }: { step: number; identity: RunIdentity; tensors: TensorMap },
): Promise<string> {
  const path = join(dir, `checkpoint-${String(step).padStart(6, "0")}.safetensors`);
  const metadata = { format: FORMAT, step: String(step), identity: JSON.stringify(identity) };
  await writeFileAtomic(path, encodeTensors(tensors, { metadata }));
  const { checkpoints, leftovers } = await listFolder(dir);
  for (const name of [...checkpoints.slice(0, -KEPT), ...leftovers])
    await rm(join(dir, name), { force: true });
  return path;
}

/**
 * Reads the newest checkpoint of a folder; undefined when there is none.
 *
 * @throws CheckpointError when it is damaged, with the older one's name if there is one to go back to.
 */
export async function loadCheckpoint(dir: string): Promise<Checkpoint | undefined> {
  const { checkpoints } = await listFolder(dir);
  const newest = checkpoints.at(-1);
  if (newest === undefined) return undefined;
  const path = join(dir, newest);
  try {
    const { tensors, metadata } = decodeTensors(await readFile(path), path);
    if (metadata.format !== FORMAT) throw new Error(`its format is ${metadata.format}, expected ${FORMAT}.`);
    return {
      step: Number(metadata.step),
      identity: JSON.parse(metadata.identity!) as RunIdentity,
      tensors,
      path,
    };
  } catch (cause) {
    const older = checkpoints.at(-2);
    const mend = older
      ? `Delete it to go on from ${older}.`
      : "Delete it to start the run again from step 0.";
    throw new CheckpointError(`Cannot read ${path}: ${(cause as Error).message} ${mend}`, { cause });
  }
}

/** @throws CheckpointError that lists what differs between the run of a checkpoint and the run asked for. */
export function checkSameRun(checkpoint: Checkpoint, wanted: RunIdentity): void {
  const before = flatten(checkpoint.identity);
  const now = flatten(wanted);
  const names = [...new Set([...before.keys(), ...now.keys()])];
  const differences = names
    .filter((name) => before.get(name) !== now.get(name))
    .map((name) => `${name} was ${before.get(name) ?? "not set"}, now ${now.get(name) ?? "not set"}`);
  if (differences.length === 0) return;
  throw new CheckpointError(
    `${checkpoint.path} is of another run: ${differences.join("; ")}. ` +
      "Resume with the options of that run, or train in another folder.",
  );
}

/** Names of checkpoints, the oldest first, and of files that a killed run left unfinished. */
async function listFolder(dir: string): Promise<{ checkpoints: string[]; leftovers: string[] }> {
  const names = await readdir(dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const stepOf = (name: string) => Number(fileName.exec(name)![1]);
  return {
    checkpoints: names.filter((name) => fileName.test(name)).sort((a, b) => stepOf(a) - stepOf(b)),
    leftovers: names.filter((name) => unfinished.test(name)),
  };
}

/** {"options.seed": "7", ...}: every leaf of the identity as text, for one comparison and one message. */
function flatten(value: unknown, path: string[] = []): Map<string, string> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return new Map(value === undefined ? [] : [[path.join("."), JSON.stringify(value)]]);
  }
  return new Map(Object.entries(value).flatMap(([key, part]) => [...flatten(part, [...path, key])]));
}
