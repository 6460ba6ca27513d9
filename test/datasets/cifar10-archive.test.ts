import { existsSync, mkdirSync, promises, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it, vi } from "vitest";
import { fetchCifar10 } from "../../lib/datasets/cifar10-archive";
import type { FetchCifar10Options } from "../../lib/datasets/cifar10-archive";
import { cifar10Dataset } from "../../lib/datasets/cifar10";
import { readCifar10 } from "../../lib/datasets/cifar10-files";
import { DataError } from "../../lib/datasets/data-folder";
import { packSmallCifar10, pixel, published, smallLayout, temporaryFolder } from "./cifar10-fixture";
import { breakOff, send, serve } from "./file-server";

const packed = packSmallCifar10();
const quick: FetchCifar10Options = { layout: smallLayout, pauseMs: 1, attempts: 2, stallMs: 1000 };
const archiveName = "cifar-10-binary.tar.gz";

/** A folder to fetch into, and a good server of `bytes`. */
async function prepare(bytes: Buffer = packed) {
  const server = await serve((request, response) => send(request, response, bytes));
  const parent = temporaryFolder();
  const fetch = () => fetchCifar10(parent, { ...quick, archive: published(server.url, bytes) });
  return { parent, server, fetch };
}

afterEach(() => vi.restoreAllMocks());

describe("fetchCifar10", () => {
  it("makes the folder and leaves nothing else", async () => {
    const { parent, fetch } = await prepare();
    const folder = await fetch();
    expect(folder).toBe(join(parent, "cifar-10-batches-bin"));
    expect(readdirSync(parent)).toEqual(["cifar-10-batches-bin"]);
    expect(readdirSync(folder).sort()).toEqual(
      [...smallLayout.train, ...smallLayout.test, "batches.meta.txt", "ganbook-receipt.json"].sort(),
    );
    const set = cifar10Dataset(await readCifar10(folder, "train", smallLayout), folder);
    expect(set.note, "official").toBe("");
    expect(set.bytes([21])[0]).toBe(pixel(1, 1, 0));
  });

  it("makes the folder that it is to go into", async () => {
    const { server } = await prepare();
    const parent = join(temporaryFolder(), "not", "there yet, ü");
    await fetchCifar10(parent, { ...quick, archive: published(server.url, packed) });
    expect(readdirSync(parent)).toEqual(["cifar-10-batches-bin"]);
  });

  it("goes on with what an ended run left: a part, an unpacked half, a lock", async () => {
    const { parent, server, fetch } = await prepare();
    writeFileSync(join(parent, `${archiveName}.part`), packed.subarray(0, 1000));
    writeFileSync(join(parent, `${archiveName}.lock`), "99999999"); // no process has this number
    mkdirSync(join(parent, "cifar-10-batches-bin.part"));
    writeFileSync(join(parent, "cifar-10-batches-bin.part", "data_batch_1.bin"), "half");
    await fetch();
    expect(server.ranges).toEqual(["bytes=1000-"]);
    expect(readdirSync(parent)).toEqual(["cifar-10-batches-bin"]);
  });

  it("uses an archive that somebody put there, and asks the network for nothing", async () => {
    const { parent, server, fetch } = await prepare();
    writeFileSync(join(parent, archiveName), packed);
    await fetch();
    expect(server.ranges).toEqual([]);
    expect(readdirSync(parent)).toEqual(["cifar-10-batches-bin"]);
  });

  it("refuses an archive with the wrong checksum that somebody put there, and leaves it", async () => {
    const { parent, fetch } = await prepare();
    writeFileSync(join(parent, archiveName), packed.subarray(1));
    await expect(fetch()).rejects.toThrow(/cifar-10-binary.tar.gz is not the published file/);
    expect(readdirSync(parent)).toEqual([archiveName]);
  });

  it("leaves no folder when the download fails", async () => {
    const server = await serve((request, response) =>
      breakOff(request, response, { bytes: packed, count: 0 }),
    );
    const parent = temporaryFolder();
    const archive = published(server.url, packed);
    await expect(fetchCifar10(parent, { ...quick, archive })).rejects.toThrow(
      /broke off.*goes on where it stopped/,
    );
    expect(readdirSync(parent).filter((name) => !name.endsWith(".part"))).toEqual([]);
  });

  it("refuses to start while another process is at it", async () => {
    const { parent, fetch } = await prepare();
    const lock = join(parent, `${archiveName}.lock`);
    writeFileSync(lock, String(process.ppid));
    await expect(fetch()).rejects.toThrow(`Process ${process.ppid} is at this already`);
    expect(readFileSync(lock, "utf8")).toBe(String(process.ppid));
  });

  it("lets one of two calls at the same time through", async () => {
    const { fetch } = await prepare();
    const results = await Promise.allSettled([fetch(), fetch()]);
    expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});

describe("an archive whose checksum is right but whose content is not", () => {
  const notGzip = Buffer.from("<html>Please log in</html>");
  it.each([
    ["is no gzip file", notGzip, /is damaged/],
    ["holds no tar", gzipSync(Buffer.alloc(4096, "x")), /a file header in it is wrong/],
    ["ends too early", gzipSync(Buffer.alloc(700)), /data_batch_1.bin is missing/],
  ])("is refused when it %s", async (_, bytes, message) => {
    const { parent, fetch } = await prepare(bytes);
    await expect(fetch()).rejects.toThrow(DataError);
    await expect(fetch()).rejects.toThrow(message);
    expect(existsSync(join(parent, "cifar-10-batches-bin"))).toBe(false);
    expect(existsSync(join(parent, "cifar-10-batches-bin.part"))).toBe(false);
  });
});

describe("a disk", () => {
  it("that is too small is noticed before anything is downloaded", async () => {
    const { parent, server, fetch } = await prepare();
    const stat = await promises.statfs(parent);
    vi.spyOn(promises, "statfs").mockResolvedValue({ ...stat, blocks: 1e6, bsize: 4096, bavail: 3 });
    await expect(fetch()).rejects.toThrow(/No space left for CIFAR-10 in .*needs 1 MB and there are 1 MB/);
    expect(server.ranges).toEqual([]);
    expect(readdirSync(parent)).toEqual([]);
  });

  it("that fills up while unpacking leaves the archive for the next time, and no folder", async () => {
    const { parent, server, fetch } = await prepare();
    const open = promises.open.bind(promises);
    const full = Object.assign(new Error("ENOSPC: no space left on device, write"), {
      code: "ENOSPC",
      syscall: "write",
    });
    const spy = vi.spyOn(promises, "open").mockImplementation(async (path, ...rest) => {
      const file = await open(path, ...rest);
      if (String(path).endsWith("data_batch_2.bin")) vi.spyOn(file, "writeFile").mockRejectedValue(full);
      return file;
    });
    await expect(fetch()).rejects.toThrow(/No space left for .*cifar-10-batches-bin/);
    expect(readdirSync(parent)).toEqual([archiveName]);
    spy.mockRestore();
    await fetch();
    expect(server.ranges).toHaveLength(1);
    expect(readdirSync(parent)).toEqual(["cifar-10-batches-bin"]);
  });

  it("that cannot be written is named", async () => {
    const blocked = join(temporaryFolder(), "a file, no folder");
    writeFileSync(blocked, "");
    const archive = published("http://127.0.0.1:1/x.tar.gz", packed);
    await expect(fetchCifar10(join(blocked, "data"), { ...quick, archive })).rejects.toThrow(
      /cannot be written \(ENOTDIR\)/,
    );
  });
});
