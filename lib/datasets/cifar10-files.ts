/**
 * The binary layout of CIFAR-10: files of records, each one label byte and then the picture's 1,024 red, 1,024 green
 * and 1,024 blue bytes, row by row. https://www.cs.toronto.edu/~kriz/cifar.html
 */
import { createHash } from "node:crypto";
import { promises as fs } from "node:fs";
import { join } from "node:path";
import { DataError } from "./data-folder";

export const cifar10Folder = "cifar-10-batches-bin";
export const cifar10Classes = [
  "airplane",
  "automobile",
  "bird",
  "cat",
  "deer",
  "dog",
  "frog",
  "horse",
  "ship",
  "truck",
];
export const pixelsPerChannel = 32 * 32;
export const recordSize = 1 + 3 * pixelsPerChannel;

/** Which files, and how much is in each. Tests read small files through a layout of their own. */
export interface Cifar10Layout {
  train: string[];
  test: string[];
  recordsPerFile: number;
}

export const officialLayout: Cifar10Layout = {
  train: [1, 2, 3, 4, 5].map((k) => `data_batch_${k}.bin`),
  test: ["test_batch.bin"],
  recordsPerFile: 10_000,
};

export const namesFile = "batches.meta.txt";
/** Written into a folder that was unpacked from the official archive: the SHA-256 of each file. */
export const receiptFile = "ganbook-receipt.json";

export interface Receipt {
  source: string;
  sha256: Record<string, string>;
}

export interface Cifar10Records {
  /** All records of the split, one behind the other, as they lie in the files. */
  records: Uint8Array;
  labels: Uint8Array;
  /** Whether every file read is, byte for byte, the one of the official archive. */
  official: boolean;
}

/**
 * Reads one split and checks all of it before anything is handed out.
 * @throws DataError that names the file which is missing, too short, too long or damaged.
 */
export async function readCifar10(
  folder: string,
  split: "train" | "test",
  layout: Cifar10Layout = officialLayout,
): Promise<Cifar10Records> {
  const receipt = await readReceipt(folder);
  await checkNames(join(folder, namesFile));
  const fileSize = layout.recordsPerFile * recordSize;
  const records = Buffer.allocUnsafeSlow(layout[split].length * fileSize);
  for (const [k, file] of layout[split].entries()) {
    const part = records.subarray(k * fileSize, (k + 1) * fileSize);
    await readWhole(join(folder, file), part);
    checkReceipt(join(folder, file), part, receipt?.sha256[file]);
  }
  const labels = readLabels(records, { folder, files: layout[split], perFile: layout.recordsPerFile });
  checkClassCounts(labels, join(folder, split === "test" ? "test_batch.bin" : "data_batch_1..5.bin"));
  return { records, labels, official: layout[split].every((file) => receipt?.sha256[file] !== undefined) };
}

/**
 * Whether all files are there with the right sizes; reads no picture.
 * @throws DataError that names the first file which is missing, too short or too long.
 */
export async function checkSizes(folder: string, layout: Cifar10Layout = officialLayout): Promise<void> {
  for (const file of [...layout.train, ...layout.test]) {
    const path = join(folder, file);
    const stat = await fs.stat(path).catch(refuseMissing(path));
    checkLength(path, stat.size, layout.recordsPerFile * recordSize);
  }
  await checkNames(join(folder, namesFile));
}

/** What the unpacking wrote, or nothing where the folder came from elsewhere. */
export async function readReceipt(folder: string): Promise<Receipt | undefined> {
  const path = join(folder, receiptFile);
  const text = await fs.readFile(path, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const receipt = JSON.parse(text) as Receipt;
    if (typeof receipt.sha256 === "object" && receipt.sha256 !== null) return receipt;
  } catch {
    // falls through to the same refusal
  }
  throw new DataError(`${path} is damaged. ${remedy(folder)}`);
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

async function readWhole(path: string, target: Buffer): Promise<void> {
  const file = await fs.open(path, "r").catch(refuseMissing(path));
  try {
    checkLength(path, (await file.stat()).size, target.length);
    for (let at = 0; at < target.length;) {
      const { bytesRead } = await file.read(target, at, target.length - at, at);
      if (bytesRead === 0) checkLength(path, at, target.length); // it shrank while we read
      at += bytesRead;
    }
  } finally {
    await file.close();
  }
}

function checkLength(path: string, length: number, expected: number): void {
  if (length === expected) return;
  const fault = length < expected ? "too short" : "too long";
  throw new DataError(`${path} is ${fault}: it has ${length} bytes, not ${expected}. ${remedy(path)}`);
}

function checkReceipt(path: string, bytes: Uint8Array, expected: string | undefined): void {
  if (expected === undefined || sha256(bytes) === expected) return;
  throw new DataError(`${path} is damaged: it is not as it was when it was unpacked. ${remedy(path)}`);
}

async function checkNames(path: string): Promise<void> {
  const text = await fs.readFile(path, "utf8").catch(refuseMissing(path));
  if (text.trim().split(/\r?\n/).join() === cifar10Classes.join()) return;
  throw new DataError(`${path} is damaged: it does not list ${cifar10Classes.join(", ")}. ${remedy(path)}`);
}

function readLabels(
  records: Uint8Array,
  { folder, files, perFile }: { folder: string; files: string[]; perFile: number },
): Uint8Array {
  const labels = new Uint8Array(records.length / recordSize);
  for (let i = 0; i < labels.length; i++) {
    const label = records[i * recordSize]!;
    if (label >= cifar10Classes.length) {
      const path = join(folder, files[Math.floor(i / perFile)]!);
      throw new DataError(
        `${path} is damaged: record ${i % perFile} has label ${label}, not 0 to 9. ${remedy(path)}`,
      );
    }
    labels[i] = label;
  }
  return labels;
}

/** Both splits of CIFAR-10 hold the ten classes in equal parts. */
function checkClassCounts(labels: Uint8Array, path: string): void {
  const counts = new Array<number>(cifar10Classes.length).fill(0);
  for (const label of labels) counts[label]! += 1;
  const expected = labels.length / cifar10Classes.length;
  const wrong = counts.findIndex((count) => count !== expected);
  if (wrong < 0) return;
  throw new DataError(
    `${path}: ${counts[wrong]} pictures of class ${cifar10Classes[wrong]}, not ${expected}. ` +
      `This is not CIFAR-10 or it is damaged. ${remedy(path)}`,
  );
}

function refuseMissing(path: string): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    const fault = error.code === "ENOENT" ? "is missing" : `cannot be read (${error.code ?? error.message})`;
    throw new DataError(`${path} ${fault}. ${remedy(path)}`);
  };
}

function remedy(path: string): string {
  const at = path.lastIndexOf(cifar10Folder);
  const folder = at < 0 ? path : path.slice(0, at + cifar10Folder.length);
  return `Move the folder ${folder} away and load again: it is then downloaded anew.`;
}
