/** Reads the files of a tar archive (POSIX.1-1988 "ustar"), one at a time, without unpacking it. */
import { DataError } from "./data-folder";

const block = 512;

export interface TarFile {
  /** The last part of its path. */
  name: string;
  content: Buffer;
}

export interface UntarOptions {
  /** Named in messages. */
  archive: string;
  /** Only these are read into memory; the others are skipped. */
  isWanted: (name: string) => boolean;
}

/**
 * @param chunks The archive, already decompressed.
 * @throws DataError for an archive that ends too early or whose headers are damaged.
 */
export async function* untar(
  chunks: AsyncIterable<Buffer>,
  { archive, isWanted }: UntarOptions,
): AsyncGenerator<TarFile> {
  const source = chunks[Symbol.asyncIterator]();
  const take = byteReader(source, archive);
  for (let header = await take(block); header.some((byte) => byte !== 0); header = await take(block)) {
    const { name, size, isFile } = parseHeader(header, archive);
    const padded = Math.ceil(size / block) * block;
    if (isFile && isWanted(name)) yield { name, content: (await take(padded)).subarray(0, size) };
    else for (let left = padded; left > 0; left -= block) await take(block);
  }
  while (!(await source.next()).done); // padding; a stream must be read to its end
}

function parseHeader(header: Buffer, archive: string): { name: string; size: number; isFile: boolean } {
  const text = (start: number, length: number) =>
    header
      .toString("latin1", start, start + length)
      .split("\0")[0]!
      .trim();
  const size = parseInt(text(124, 12), 8);
  if (parseInt(text(148, 8), 8) !== checksum(header) || !(size >= 0)) {
    throw new DataError(`${archive} is damaged: a file header in it is wrong.`);
  }
  const type = header[156]!;
  return { name: text(0, 100).split("/").at(-1)!, size, isFile: type === 0 || type === "0".charCodeAt(0) };
}

/** The sum of the header's bytes, its checksum field (148 to 155) taken as blanks. */
function checksum(header: Buffer): number {
  return header.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 32 : byte), 0);
}

/** A function that gives the next `length` bytes. */
function byteReader(source: AsyncIterator<Buffer>, archive: string): (length: number) => Promise<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  return async (length) => {
    const parts: Buffer[] = [];
    let missing = length;
    while (missing > 0) {
      if (rest.length === 0) {
        const next = await source.next();
        if (next.done) throw new DataError(`${archive} is damaged: it ends in the middle of a file.`);
        rest = next.value;
      }
      const part = rest.subarray(0, missing);
      parts.push(part);
      missing -= part.length;
      rest = rest.subarray(part.length);
    }
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts, length);
  };
}
