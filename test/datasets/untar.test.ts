import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { untar } from "../../lib/datasets/untar";
import { temporaryFolder } from "./cifar10-fixture";

const contents: Record<string, Buffer> = {
  empty: Buffer.alloc(0),
  "one-block": Buffer.alloc(512, 1),
  "a-byte-more": Buffer.alloc(513, 2),
  large: Buffer.from(Uint8Array.from({ length: 300_000 }, (_, i) => i * 7)),
};

/** Packed by the system's own tar, with a folder, a link and a path too long for one header. */
function pack(format: string): Buffer {
  const parent = temporaryFolder();
  const deep = join(parent, "folder", "d".repeat(90), "e".repeat(90));
  mkdirSync(deep, { recursive: true });
  for (const [name, content] of Object.entries(contents))
    writeFileSync(join(parent, "folder", name), content);
  writeFileSync(join(deep, "deep"), "at the end of a long path");
  const archive = join(parent, "packed.tar");
  execFileSync("tar", [`--format=${format}`, "-cf", archive, "-C", parent, "folder"]);
  return readFileSync(archive);
}

async function read(archive: Buffer, chunkSize: number, isWanted: (name: string) => boolean = () => true) {
  const starts = Array.from({ length: Math.ceil(archive.length / chunkSize) }, (_, k) => k * chunkSize);
  const chunks = Readable.from(starts.map((at) => archive.subarray(at, at + chunkSize)));
  const files: Record<string, Buffer> = {};
  for await (const { name, content } of untar(chunks, { archive: "x.tar", isWanted })) files[name] = content;
  return files;
}

describe.each(["ustar", "gnu"])("untar reads what tar wrote (%s)", (format) => {
  const archive = pack(format);

  it.each([archive.length, 512, 1000, 13])("in chunks of %i bytes", async (chunkSize) => {
    const files = await read(archive, chunkSize, (name) => name in contents);
    expect(Object.keys(files).sort()).toEqual(Object.keys(contents).sort());
    for (const [name, content] of Object.entries(contents))
      expect(files[name]!.equals(content), name).toBe(true);
  });

  it("and skips the files that are not wanted", async () => {
    expect(Object.keys(await read(archive, 4096, (name) => name === "one-block"))).toEqual(["one-block"]);
  });

  it("and refuses one that ends too early or has a wrong header", async () => {
    await expect(read(archive.subarray(0, 100_000), 512)).rejects.toThrow(
      /x.tar is damaged: it ends in the middle/,
    );
    const wrong = Buffer.from(archive);
    wrong[130]! ^= 1; // in the size of the first entry
    await expect(read(wrong, 512)).rejects.toThrow(/x.tar is damaged: a file header in it is wrong/);
  });
});
