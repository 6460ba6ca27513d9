/** Small folders and archives in the layout of CIFAR-10, made here. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { Cifar10Layout } from "../../lib/datasets/cifar10-files";
import type { RemoteFile } from "../../lib/datasets/download";

export const recordSize = 3073;
/** Two files to train on and one to test with, twenty pictures each. */
export const smallLayout: Cifar10Layout = {
  train: ["data_batch_1.bin", "data_batch_2.bin"],
  test: ["test_batch.bin"],
  recordsPerFile: 20,
};
/** As published, with the empty last line of the original. */
export const names = "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n";

/** Byte `k` of picture `i` in file `f`: each channel and each place of a picture has values of its own. */
export const pixel = (f: number, i: number, k: number) => (f * 89 + i * 31 + k * 7 + (k >> 8)) % 256;

/** Twenty records; classes 0 to 9 in turn. */
function fileOf(f: number): Buffer {
  const records = Buffer.alloc(20 * recordSize);
  for (let i = 0; i < 20; i++) {
    records[i * recordSize] = i % 10;
    for (let k = 0; k < 3072; k++) records[i * recordSize + 1 + k] = pixel(f, i, k);
  }
  return records;
}

/** Writes `parent/cifar-10-batches-bin` and gives its path. */
export function writeSmallCifar10(parent: string): string {
  const folder = join(parent, "cifar-10-batches-bin");
  mkdirSync(folder, { recursive: true });
  [...smallLayout.train, ...smallLayout.test].forEach((file, f) =>
    writeFileSync(join(folder, file), fileOf(f)),
  );
  writeFileSync(join(folder, "batches.meta.txt"), names);
  return folder;
}

/** The same folder as an archive, packed by the system's own tar, with a file more than is wanted. */
export function packSmallCifar10(): Buffer {
  const parent = temporaryFolder();
  const folder = writeSmallCifar10(parent);
  writeFileSync(join(folder, "readme.html"), "<p>not needed</p>");
  const archive = join(parent, "packed.tar.gz");
  execFileSync("tar", ["-czf", archive, "-C", parent, "cifar-10-batches-bin"]);
  return readFileSync(archive);
}

/** What is published about a file with these bytes at this address. */
export function published(url: string, bytes: Buffer): RemoteFile {
  return { url, size: bytes.length, md5: createHash("md5").update(bytes).digest("hex") };
}

/** A new empty folder, removed when the tests of the file are done. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "ganbook-data-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
