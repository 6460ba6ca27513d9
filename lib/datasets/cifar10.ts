/**
 * CIFAR-10: 60,000 small colour photographs of ten classes (Krizhevsky, "Learning Multiple Layers of Features from
 * Tiny Images", 2009), 50,000 to train on and 10,000 to test with.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fetchCifar10 } from "./cifar10-archive";
import { cifar10Classes, cifar10Folder, pixelsPerChannel, readCifar10, recordSize } from "./cifar10-files";
import type { Cifar10Records } from "./cifar10-files";
import { DataError, dataFolders } from "./data-folder";
import { makeDataset } from "./dataset";
import type { DownloadProgress } from "./download";
import { downloadBar } from "./download-bar";
import type { Dataset } from "./types";

export interface LoadCifar10Options {
  split?: "train" | "test";
  /** Whether to download it where it is not found; with false, that is an error. */
  download?: boolean;
  /** Told how the download goes; without it a bar is written to stderr. */
  onProgress?: (progress: DownloadProgress) => void;
  /** Ends the download; the next one goes on where this stopped. */
  signal?: AbortSignal;
}

/**
 * Loads one split from `$GANBOOK_DATA` or `data/`, and downloads the official archive (162 MiB) the first time.
 * The whole split is held in memory, 147 MiB for train.
 * @throws DataError that names the file which is missing, too short, too long or damaged, or says why the download failed.
 */
export async function loadCifar10(options: LoadCifar10Options = {}): Promise<Dataset> {
  const { split = "train", download = true } = options;
  if (split !== "train" && split !== "test") {
    throw new RangeError(`cifar10: split is ${String(split)}. Take "train" or "test".`);
  }
  const folder = findCifar10() ?? (download ? await fetchWithProgress(options) : refuse());
  return cifar10Dataset(await readCifar10(folder, split), folder);
}

/** The folder of CIFAR-10 on this machine, whole or not, or nothing. */
export function findCifar10(): string | undefined {
  return dataFolders()
    .map((folder) => join(folder, cifar10Folder))
    .find((folder) => existsSync(folder));
}

async function fetchWithProgress({ onProgress, signal }: LoadCifar10Options): Promise<string> {
  const bar = onProgress ? undefined : downloadBar("cifar10");
  try {
    return await fetchCifar10(dataFolders()[0]!, { onProgress: onProgress ?? bar?.update, signal });
  } finally {
    bar?.stop();
  }
}

function refuse(): never {
  const folders = dataFolders().join(" or ");
  throw new DataError(
    `cifar10 is not here: no folder ${cifar10Folder} in ${folders}. Load it with download: true.`,
  );
}

/** A data set over records in memory; nothing is copied before a picture is asked for. */
export function cifar10Dataset({ records, labels, official }: Cifar10Records, folder: string): Dataset {
  return makeDataset({
    name: "cifar10",
    imageShape: [32, 32, 3],
    size: labels.length,
    classes: cifar10Classes,
    labels,
    note: official ? "" : unofficialNote(folder),
    write: (index, target, offset) => writeInterleaved(records, index * recordSize + 1, { target, offset }),
  });
}

/** The file keeps a red, a green and a blue plane; a picture here is [height, width, channels]. */
function writeInterleaved(
  records: Uint8Array,
  start: number,
  { target, offset }: { target: Uint8Array; offset: number },
): void {
  for (let p = 0; p < pixelsPerChannel; p++, offset += 3) {
    target[offset] = records[start + p]!;
    target[offset + 1] = records[start + pixelsPerChannel + p]!;
    target[offset + 2] = records[start + 2 * pixelsPerChannel + p]!;
  }
}

function unofficialNote(folder: string): string {
  return (
    `CIFAR-10 from ${folder} did not come from the official archive: sizes, labels and class counts are right, ` +
    `but its pictures may differ from the published ones.`
  );
}
