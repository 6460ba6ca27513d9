/** Data sets by name, and which of them are on this machine. */
import { cifar10Folder, checkSizes, officialLayout, readReceipt } from "./cifar10-files";
import { findCifar10, loadCifar10 } from "./cifar10";
import { sprites } from "./sprites/sprites";
import type { Dataset } from "./types";

export type DatasetName = "cifar10" | "sprites";

/** What the doctor says of a data set. */
export interface DatasetReport {
  name: DatasetName;
  /** Whether it can be used at once, without a download. */
  found: boolean;
  /** The folder, or how the data set is made. */
  where: string;
  /** Pictures to train on. */
  size: number;
  /** Whether it is known to be the published one. */
  official: boolean;
  /** What is wrong and what to do; empty when nothing is. */
  problem: string;
}

/**
 * @param name "auto" takes cifar10 where it is found and sprites otherwise; it never downloads.
 * @throws RangeError for a name that is not known.
 * @throws DataError when files are missing, damaged or cannot be downloaded.
 */
export async function loadDataset(name: DatasetName | "auto"): Promise<Dataset> {
  switch (name) {
    case "sprites":
      return sprites();
    case "cifar10":
      return loadCifar10();
    case "auto":
      return findCifar10() === undefined ? sprites() : loadCifar10();
    default:
      throw new RangeError(`There is no data set "${String(name)}". Take "cifar10", "sprites" or "auto".`);
  }
}

/** Each data set with where it lies; reads sizes only, no picture, and throws nothing. */
export async function findDatasets(): Promise<DatasetReport[]> {
  return [await reportCifar10(), reportSprites()];
}

async function reportCifar10(): Promise<DatasetReport> {
  const report: DatasetReport = {
    name: "cifar10",
    found: false,
    where: "",
    size: officialLayout.train.length * officialLayout.recordsPerFile,
    official: false,
    problem: "",
  };
  try {
    const folder = findCifar10();
    if (folder === undefined) {
      const problem = `No folder ${cifar10Folder} on this machine; it is downloaded when first used (162 MiB).`;
      return { ...report, problem };
    }
    await checkSizes(folder);
    return { ...report, found: true, where: folder, official: (await readReceipt(folder)) !== undefined };
  } catch (error) {
    return { ...report, problem: (error as Error).message };
  }
}

function reportSprites(): DatasetReport {
  const where = "drawn by code from a seed";
  return { name: "sprites", found: true, where, size: 10_000, official: true, problem: "" };
}
