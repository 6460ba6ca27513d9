/**
 * Reads the notebooks in a zip without unpacking it to disk. Sizes, counts and kinds of entries are limited, because
 * a few kilobytes of zip can hold gigabytes.
 */
import { fromBufferPromise, openPromise } from "yauzl";
import type { Entry, ZipFile } from "yauzl";

/** The zip is refused; the message says why, for the learner. */
export class RefusedZip extends Error {
  override readonly name = "RefusedZip";
}

export interface ZipLimits {
  entries: number;
  /** Of one entry, unpacked. */
  entryBytes: number;
  /** Of all that are read, unpacked. */
  totalBytes: number;
}

/** One student's zip; a class's may hold more. */
export const studentZip: ZipLimits = { entries: 2_000, entryBytes: 256 * 2 ** 20, totalBytes: 300 * 2 ** 20 };
export const classZip: ZipLimits = { entries: 50_000, entryBytes: 256 * 2 ** 20, totalBytes: 16 * 2 ** 30 };

export interface ZipEntry {
  path: string;
  time: Date;
  bytes: Buffer;
}

/**
 * The wanted entries, one at a time.
 *
 * @param zip Path, or the bytes of a zip inside a zip.
 * @throws RefusedZip for a damaged file, paths that lead out of it, links, or too much of anything.
 */
export async function* readZip(
  zip: string | Buffer,
  wants: (path: string) => boolean,
  limits: ZipLimits,
): AsyncGenerator<ZipEntry> {
  const file = await open(zip);
  try {
    if (file.entryCount > limits.entries) throw tooMuch(`${file.entryCount} entries`, `${limits.entries}`);
    let total = 0;
    for await (const entry of file.eachEntry()) {
      const path = entry.fileName;
      if (isLink(entry))
        throw new RefusedZip(`The zip holds a link, ${short(path)}. Put the file itself into it.`);
      if (path.endsWith("/") || !wants(path)) continue;
      const bytes = await unpack(file, entry, Math.min(limits.entryBytes, limits.totalBytes - total));
      total += bytes.length;
      yield { path, time: entry.getLastModDate(), bytes };
    }
  } catch (error) {
    throw error instanceof RefusedZip
      ? error
      : new RefusedZip(`The zip is refused: ${(error as Error).message}.`);
  } finally {
    file.close();
  }
}

async function open(zip: string | Buffer): Promise<ZipFile> {
  try {
    return await (typeof zip === "string" ? openPromise(zip) : fromBufferPromise(zip));
  } catch (error) {
    throw new RefusedZip(
      `The zip cannot be opened: ${(error as Error).message}. Make it again and hand it in.`,
    );
  }
}

/** Unix file type in the upper half of the attributes: 0xa is a symbolic link. */
const isLink = ({ externalFileAttributes }: Entry) => externalFileAttributes >>> 28 === 0xa;

async function unpack(file: ZipFile, entry: Entry, limit: number): Promise<Buffer> {
  // Where this size is a lie, yauzl stops as soon as more bytes come.
  if (entry.uncompressedSize > limit) {
    throw tooMuch(`${short(entry.fileName)} with too many bytes`, `${Math.floor(limit / 2 ** 20)} MB`);
  }
  if (entry.isEncrypted()) throw new RefusedZip("The zip has a password. Make it again without one.");
  const parts: Buffer[] = [];
  for await (const part of await file.openReadStreamPromise(entry)) {
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts);
}

function tooMuch(what: string, limit: string): RefusedZip {
  return new RefusedZip(`The zip holds ${what}; at most ${limit} are read. Hand in the notebook alone.`);
}

const short = (path: string) => JSON.stringify(path.length > 60 ? `${path.slice(0, 57)}...` : path);
