/**
 * Records: tables that take hours, made by `npx ganbook record NAME`, stored with their date and shown as recorded.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { repositoryData } from "../datasets/data-folder";
import type { KernelDistance } from "./kernel-distance";
import type { Scores } from "./scores";

/** A result with all that is needed to judge and to repeat it. */
export interface RecordFile<Result> {
  name: string;
  /** The command that made it. */
  command: string;
  /** Day on which it ended, UTC. */
  date: string;
  /** Wall-clock minutes, with whatever else the machine was doing. */
  minutes: number;
  machine: { processor: string; cores: number; memoryGiB: number; system: string };
  versions: { node: string; engine: string; device: string };
  result: Result;
}

/** Where a record lies: data/records/NAME.json. */
export function recordPath(name: string): string {
  return join(repositoryData(), "records", `${name}.json`);
}

/**
 * Reads a record for a chapter to show.
 *
 * @throws Error with the command that makes it, when it is not there.
 */
export async function readRecord<Result>(name: string): Promise<RecordFile<Result>> {
  const text = await readFile(recordPath(name), "utf8").catch(() => {
    throw new Error(`${recordPath(name)} is not there. "npx ganbook record ${name}" makes it.`);
  });
  return JSON.parse(text) as RecordFile<Result>;
}

/** Kernel distance of pictures that no GAN made. */
export interface Control extends KernelDistance {
  name: string;
}

/** One seed of `DcganRecord`. */
export interface DcganRun {
  seed: number;
  /** Distance after so many steps; 0 is the untrained generator. */
  distances: (KernelDistance & { step: number })[];
  /** Distance after the last step, as a share of the untrained generator's. */
  ratio: number;
  minutes: number;
}

/** What "dcgan-cifar10" records: the article's DCGAN after 2,400 steps, and the controls. */
export interface DcganRecord {
  /** On whose features, how many of them, and how often it is right on test pictures. */
  features: { name: string; size: number; accuracy: number };
  /** On each side of a distance. */
  pictures: number;
  reference: string;
  controls: Control[];
  training: Record<string, string | number>;
  runs: DcganRun[];
}

/** What "measuring-cifar10" records: every score of many sets of pictures, on several extractors. */
export interface MeasuringRecord {
  /** On each side of a score. */
  pictures: number;
  reference: string;
  /** With their numbers of features. */
  extractors: { name: string; size: number }[];
  rows: MeasuringRow[];
}

export interface MeasuringRow {
  pictures: string;
  /** One entry for each extractor, by its name. */
  scores: Record<string, Scores>;
  /** Mean distance to the nearest of all training pictures, in the first extractor's features. */
  nearest: number;
}
