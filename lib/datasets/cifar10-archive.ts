/** From the official archive of CIFAR-10 to a folder that can be read: download, checksum, unpacking. */
import { createReadStream, promises as fs } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import {
  checkSizes,
  cifar10Folder,
  namesFile,
  officialLayout,
  receiptFile,
  recordSize,
  sha256,
} from "./cifar10-files";
import type { Cifar10Layout, Receipt } from "./cifar10-files";
import { DataError } from "./data-folder";
import { diskFault, download, md5, sizeOf } from "./download";
import type { DownloadOptions, RemoteFile } from "./download";
import { withLock } from "./lock";
import { untar } from "./untar";

/** Address and checksum from https://www.cs.toronto.edu/~kriz/cifar.html */
export const officialArchive: RemoteFile = {
  url: "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
  size: 170_052_171,
  md5: "c32a1d4ab5d03f1284b67883e8d87530",
};

export interface FetchCifar10Options extends DownloadOptions {
  archive?: RemoteFile;
  layout?: Cifar10Layout;
}

/**
 * Makes `parent/cifar-10-batches-bin`, whole or not at all: it is unpacked under another name and renamed at the end.
 * An archive that lies in `parent` already is used; it is removed when it is unpacked.
 * @returns The folder.
 * @throws DataError that says what is wrong and what to do.
 */
export async function fetchCifar10(parent: string, options: FetchCifar10Options = {}): Promise<string> {
  const { archive = officialArchive, layout = officialLayout } = options;
  const folder = join(parent, cifar10Folder);
  const path = archivePath(parent, archive);
  await fs.mkdir(parent, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new DataError(diskFault(error, parent));
  });
  await withLock(`${path}.lock`, async () => {
    await checkSpace(parent, archive, layout);
    if ((await sizeOf(path)) > 0) await checkArchive(path, archive);
    else await download(archive, path, options);
    await unpack(path, folder, { archive, layout });
    await fs.rm(path);
  });
  return folder;
}

async function checkArchive(path: string, archive: RemoteFile): Promise<void> {
  if ((await md5(path)) === archive.md5) return;
  throw new DataError(`${path} is not the published file: its checksum is wrong. Delete it and load again.`);
}

async function unpack(
  path: string,
  folder: string,
  { archive, layout }: { archive: RemoteFile; layout: Cifar10Layout },
): Promise<void> {
  const draft = `${folder}.part`;
  const wanted = new Set([...layout.train, ...layout.test, namesFile]);
  const receipt: Receipt = { source: archive.url, sha256: {} };
  try {
    await fs.rm(draft, { recursive: true, force: true });
    await fs.mkdir(draft);
    await pipeline(createReadStream(path), createGunzip(), async (chunks: AsyncIterable<Buffer>) => {
      for await (const { name, content } of untar(chunks, {
        archive: path,
        isWanted: (name) => wanted.has(name),
      })) {
        await writeDurably(join(draft, name), content);
        receipt.sha256[name] = sha256(content);
      }
    });
    await writeDurably(join(draft, receiptFile), Buffer.from(JSON.stringify(receipt, null, 2) + "\n"));
    await checkSizes(draft, layout);
    await fs.rename(draft, folder);
  } catch (error) {
    await fs.rm(draft, { recursive: true, force: true });
    throw explain(error as NodeJS.ErrnoException, path, folder);
  }
}

function explain(error: NodeJS.ErrnoException, archive: string, folder: string): DataError {
  if (error instanceof DataError) return error;
  if (error.code?.startsWith("Z_")) return new DataError(`${archive} is damaged. Delete it and load again.`);
  return new DataError(diskFault(error, folder));
}

/** Asks the disk first, so that a download of minutes does not end on a full one. */
async function checkSpace(parent: string, archive: RemoteFile, layout: Cifar10Layout): Promise<void> {
  const { bavail, bsize, blocks } = await fs.statfs(parent);
  const unpacked = (layout.train.length + layout.test.length) * layout.recordsPerFile * recordSize;
  const path = archivePath(parent, archive);
  const needed = archive.size + unpacked - (await sizeOf(path)) - (await sizeOf(`${path}.part`));
  if (blocks === 0 || bavail * bsize >= needed) return; // some network drives do not say
  const megabytes = (bytes: number) => Math.ceil(bytes / 1e6);
  throw new DataError(
    `No space left for CIFAR-10 in ${parent}: it needs ${megabytes(needed)} MB and there are ` +
      `${megabytes(bavail * bsize)} MB. Free some, or set GANBOOK_DATA to a folder on another disk.`,
  );
}

function archivePath(parent: string, archive: RemoteFile): string {
  return join(parent, archive.url.split("/").at(-1)!);
}

/** Writes and waits until the disk has it, so that the rename never comes first. */
async function writeDurably(path: string, content: Buffer): Promise<void> {
  const file = await fs.open(path, "w");
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}
