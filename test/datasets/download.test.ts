import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DataError } from "../../lib/datasets/data-folder";
import { download } from "../../lib/datasets/download";
import type { DownloadOptions, DownloadProgress } from "../../lib/datasets/download";
import { published, temporaryFolder } from "./cifar10-fixture";
import { breakOff, send, serve } from "./file-server";
import type { Answer, FileServer } from "./file-server";

const bytes = Buffer.from(Uint32Array.from({ length: 100_000 }, (_, i) => Math.imul(i, 0x9e3779b1)).buffer);
const damaged = Buffer.from(bytes);
damaged[1234]! ^= 1;
const quick: DownloadOptions = { pauseMs: 1, stallMs: 300, attempts: 3 };

async function fetchFrom(
  answer: Answer,
  { have, options }: { have?: Buffer; options?: DownloadOptions } = {},
): Promise<{ path: string; server: FileServer; error?: Error }> {
  const server = await serve(answer);
  const path = join(temporaryFolder(), "file.tar.gz");
  if (have) writeFileSync(`${path}.part`, have);
  try {
    await download(published(server.url, bytes), path, { ...quick, ...options });
    return { path, server };
  } catch (error) {
    return { path, server, error: error as Error };
  }
}

/** Without a Content-Length. */
function sendChunked(response: ServerResponse, content: Buffer): void {
  response.write(content.subarray(0, 10));
  response.end(content.subarray(10));
}

function expectWhole({ path, error }: { path: string; error?: Error }): void {
  expect(error).toBeUndefined();
  expect(readFileSync(path).equals(bytes)).toBe(true);
  expect(existsSync(`${path}.part`)).toBe(false);
}

describe("a download ends whole", () => {
  it("from a good server, with one request", async () => {
    const result = await fetchFrom((request, response) => send(request, response, bytes));
    expectWhole(result);
    expect(result.server.ranges).toEqual([undefined]);
  });

  it("when the connection breaks off, again and again: it asks for the rest", async () => {
    const result = await fetchFrom((request, response, count) =>
      count <= 6 ? breakOff(request, response, { bytes, count: 50_000 }) : send(request, response, bytes),
    );
    expectWhole(result);
    const starts = result.server.ranges.map((range) => Number(/\d+/.exec(range ?? "0")![0]));
    expect(starts).toHaveLength(7);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    expect(starts.at(-1)).toBeGreaterThan(100_000); // what sits in a socket when it breaks may be lost
  });

  it("when an earlier run left a part", async () => {
    const result = await fetchFrom((request, response) => send(request, response, bytes), {
      have: bytes.subarray(0, 399_999),
    });
    expectWhole(result);
    expect(result.server.ranges).toEqual(["bytes=399999-"]);
  });

  it("when all of it is there already: it asks for nothing", async () => {
    const result = await fetchFrom((request, response) => send(request, response, bytes), { have: bytes });
    expectWhole(result);
    expect(result.server.ranges).toEqual([]);
  });

  it("when the server refuses ranges and sends all again", async () => {
    const whole: Answer = (_, response) =>
      response.writeHead(200, { "content-length": bytes.length }).end(bytes);
    expectWhole(await fetchFrom(whole, { have: bytes.subarray(0, 70_000) }));
  });

  it("when the server answers 416, or with another range than asked for", async () => {
    const no: Answer = (request, response, count) =>
      count === 1 ? response.writeHead(416).end() : send(request, response, bytes);
    expectWhole(await fetchFrom(no, { have: bytes.subarray(0, 70_000) }));
    const other: Answer = (request, response, count) =>
      count === 1
        ? response.writeHead(206, { "content-range": `bytes 5-399999/400000` }).end(bytes.subarray(5))
        : send(request, response, bytes);
    expectWhole(await fetchFrom(other, { have: bytes.subarray(0, 70_000) }));
  });

  it.each([
    ["is damaged", damaged.subarray(0, 70_000)],
    ["is longer than the file", Buffer.concat([bytes, bytes])],
    ["is as long as the file, but another", damaged],
  ])("when the part %s: it begins again", async (_, have) => {
    const result = await fetchFrom((request, response) => send(request, response, bytes), { have });
    expectWhole(result);
    expect(result.server.ranges.at(-1)).toBeUndefined();
  });

  it("when bytes were changed on the way, once", async () => {
    expectWhole(
      await fetchFrom((request, response, count) => send(request, response, count === 1 ? damaged : bytes)),
    );
  });

  it("when the server falls silent", async () => {
    const silent: Answer = (request, response, count) => {
      if (count === 2) return; // never answers
      if (count > 2) return send(request, response, bytes);
      response.writeHead(200, { "content-length": bytes.length }).write(bytes.subarray(0, 1000));
    };
    const result = await fetchFrom(silent);
    expectWhole(result);
    expect(result.server.ranges).toEqual([undefined, "bytes=1000-", "bytes=1000-"]);
  });

  it("when the server is slow but goes on, for longer than the patience with silence", async () => {
    const slow: Answer = (_, response) => {
      response.writeHead(200, { "content-length": bytes.length });
      let at = 0;
      const timer = setInterval(() => {
        response.write(bytes.subarray(at, (at += 40_000)));
        if (at >= bytes.length) clearInterval(timer);
      }, 100);
    };
    const result = await fetchFrom(slow);
    expectWhole(result);
    expect(result.server.ranges).toHaveLength(1);
  });

  it("when the server is busy (503) and when it redirects", async () => {
    const moody: Answer = (request, response, count) => {
      if (count === 1) return void response.writeHead(503).end("later");
      if (count === 2) return void response.writeHead(302, { location: "/elsewhere" }).end();
      send(request, response, bytes);
    };
    expectWhole(await fetchFrom(moody));
  });

  it("when the server does not say how long the file is", async () => {
    expectWhole(await fetchFrom((_, response) => sendChunked(response, bytes)));
  });

  it("byte for byte, when the server calls the .gz an encoding", async () => {
    const headers = { "content-length": bytes.length, "content-encoding": "x-gzip" };
    expectWhole(await fetchFrom((_, response) => response.writeHead(200, headers).end(bytes)));
  });
});

describe("a download is refused", () => {
  async function expectRefused(answer: Answer, message: RegExp, have?: Buffer) {
    const { error, path, server } = await fetchFrom(answer, { have });
    expect(error).toBeInstanceOf(DataError);
    expect(error?.message).toMatch(message);
    expect(existsSync(path), "nothing under the real name").toBe(false);
    return { path, server };
  }

  it("when its checksum is wrong twice; nothing damaged is kept", async () => {
    const { path, server } = await expectRefused(
      (request, response) => send(request, response, damaged),
      /checksum is wrong, twice.*by hand/,
    );
    expect(server.ranges).toHaveLength(2);
    expect(existsSync(`${path}.part`)).toBe(false);
  });

  it.each([
    ["another length", 200, { "content-length": "17" }],
    ["another length of the whole in a range", 206, { "content-range": "bytes 1000-16/17" }],
  ])("when the server announces %s; what was there is kept", async (_, status, headers) => {
    const { path } = await expectRefused(
      (_request, response) => response.writeHead(status, headers).end("17 bytes, no more"),
      /announces 17 bytes, not 400000/,
      bytes.subarray(0, 1000),
    );
    expect(readFileSync(`${path}.part`).equals(bytes.subarray(0, 1000))).toBe(true);
  });

  it("when the server sends more than the file has", async () => {
    await expectRefused(
      (_, response) => sendChunked(response, Buffer.concat([bytes, bytes])),
      /more than 400000 bytes/,
    );
  });

  it("when the server stops early every time; what has come is kept", async () => {
    const { path, server } = await expectRefused((_, response) => {
      response.writeHead(200).end(bytes.subarray(0, 5000)); // no length: a clean end that is too early
    }, /stopped at 5000 of 400000 bytes.*goes on where it stopped/);
    expect(server.ranges).toHaveLength(4); // one that brought something new, three in vain
    expect(readFileSync(`${path}.part`)).toHaveLength(5000);
  });

  it("when there is no such file at the address", async () => {
    const { server } = await expectRefused((_, response) => response.writeHead(404).end(), /answered 404/);
    expect(server.ranges).toHaveLength(1);
  });

  it("when it is redirected in a circle", async () => {
    await expectRefused(
      (request, response) => response.writeHead(301, { location: request.url }).end(),
      /more than five redirections/,
    );
  });

  it("when nobody answers", async () => {
    const path = join(temporaryFolder(), "file.tar.gz");
    const nobody = published("http://127.0.0.1:1/file.tar.gz", bytes);
    await expect(download(nobody, path, quick)).rejects.toThrow(
      /cannot be downloaded: .*ECONNREFUSED.*by hand to/s,
    );
  });

  it("when the reader ends it; the next one goes on", async () => {
    const stop = new AbortController();
    const server = await serve((request, response, count) =>
      count === 1 ? breakOff(request, response, { bytes, count: 30_000 }) : send(request, response, bytes),
    );
    const path = join(temporaryFolder(), "file.tar.gz");
    const file = published(server.url, bytes);
    const onProgress = () => stop.abort();
    await expect(download(file, path, { ...quick, signal: stop.signal, onProgress })).rejects.toThrow(
      /abort/i,
    );
    await download(file, path, quick);
    expectWhole({ path });
  });

  it.skipIf(!existsSync("/dev/full"))(
    "when the disk is full (needs /dev/full, which Linux has)",
    async () => {
      const server = await serve((request, response) => send(request, response, bytes));
      const path = join(temporaryFolder(), "file.tar.gz");
      symlinkSync("/dev/full", `${path}.part`);
      await expect(download(published(server.url, bytes), path, quick)).rejects.toThrow(
        /No space left for .*file.tar.gz/,
      );
      expect(existsSync(path)).toBe(false);
    },
  );
});

it("tells how far it is, the bytes of an earlier run included, and how long it will take", async () => {
  const seen: DownloadProgress[] = [];
  const server = await serve((_, response, count) => {
    response.writeHead(206, { "content-range": `bytes ${100_000 * count}-399999/400000` });
    response.write(bytes.subarray(100_000, 200_000));
    setTimeout(() => response.end(bytes.subarray(200_000)), 500);
  });
  const path = join(temporaryFolder(), "file.tar.gz");
  writeFileSync(`${path}.part`, bytes.subarray(0, 100_000));
  await download(published(server.url, bytes), path, {
    ...quick,
    stallMs: 5000,
    onProgress: (p) => seen.push(p),
  });
  expect(seen[0]!.received).toBeGreaterThan(100_000);
  expect(seen.map((p) => p.received)).toEqual(seen.map((p) => p.received).sort((a, b) => a - b));
  const last = seen.at(-1)!;
  expect(last).toMatchObject({ received: 400_000, size: 400_000, secondsLeft: 0 });
  expect(last.bytesPerSecond).toBeGreaterThan(1000);
  expect(last.bytesPerSecond).toBeLessThan(300_000 / 0.4); // this run's bytes over its half second
});
