/** A web server on this machine that sends one file, well or badly. */
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll } from "vitest";

/** Answers request number `count`, counted from 1. */
export type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => void;

export interface FileServer {
  url: string;
  /** The Range header of every request so far. */
  ranges: (string | undefined)[];
}

export async function serve(answer: Answer): Promise<FileServer> {
  const ranges: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    ranges.push(request.headers.range);
    answer(request, response, ranges.length);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/cifar-10-binary.tar.gz`, ranges };
}

/** As a good server does: the whole file, or what the Range header asks for. */
export function send(request: IncomingMessage, response: ServerResponse, bytes: Buffer): void {
  const start = firstByte(request);
  if (start === undefined) {
    response.writeHead(200, { "content-length": bytes.length }).end(bytes);
  } else if (start >= bytes.length) {
    response.writeHead(416, { "content-range": `bytes */${bytes.length}` }).end();
  } else {
    sendFrom(response, start, bytes).end(bytes.subarray(start));
  }
}

/** Promises everything from `start` on and breaks the connection after `count` bytes. */
export function breakOff(request: IncomingMessage, response: ServerResponse, { bytes, count }: Piece): void {
  const start = firstByte(request) ?? 0;
  sendFrom(response, start, bytes);
  response.write(bytes.subarray(start, start + count), () => setTimeout(() => response.destroy(), 100));
}

export interface Piece {
  bytes: Buffer;
  count: number;
}

function sendFrom(response: ServerResponse, start: number, bytes: Buffer): ServerResponse {
  const length = bytes.length - start;
  if (start === 0) return response.writeHead(200, { "content-length": length });
  const range = `bytes ${start}-${bytes.length - 1}/${bytes.length}`;
  return response.writeHead(206, { "content-length": length, "content-range": range });
}

function firstByte(request: IncomingMessage): number | undefined {
  const match = /^bytes=(\d+)-$/.exec(request.headers.range ?? "");
  return match ? Number(match[1]) : undefined;
}
