/**
 * Downloads of large files: what has come is kept in a `.part` file, a broken connection goes on where it broke off
 * (HTTP Range), and nothing gets its real name before its checksum is right.
 *
 * Node's `http` rather than `fetch`: it hands over the bytes as they are, also where a server marks a .gz file as encoded.
 */
import { createHash } from "node:crypto";
import { createReadStream, promises as fs } from "node:fs";
import { get as getHttp, type IncomingMessage } from "node:http";
import { get as getHttps } from "node:https";
import { dirname } from "node:path";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { DataError } from "./data-folder";

/** A file at an address, with the size and checksum that its makers published. */
export interface RemoteFile {
  url: string;
  /** In bytes. */
  size: number;
  md5: string;
}

export interface DownloadProgress {
  /** Bytes that are here, those of earlier runs included. */
  received: number;
  size: number;
  /** Mean of this run. */
  bytesPerSecond: number;
  secondsLeft: number;
}

export interface DownloadOptions {
  onProgress?: (progress: DownloadProgress) => void;
  signal?: AbortSignal;
  /** Milliseconds without a byte after which a connection counts as broken. */
  stallMs?: number;
  /** Tries in a row that bring nothing new before it gives up. */
  attempts?: number;
  /** Milliseconds between two tries. */
  pauseMs?: number;
}

/** A fault that another try may mend. */
class PassingFault extends Error {}

/**
 * Brings `file` to `path`; goes on from `path + ".part"` where an earlier run left one.
 * @throws DataError when the server refuses, sends something else, or the disk is full; what has come is kept, except
 * where its checksum is wrong.
 */
export async function download(file: RemoteFile, path: string, options: DownloadOptions = {}): Promise<void> {
  const part = `${path}.part`;
  for (let round = 1; ; round++) {
    await fetchWhole(file, part, options);
    if ((await md5(part)) === file.md5) return fs.rename(part, path);
    await fs.rm(part);
    if (round === 2) {
      throw new DataError(
        `${file.url} is not the published file: its checksum is wrong, twice. ${byHand(file, path)}`,
      );
    }
  }
}

/** MD5 as hexadecimal digits; against damage, not against forgery. */
export async function md5(path: string): Promise<string> {
  const hash = createHash("md5");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

/** Tries until all bytes are in `part`; a try counts as vain when no more is there than ever before. */
async function fetchWhole(file: RemoteFile, part: string, options: DownloadOptions): Promise<void> {
  const { attempts = 5, pauseMs = 1000, signal } = options;
  const meter = makeMeter(file.size, options.onProgress);
  let furthest = 0;
  for (let vain = 0; ;) {
    const size = await sizeOf(part);
    if (size === file.size) return;
    if (size > file.size) await fs.rm(part);
    try {
      await fetchRest(file, part, { ...options, meter });
    } catch (error) {
      if (!(error instanceof PassingFault)) throw error;
      const reached = await sizeOf(part);
      vain = reached > furthest ? 0 : vain + 1;
      furthest = Math.max(furthest, reached);
      if (vain >= attempts) throw new DataError(giveUp(file, part, error.message));
      await sleep(pauseMs, undefined, { signal });
    }
  }
}

/** One connection: asks for what is missing and adds it to `part`. */
async function fetchRest(
  file: RemoteFile,
  part: string,
  { meter, ...options }: DownloadOptions & { meter: Meter },
): Promise<void> {
  const have = await sizeOf(part);
  const response = await request(file.url, have, options);
  try {
    const start = acceptAnswer(response, file, have);
    if (start === undefined) {
      await fs.rm(part, { force: true });
      throw new PassingFault("the server had nothing after what was here");
    }
    await append(response, part, { start, file, meter });
  } catch (error) {
    response.destroy();
    throw explain(error as NodeJS.ErrnoException, file, part);
  }
  const size = await sizeOf(part);
  if (size < file.size) throw new PassingFault(`the server stopped at ${size} of ${file.size} bytes`);
}

/** Where in the file the answer begins; nothing when the range cannot be had. */
function acceptAnswer(response: IncomingMessage, file: RemoteFile, have: number): number | undefined {
  const { statusCode = 0, headers } = response;
  if (statusCode === 416) return undefined;
  if (statusCode >= 500 || statusCode === 429) throw new PassingFault(`the server answered ${statusCode}`);
  if (statusCode !== 200 && statusCode !== 206)
    throw new DataError(`${file.url}: the server answered ${statusCode}.`);
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers["content-range"] ?? "");
  const start = statusCode === 206 ? Number(range?.[1]) : 0;
  if (statusCode === 206 && start !== have) return undefined;
  const announced = statusCode === 206 ? Number(range?.[2]) : Number(headers["content-length"]);
  if (announced >= 0 && announced !== file.size) {
    throw new DataError(
      `${file.url}: the server announces ${announced} bytes, not ${file.size}: this is another file.`,
    );
  }
  return start;
}

/** Writes each piece before it takes the next, so that what came before a fault is kept. */
async function append(
  response: IncomingMessage,
  part: string,
  { start, file, meter }: { start: number; file: RemoteFile; meter: Meter },
): Promise<void> {
  const target = await fs.open(part, start === 0 ? "w" : "a");
  try {
    let received = start;
    for await (const chunk of response as AsyncIterable<Buffer>) {
      received += chunk.length;
      if (received > file.size)
        throw new DataError(`${file.url}: the server sends more than ${file.size} bytes.`);
      await target.writeFile(chunk);
      meter(chunk.length, received);
    }
  } finally {
    await target.close();
  }
}

/** Opens the address from byte `have` on, and follows up to five redirections. */
async function request(
  url: string,
  have: number,
  { signal, stallMs = 30_000 }: DownloadOptions,
): Promise<IncomingMessage> {
  const headers = have > 0 ? { Range: `bytes=${have}-` } : {};
  for (let hops = 0; hops <= 5; hops++) {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const get = url.startsWith("https:") ? getHttps : getHttp;
      const asked = get(url, { headers, signal, timeout: stallMs }, resolve);
      asked.on("timeout", () => asked.destroy(new PassingFault(`no byte came for ${stallMs / 1000} s`)));
      asked.on("error", (error) => reject(signal?.aborted ? error : new PassingFault(reasonOf(error))));
    });
    const { location } = response.headers;
    if (location === undefined || ![301, 302, 303, 307, 308].includes(response.statusCode ?? 0))
      return response;
    response.resume();
    url = new URL(location, url).href;
  }
  throw new DataError(`${url}: more than five redirections.`);
}

type Meter = (bytes: number, received: number) => void;

/** Reports at most ten times a second, and the last byte. */
function makeMeter(size: number, onProgress: DownloadOptions["onProgress"]): Meter {
  const started = performance.now();
  let fresh = 0;
  let reported = 0;
  return (bytes, received) => {
    fresh += bytes;
    const now = performance.now();
    if (onProgress === undefined || (now - reported < 100 && received < size)) return;
    reported = now;
    const bytesPerSecond = (1000 * fresh) / Math.max(now - started, 1);
    onProgress({ received, size, bytesPerSecond, secondsLeft: (size - received) / bytesPerSecond });
  };
}

/** What to throw for a fault while bytes came in: the disk's and our own end it, the network's do not. */
function explain(error: NodeJS.ErrnoException, file: RemoteFile, part: string): Error {
  if (error instanceof DataError || error instanceof PassingFault || error.name === "AbortError")
    return error;
  if (error.syscall === "write" || error.syscall === "open") return new DataError(diskFault(error, part));
  return new PassingFault(reasonOf(error));
}

/** A sentence for a disk that is full or cannot be written. */
export function diskFault(error: NodeJS.ErrnoException, path: string): string {
  if (error.code === "ENOSPC" || error.code === "EDQUOT") {
    return `No space left for ${path}. Free some and load again; what came so far is kept.`;
  }
  const reason = error.code ?? error.message;
  return `${path} cannot be written (${reason}). Make ${dirname(path)} writable, or set GANBOOK_DATA to another folder.`;
}

function giveUp(file: RemoteFile, part: string, reason: string): string {
  const path = part.slice(0, -".part".length);
  return `${file.url} cannot be downloaded: ${reason}. Load again later: it goes on where it stopped. ${byHand(file, path)}`;
}

function byHand(file: RemoteFile, path: string): string {
  return `Or download ${file.url} by hand to ${path} and load again.`;
}

function reasonOf(error: NodeJS.ErrnoException): string {
  if (error.code === "ECONNRESET") return "the connection broke off";
  return error.message || error.code || error.name;
}

/** In bytes; 0 where there is no such file. */
export async function sizeOf(path: string): Promise<number> {
  const stat = await fs.stat(path).catch(() => undefined);
  return stat?.size ?? 0;
}
